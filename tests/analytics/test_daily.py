"""Every outcome and every rating stands in the sums of its day in Kassel, exactly once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import sessionmaker

from bot.analytics.daily import FRESH, SETTLING, count_all, count_before_visit, time_step
from bot.analytics.daily_models import DailyAnswerTime, DailyOutcome, DailyRating, DailyReference, DailyTopic
from bot.conversations.models import Conversation, Feedback, Outcome
from bot.offers.models import OfferTopic
from bot.topics.models import Topic
from tests.analytics.samples import LATER, add, add_rating, count, outcome, utc
from tests.migrations.rows import faq_entry, funding


def sums(factory: sessionmaker, model: Any, *columns: str) -> list[tuple[Any, ...]]:
    """Return some columns of all rows, sorted."""
    with factory() as session:
        return sorted(tuple(row) for row in session.execute(select(*(getattr(model, name) for name in columns))))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-22 22:59", date(2026, 11, 22)),  # winter: one hour ahead of UTC
        ("2026-11-22 23:00", date(2026, 11, 23)),
        ("2026-07-01 21:59", date(2026, 7, 1)),  # summer: two hours
        ("2026-07-01 22:00", date(2026, 7, 2)),
        ("2026-03-28 23:00", date(2026, 3, 29)),  # the day that lacks an hour
        ("2026-03-29 22:00", date(2026, 3, 30)),
        ("2026-10-24 22:00", date(2026, 10, 25)),  # the day that has one more
        ("2026-10-25 22:59", date(2026, 10, 25)),
    ],
)
def test_a_day_begins_at_midnight_in_kassel(session_factory: sessionmaker, at: str, day: date) -> None:
    add(session_factory, outcome(at))
    count(session_factory)
    assert sums(session_factory, DailyOutcome, "day", "count") == [(day, 1)]


def test_outcomes_are_summed_by_day_kind_and_mode(factory: sessionmaker) -> None:
    add(
        factory,
        outcome("2026-11-22 10:00", milliseconds=10),
        outcome("2026-11-22 11:00", milliseconds=30),
        outcome("2026-11-22 12:00", is_reduced=True, milliseconds=5),
        outcome("2026-11-23 10:00", "fallback", milliseconds=40),
    )
    count(factory)
    assert sums(factory, DailyOutcome, "day", "kind", "is_reduced", "count", "milliseconds") == [
        (date(2026, 11, 22), "answer", False, 2, 40),
        (date(2026, 11, 22), "answer", True, 1, 5),
        (date(2026, 11, 23), "fallback", False, 1, 40),
    ]


def test_counting_again_adds_only_what_is_new(factory: sessionmaker) -> None:
    add(factory, outcome("2026-11-22 10:00", reference="faq:was"))
    count(factory)
    count(factory)
    add(factory, outcome("2026-11-22 11:00", reference="faq:was"))
    count(factory)
    assert sums(factory, DailyOutcome, "count") == [(2,)]
    assert sums(factory, DailyReference, "type", "slug", "count") == [("faq", "was", 2)]


def test_a_count_stops_at_its_limit_and_goes_on_from_there(factory: sessionmaker) -> None:
    add(factory, *(outcome("2026-11-22 10:00") for _ in range(5)))
    assert not count(factory, limit=3)
    assert sums(factory, DailyOutcome, "count") == [(3,)]
    assert count(factory, limit=3)
    assert sums(factory, DailyOutcome, "count") == [(5,)]


def test_two_workers_count_every_outcome_once(factory: sessionmaker) -> None:
    add(factory, *(outcome("2026-11-22 10:00", reference=f"faq:{number % 7}") for number in range(300)))
    barrier = Barrier(2)

    def work(_number: int) -> None:
        barrier.wait(10)
        while not count(factory, limit=40):
            pass

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    assert sums(factory, DailyOutcome, "count") == [(300,)]
    assert sum(row[0] for row in sums(factory, DailyReference, "count")) == 300


def test_an_outcome_that_may_still_have_unseen_neighbours_waits(session_factory: sessionmaker) -> None:
    add(session_factory, outcome("2026-11-22 10:00"))
    count(session_factory, now=utc("2026-11-22 10:00") + SETTLING - timedelta(seconds=1))
    assert sums(session_factory, DailyOutcome, "count") == []
    count(session_factory, now=utc("2026-11-22 10:00") + SETTLING)
    assert sums(session_factory, DailyOutcome, "count") == [(1,)]


def test_a_conversation_is_counted_with_its_first_outcome(factory: sessionmaker) -> None:
    add(factory, Conversation(key="a"), Conversation(key="b"))
    add(factory, outcome("2026-11-22 10:00", conversation_key="a"), outcome("2026-11-22 10:01", conversation_key="b"))
    count(factory)
    add(factory, outcome("2026-11-22 10:02", conversation_key="a"), outcome("2026-11-22 10:03"))
    count(factory)
    assert sums(factory, DailyOutcome, "count", "conversations") == [(4, 2)]


def test_sums_stay_when_conversations_and_outcomes_are_deleted(factory: sessionmaker) -> None:
    with factory.begin() as session:
        add_rating(session, 1, -1, "faq:was", "2026-11-22 10:00")
    add(factory, outcome("2026-11-22 10:00", reference="faq:was", conversation_key="k1"))
    count(factory)
    with factory.begin() as session:
        session.execute(delete(Conversation))
        session.execute(delete(Outcome))
        assert session.scalar(select(func.count()).select_from(Feedback)) == 0
    count(factory)
    assert sums(factory, DailyOutcome, "count", "conversations") == [(1, 1)]
    assert sums(factory, DailyRating, "reference", "good", "bad") == [("faq:was", 0, 1)]


def test_a_changed_rating_moves_from_bad_to_good_on_its_day(factory: sessionmaker) -> None:
    with factory.begin() as session:
        add_rating(session, 1, -1, "faq:was", "2026-11-22 23:30")
        add_rating(session, 2, -1, "faq:was", "2026-11-23 10:00")
    count(factory)
    with factory.begin() as session:
        session.get(Feedback, 1).rating = 1
    count(factory)
    count(factory)
    assert sums(factory, DailyRating, "day", "good", "bad") == [(date(2026, 11, 23), 1, 1)]


def test_a_topic_is_counted_as_it_stands_on_that_day(factory: sessionmaker) -> None:
    offer = funding(slug="zim", topics=[OfferTopic(topic="hochvolt")])
    add(factory, Topic(slug="hochvolt", name="Hochvolt"), faq_entry(slug="was", topic_group="kontakt"), offer)
    add(
        factory,
        outcome("2026-11-22 10:00", reference="faq:was"),
        outcome("2026-11-22 10:00", reference="foerderung:zim"),
        outcome("2026-11-22 10:00", reference="faq:unbekannt"),
    )
    count(factory)
    assert sums(factory, DailyTopic, "type", "slug", "count") == [("faq", "kontakt", 1), ("thema", "hochvolt", 1)]


def test_answer_times_are_counted_by_steps_and_unmeasured_ones_left_out(factory: sessionmaker) -> None:
    add(factory, *(outcome("2026-11-22 10:00", milliseconds=value) for value in (0, 5, 6, 10, 999_999)))
    count(factory)
    assert sums(factory, DailyAnswerTime, "up_to", "count") == [(5, 1), (10, 2), (60_000, 1)]


def test_the_last_step_of_times_is_open() -> None:
    assert [time_step(value) for value in (1, 50, 51, 60_001)] == [5, 50, 64, 60_000]


def test_a_visit_counts_only_when_the_last_count_is_old(session_factory: sessionmaker) -> None:
    add(session_factory, outcome("2026-11-22 10:00"))
    with session_factory.begin() as session:
        assert count_before_visit(session, now=LATER) == LATER
    add(session_factory, outcome("2026-11-22 10:00"))
    with session_factory.begin() as session:
        assert count_before_visit(session, now=LATER + FRESH / 2) == LATER
    assert sums(session_factory, DailyOutcome, "count") == [(1,)]
    with session_factory.begin() as session:
        count_before_visit(session, now=LATER + FRESH)
    assert sums(session_factory, DailyOutcome, "count") == [(2,)]


def test_everything_is_counted_in_as_many_transactions_as_it_takes(session_factory: sessionmaker) -> None:
    add(session_factory, *(outcome("2026-11-22 10:00") for _ in range(5)))
    count_all(session_factory, batch=2)
    assert sums(session_factory, DailyOutcome, "count") == [(5,)]
