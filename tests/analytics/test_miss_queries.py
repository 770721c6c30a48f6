"""What the pages of the inbox read: on both databases, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from bot.analytics.miss_models import MissGroup
from bot.analytics.miss_queries import (
    InboxFilter,
    count_weeks,
    find_best,
    list_groups,
    list_sorted_away,
    measure_effect,
    read_group,
    read_texts,
    search_groups,
)
from tests.analytics.miss_samples import NOW, add_many, add_miss, set_group, sort

PARKING, PARK, STAPLER = "Wo kann ich parken?", "kann man bei euch parken", "Gabelstaplerschein machen wo?"
DAY = timedelta(days=1)


def fill(factory: sessionmaker) -> None:
    """Make two groups: parking three times over half a year, forklifts once."""
    add_miss(factory, PARKING, at=NOW - 100 * DAY, next_text="Und?")
    add_miss(factory, PARKING, at=NOW - 5 * DAY, reason="thumbs_down", best="faq:anfahrt")
    add_miss(factory, PARK, at=NOW - DAY, best="faq:anfahrt", score=0.4)
    add_miss(factory, STAPLER, at=NOW - 40 * DAY, reason="no_hits", conditions="Weiterbildung")
    sort(factory)


def test_the_list_counts_and_names(factory: sessionmaker) -> None:
    fill(factory)
    with factory() as session:
        (parking, stapler), total = list_groups(session, InboxFilter(), page=1, now=NOW)
    assert total == 2
    assert (parking.title, parking.count, parking.ended, parking.examples) == (PARKING, 3, 2, [PARK])
    assert (parking.first_at, parking.last_at) == (NOW - 100 * DAY, NOW - DAY)
    assert (parking.reasons, parking.recent, parking.before) == ({"unsure": 2, "thumbs_down": 1}, 2, 0)
    assert (stapler.title, stapler.recent, stapler.before, stapler.trend) == (STAPLER, 0, 1, 0)


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (InboxFilter(reason="no_hits"), [STAPLER]),
        (InboxFilter(since=NOW - 20 * DAY), [PARKING]),
        (InboxFilter(since=NOW - 2 * DAY, reason="thumbs_down"), []),
        (InboxFilter(state="gap"), []),
    ],
)
def test_the_list_can_be_narrowed(factory: sessionmaker, wanted: InboxFilter, titles: list[str]) -> None:
    fill(factory)
    with factory() as session:
        lines, total = list_groups(session, wanted, page=1, now=NOW)
    assert ([line.title for line in lines], total) == (titles, len(titles))


def test_a_miss_after_which_the_visitor_left_counts_twice(factory: sessionmaker) -> None:
    add_many(factory, PARKING, PARKING, PARKING, next_text="Und?")
    add_many(factory, STAPLER, STAPLER)
    sort(factory)
    with factory() as session:
        lines, _ = list_groups(session, InboxFilter(), page=1, now=NOW)
    assert [line.title for line in lines] == [STAPLER, PARKING]


@pytest.mark.parametrize(("recent", "before", "trend"), [(9, 3, 1), (3, 9, -1), (4, 3, 0), (0, 1, 0), (100, 90, 0)])
def test_a_trend_is_more_than_chance(factory: sessionmaker, recent: int, before: int, trend: int) -> None:
    fill(factory)
    with factory() as session:
        line = read_group(session, 1, now=NOW)
    assert line
    assert type(line)(**{**vars(line), "recent": recent, "before": before}).trend == trend


def test_the_texts_of_a_group_stand_once_each(factory: sessionmaker) -> None:
    fill(factory)
    with factory() as session:
        (parking, park), total = read_texts(session, 1, page=1)
        assert read_texts(session, 1, page=2) == ([], 0)
    assert total == 2
    assert (parking.text, parking.count, parking.reason, parking.last_at) == (PARKING, 2, "thumbs_down", NOW - 5 * DAY)
    assert (park.text, park.best, park.score) == (PARK, "faq:anfahrt", pytest.approx(0.4))


def test_weeks_are_counted_backwards_from_now(factory: sessionmaker) -> None:
    fill(factory)
    with factory() as session:
        weeks = count_weeks(session, 1, now=NOW, weeks=3)
        assert [count for _, count in count_weeks(session, 2, now=NOW, weeks=6)] == [1, 0, 0, 0, 0, 0]
    assert weeks == [(NOW - 21 * DAY, 0), (NOW - 14 * DAY, 0), (NOW - 7 * DAY, 2)]


def test_the_effect_compares_weeks_before_and_after(factory: sessionmaker) -> None:
    add_many(factory, *[PARKING] * 8, at=NOW - 30 * DAY)
    add_many(factory, PARKING, at=NOW - DAY)
    sort(factory)
    with factory() as session:
        before, after = measure_effect(session, 1, at=NOW - 14 * DAY, first_at=NOW - 28 * DAY - 2 * DAY, now=NOW)
    assert (before, after) == (pytest.approx(8 / (16 / 7)), pytest.approx(0.5))


def test_the_nearest_content_of_a_group_is_named_by_frequency(factory: sessionmaker) -> None:
    fill(factory)
    add_miss(factory, PARKING, best="faq:was-ist-tregks")
    sort(factory)
    with factory() as session:
        assert find_best(session, 1) == ["faq:anfahrt", "faq:was-ist-tregks"]


def test_groups_are_found_by_all_words_whatever_they_are(factory: sessionmaker) -> None:
    fill(factory)
    with factory() as session:
        assert search_groups(session, "PARKEN kann", without=2) == [(1, PARKING)]
        assert search_groups(session, "parken", without=1) == []
        assert search_groups(session, "100% _", without=2) == []
    set_group(factory, 1, state="merged")
    with factory() as session:
        assert search_groups(session, "parken", without=2) == []


def test_what_was_sorted_away_is_listed(factory: sessionmaker) -> None:
    add_many(factory, "Hallo", "Moin", PARKING)
    sort(factory)
    with factory() as session:
        misses, total = list_sorted_away(session, page=1)
    assert ([miss.text for miss in misses], total) == (["Moin", "Hallo"], 2)


@pytest.mark.parametrize(
    ("read", "statements"),
    [
        (lambda session: list_groups(session, InboxFilter(), page=1, now=NOW), 4),
        (lambda session: read_group(session, 1, now=NOW), 4),
        (lambda session: read_texts(session, 1, page=1), 2),
    ],
)
def test_pages_take_as_many_statements_for_many_groups_as_for_few(
    factory: sessionmaker, read: Callable[[Session], Any], statements: int
) -> None:
    fill(factory)
    counted = count_statements(factory, read)
    with factory.begin() as session:
        session.add_all(MissGroup(title=str(number), words=[str(number)]) for number in range(30))
    add_many(factory, *(str(number) for number in range(30)), PARK, PARKING)
    sort(factory)
    assert counted == count_statements(factory, read) == statements


def count_statements(factory: sessionmaker, read: Callable[[Session], Any]) -> int:
    engine, statements = factory.kw["bind"], []

    def note(*call: Any) -> None:
        statements.append(call[2])

    event.listen(engine, "before_cursor_execute", note)
    with factory() as session:
        read(session)
    event.remove(engine, "before_cursor_execute", note)
    return len(statements)
