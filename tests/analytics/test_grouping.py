"""Which German questions come together: on a labelled table, one by one, and many at a time."""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from bot.analytics import grouping
from bot.analytics.grouping import MOST_EXAMPLES, Cluster, group_questions
from bot.analytics.meaning import read_question
from tests.analytics.meanings import content_meaning

TABLE = Path(__file__).parent / "missed_questions.csv"


def read_table(part: str = "") -> list[tuple[str, str]]:
    """Return (concern, text); the thresholds were set on part "a" alone."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [(row["concern"], row["text"]) for row in csv.DictReader(file) if row["part"] in part or not part]


def group(texts: Sequence[str]) -> list[list[int]]:
    meaning = content_meaning()
    return [cluster.members for cluster in group_questions([read_question(text) for text in texts], [], meaning)]


def measure(concerns: Sequence[str], groups: Sequence[Sequence[int]]) -> tuple[float, float]:
    """Return precision and recall over pairs of questions that are, or should be, in one group."""
    owner = {member: number for number, members in enumerate(groups) for member in members}
    together = wanted = both = 0
    for first, second in combinations(range(len(concerns)), 2):
        is_together, is_wanted = owner[first] == owner[second], concerns[first] == concerns[second]
        together, wanted, both = together + is_together, wanted + is_wanted, both + (is_together and is_wanted)
    return both / together, both / wanted


@pytest.mark.parametrize(("part", "precision", "recall"), [("a", 0.95, 0.58), ("b", 0.88, 0.74), ("", 0.88, 0.64)])
def test_paraphrases_come_together_and_different_concerns_stay_apart(
    part: str, precision: float, recall: float
) -> None:
    concerns, texts = zip(*read_table(part), strict=True)
    found = measure(concerns, group(texts))
    assert found[0] >= precision, found
    assert found[1] >= recall, found


def test_the_table_is_large_enough_to_say_something() -> None:
    table = read_table()
    assert len(table) >= 200
    assert len({concern for concern, _ in table}) >= 55


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Wo kann ich bei Ihnen parken?", "kann man bei euch parken"),
        ("Gabelstaplerschein machen wo?", "gabelstablerschein kosten"),
        ("Photovoltaik auf dem Dach", "Gibt es was für Fotovoltaik auf unserem Dach?"),
        ("Elterngeld Antrag", "Wo stelle ich den Antrag auf Elterngeld?"),
        ("Kündigungsfristen", "welche kuendigungsfrist gilt denn"),
        ("Brandschutzhelfer Schulung", "Hallo, ich suche einen Lehrgang zum Brandschutzhelfer. Danke!"),
    ],
)
def test_the_same_concern_in_other_words_joins(first: str, second: str) -> None:
    assert group([first, second]) == [[0, 1]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Schweißkurs für zwei Mitarbeiter", "Staplerkurs für zwei Mitarbeiter"),
        ("Gibt es eine Förderung für Photovoltaik?", "Gibt es eine Förderung für Ladesäulen?"),
        ("Wo finde ich Azubis?", "Wo finde ich einen Betriebsarzt?"),
        ("Wie hoch ist der Mindestlohn?", "Wie hoch ist die Abfindung?"),
        ("Excel Kurs", "SAP Kurs"),
    ],
)
def test_another_concern_in_nearly_the_same_words_stays_apart(first: str, second: str) -> None:
    assert len(group([first, second])) == 2


def test_the_groups_do_not_depend_on_how_many_come_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for _, text in read_table()]
    at_once = group(texts)
    monkeypatch.setattr(grouping, "BATCH", 7)
    assert group(texts) == at_once


def test_later_questions_join_the_groups_that_are_there() -> None:
    meaning = content_meaning()
    read = [read_question(text) for _, text in read_table()]
    at_once = group_questions(read, [], meaning)
    first = group_questions(read[:100], [], meaning)
    known = [Cluster(number, list(cluster.examples)) for number, cluster in enumerate(first)]
    later = group_questions(read[100:], known, meaning)
    assert [cluster.examples for cluster in later] == [cluster.examples for cluster in at_once]


def test_a_group_is_recognised_by_a_few_different_examples() -> None:
    meaning = content_meaning()
    read = [read_question(text) for text in ("Parkplatz?", "parkplatz", *(f"Parkplatz {n}" for n in range(30)))]
    (cluster,) = group_questions(read, [], meaning)
    assert len(cluster.members) == 32
    assert len(cluster.examples) == len(set(cluster.examples)) == MOST_EXAMPLES


@pytest.mark.parametrize("text", ["", "Hallo", "?!", "danke", "bla xqwz hgfrt"])
def test_small_talk_and_gibberish_ask_for_nothing(text: str) -> None:
    assert content_meaning().is_worthless(text)


@pytest.mark.parametrize("text", ["Zyklonix", "Parkplatz", "TISAX Audit", "SGB II", "Gabelstablerschein wo"])
def test_short_questions_and_names_ask_for_something(text: str) -> None:
    assert not content_meaning().is_worthless(text)


@pytest.mark.slow
def test_twenty_thousand_questions_are_grouped_in_seconds() -> None:
    chance = random.Random(1)
    texts = [text for _, text in read_table()]
    words = sorted({word for text in texts for word in text.split()})
    made = [" ".join(chance.choices(words, k=chance.randint(2, 6))) for _ in range(6000)]
    asked = chance.choices(made + texts * 10, k=20_000)
    started = time.process_time()
    groups = group(asked)
    assert time.process_time() - started < 30
    assert sum(map(len, groups)) == 20_000
