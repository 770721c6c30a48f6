"""New misses find their groups, one run after the other, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.orm import sessionmaker

from bot.analytics.intake import MissIntake
from tests.analytics.miss_samples import add_many, add_miss, read_actions, read_groups, read_misses, set_group, sort
from tests.words import compiled_words

PARKING = ("Wo kann ich bei Ihnen parken?", "kann man bei euch parken")
CHOICES = ["Was kostet der Kurs?", "Wann ist der Kurs?", "Nichts davon"]


def test_paraphrases_make_one_group_named_by_the_first(factory: sessionmaker) -> None:
    add_many(factory, *PARKING, "Gabelstaplerschein machen wo?")
    assert sort(factory) == 3
    assert [group.title for group in read_groups(factory)] == [PARKING[0], "Gabelstaplerschein machen wo?"]
    assert [(miss.state, miss.group_id) for miss in read_misses(factory)] == [
        ("grouped", 1),
        ("grouped", 1),
        ("grouped", 2),
    ]


def test_what_comes_later_joins_the_group_that_is_there(factory: sessionmaker) -> None:
    add_many(factory, PARKING[0])
    sort(factory)
    set_group(factory, 1, checked_version=5)
    add_many(factory, PARKING[1])
    assert sort(factory) == 1
    (group,) = read_groups(factory)
    assert group.words == ["parken", "kann parken"] or len(group.words) == 1
    assert group.checked_version == -1, "the assistant has to be asked again"
    assert sort(factory) == 0


@pytest.mark.parametrize(
    ("next_text", "quiet", "state", "has_ended"),
    [
        (None, False, "new", False),  # the visitor may still be thinking
        (None, True, "grouped", True),
        ("Und sonst?", False, "grouped", False),
    ],
)
def test_a_miss_waits_until_it_is_known_how_it_ended(
    factory: sessionmaker, next_text: str | None, quiet: bool, state: str, has_ended: bool
) -> None:
    add_miss(factory, PARKING[0], next_text=next_text, quiet=quiet)
    sort(factory)
    (miss,) = read_misses(factory)
    assert (miss.state, miss.has_ended_there) == (state, has_ended)


@pytest.mark.parametrize(
    ("next_text", "state"),
    [("Wann ist der Kurs?", "chosen"), ("Nichts davon", "grouped"), ("Wo ist das?", "grouped"), (None, "grouped")],
)
def test_choices_count_only_where_none_was_taken(factory: sessionmaker, next_text: str | None, state: str) -> None:
    add_miss(factory, "Kurs Schweißen", next_text=next_text, reason="choices", choices=CHOICES)
    sort(factory)
    assert [miss.state for miss in read_misses(factory)] == [state]


def test_small_talk_and_gibberish_are_sorted_away(factory: sessionmaker) -> None:
    add_many(factory, "Hallo", "bla xqwz hgfrt")
    sort(factory)
    assert [miss.state for miss in read_misses(factory)] == ["worthless"] * 2
    assert read_groups(factory) == []


def test_a_dismissed_group_returns_when_its_count_has_doubled(factory: sessionmaker) -> None:
    add_many(factory, *PARKING)
    sort(factory)
    set_group(factory, 1, state="dismissed", count_when_dismissed=2)
    add_many(factory, PARKING[0])
    sort(factory)
    assert [group.state for group in read_groups(factory)] == ["dismissed"]
    add_many(factory, PARKING[0])
    sort(factory)
    assert [group.state for group in read_groups(factory)] == ["open"]
    assert [(action.kind, action.actor) for action in read_actions(factory)] == [("returned", "Lotse")]


def test_two_processes_never_sort_the_same_miss(factory: sessionmaker) -> None:
    add_many(factory, *PARKING * 20)
    barrier = Barrier(2)

    def run(_number: int) -> int:
        barrier.wait(10)
        return sort(factory)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == [0, 40]
    assert len(read_groups(factory)) == 1


def test_the_job_reads_the_language_only_when_there_is_something_to_sort(factory: sessionmaker) -> None:
    opened: list[None] = []

    def open_words():  # type: ignore[no-untyped-def]
        opened.append(None)
        return compiled_words()

    intake = MissIntake(factory, open_words)
    assert (intake.run(), opened) == (0, [])
    add_many(factory, *PARKING)
    assert (intake.run(), len(opened)) == (2, 1)
    assert (intake.run(), len(opened)) == (0, 1)
    assert len(read_groups(factory)) == 1
