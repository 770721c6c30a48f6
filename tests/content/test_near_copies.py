"""What the assistant learns from is nobody's rewording of an evaluation question.

The catalogue's own phrasings and utterances were there before the questions and are left out of the comparison.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator

from bot.german.normalize import tokenize
from bot.settings import ROOT

CONTENT = ROOT / "bot" / "content"
RUN = 3  # words in a row
LARGEST_SHARE = 0.6  # of a question's runs of words that one text may have as well
FEWEST_RUNS = 5  # fewer are a turn of phrase


def read_rows(*paths: str) -> Iterator[dict[str, str]]:
    for path in paths:
        with (ROOT / path).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def read_own_texts() -> set[str]:
    files = ["bot/content/verweise.csv", *(f"bot/content/varianten/{one.name}" for one in CONTENT.glob("varianten/*"))]
    texts = {row["text"] for row in read_rows(*files)}
    for file in (ROOT / "data" / "nlu").glob("*.yml"):
        lines = file.read_text(encoding="utf-8").splitlines()
        texts |= {line.strip().removeprefix("- ") for line in lines if line.startswith("    - ")}
    return texts - {row["text"] for row in read_rows("bot/content/varianten.csv", "bot/content/aeusserungen.csv")}


def runs(text: str) -> set[tuple[str, ...]]:
    words = tokenize(text)
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def find_near(questions: list[str], texts: set[str]) -> list[tuple[str, str]]:
    owners = defaultdict(list)
    for text in texts:
        for run in runs(text):
            owners[run].append(text)
    near = []
    for question in questions:
        asked = runs(question)
        shared = Counter(text for run in asked for text in owners[run])
        fewest = max(FEWEST_RUNS, LARGEST_SHARE * len(asked))
        near += [(question, text) for text, count in shared.items() if count >= fewest]
    return near


def test_no_text_is_an_evaluation_question_in_slightly_other_words() -> None:
    files = (f"tests/evaluation/{name}.csv" for name in ("questions", "hard_questions", "varied_questions"))
    texts = read_own_texts()
    assert len(texts) > 10_000
    assert find_near([row["question"] for row in read_rows(*files)], texts) == []


def test_a_reworded_question_is_found_and_a_shared_turn_of_phrase_is_not() -> None:
    question = "Wir sind 90 Leute und gehören zu 30 Prozent einer Holding, zählen wir als klein?"
    reworded = "Wir sind 90 Leute und gehören zu 30 Prozent einer Bank, gelten wir noch als klein?"
    assert find_near([question], {reworded, "Wir sind 90 Leute und suchen einen Kurs"}) == [(question, reworded)]
