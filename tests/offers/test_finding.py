"""Searches by page: what is counted, which comes first, and that an index answers the usual ones on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.offers import finding
from bot.offers.filters import TRAINING, OfferFilters
from bot.offers.finding import MAXIMUM_COUNT, count_offers, find_first_day, find_offers
from bot.offers.models import Offer, OfferTopic, TrainingOffer
from bot.topics.models import Topic
from tests.offers.generated import TODAY, TOPICS, write_trainings

FEW = 3_000
USUAL = {
    "everything": OfferFilters(TRAINING),
    "topic": OfferFilters(TRAINING, (TOPICS[3],)),
    "two topics in a month": OfferFilters(
        TRAINING, TOPICS[3:5], first_day=date(2027, 3, 1), last_day=date(2027, 3, 31)
    ),
    "town": OfferFilters(TRAINING, place="Kassel"),
    "around a town, online": OfferFilters(TRAINING, (TOPICS[1],), formats=("online",), place="Melsungen", radius_km=20),
    "cheap with a voucher": OfferFilters(TRAINING, max_price=500.0, needs_voucher=True),
    "from a day on, part-time": OfferFilters(TRAINING, first_day=date(2027, 3, 1), schedules=("teilzeit",)),
}


@contextmanager
def statements_of(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Note the statements that are sent, with their values."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        seen.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def read_plan(session: Session, statement: str, values: Any) -> str:
    explain = "EXPLAIN QUERY PLAN" if session.bind.dialect.name == "sqlite" else "EXPLAIN"
    cursor = session.connection().connection.cursor()
    cursor.execute(f"{explain} {statement}", values)
    return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_the_usual_searches_read_no_table_from_end_to_end(session: Session) -> None:
    write_trainings(session, FEW)
    session.execute(text("ANALYZE"))
    if session.bind.dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off"))  # of so few rows it would read them all at once
    for name, filters in USUAL.items():
        with statements_of(session.bind) as seen:
            find_offers(session, filters, today=TODAY, show_samples=True, limit=5)
        plans = [read_plan(session, *one) for one in seen]
        assert any(re.search("ix_training_offers_(listed_on|price)|pk_training_offers", plan) for plan in plans), name
        assert not any(re.search("SCAN|Seq Scan", plan) for plan in plans), name


@pytest.mark.parametrize("filters", USUAL.values(), ids=USUAL)
def test_a_page_and_its_count_are_those_of_all_that_there_are(session: Session, filters: OfferFilters) -> None:
    write_trainings(session, 600, seed=1)
    everything = find_offers(session, filters, today=TODAY, show_samples=True)
    page = find_offers(session, filters, today=TODAY, show_samples=True, limit=3)
    assert page.offers == everything.offers[:3]
    assert page.total == min(len(everything.offers), MAXIMUM_COUNT + 1)
    assert count_offers(session, filters, today=TODAY, show_samples=True) == page.total


def test_those_of_the_main_topic_come_first_also_where_counting_stopped(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "STOP", 4)
    session.add(Topic(slug="ki", name="KI"))
    session.add(Topic(slug="robotik", name="Robotik"))
    session.flush()
    for day in range(1, 9):
        topics = [OfferTopic(topic="robotik"), OfferTopic(topic="ki")]
        session.add(
            TrainingOffer(
                slug=f"kurs-{day}",
                title="K",
                provider="P",
                source_date="2026",
                starts_on=date(2027, 1, day),
                topics=topics if day < 7 else topics[1:],
            )
        )
    session.flush()
    page = find_offers(session, OfferFilters(TRAINING, ("ki",)), today=TODAY, show_samples=True, limit=3)
    assert [offer.slug for offer in page.offers] == ["kurs-7", "kurs-8", "kurs-1"]
    assert page.total == 4


def test_dates_come_before_those_that_are_not_known(session: Session) -> None:
    for number, day in enumerate((None, date(2027, 1, 2), None, date(2027, 1, 1), date(2026, 11, 21))):
        session.add(TrainingOffer(slug=f"kurs-{number}", title="K", provider="P", source_date="2026", starts_on=day))
    session.flush()
    page = find_offers(session, OfferFilters(TRAINING), today=TODAY, show_samples=True)
    assert [offer.slug for offer in page.offers] == ["kurs-3", "kurs-1", "kurs-0", "kurs-2"]


def test_what_waits_in_the_archive_is_not_found(session: Session) -> None:
    session.add(TrainingOffer(slug="k", title="K", provider="P", source_date="2026", is_archived=True))
    session.flush()
    assert session.query(Offer).count() == 1
    assert find_offers(session, OfferFilters(TRAINING), today=TODAY, show_samples=True).total == 0


def test_the_first_of_the_main_topic_are_taken_from_what_was_found_where_they_are_enough(session: Session) -> None:
    write_trainings(session, FEW)
    with statements_of(session.bind) as seen:
        page = find_offers(session, USUAL["topic"], today=TODAY, show_samples=True, limit=5)
    assert [offer.topics[0] for offer in page.offers] == list(USUAL["topic"].topics) * 5
    assert sum("LIMIT" in statement for statement, _ in seen) == 1


def test_what_has_no_date_is_listed_last_and_begins_on_no_day(session: Session) -> None:
    values = {"title": "K", "provider": "P", "source_date": "2026"}
    session.add(TrainingOffer(slug="immer", **values))
    session.flush()
    scope = {"today": TODAY, "show_samples": True}
    assert find_first_day(session, OfferFilters(TRAINING), **scope) is None
    assert count_offers(session, OfferFilters(TRAINING), **scope) == 1
    assert count_offers(session, OfferFilters(TRAINING, first_day=TODAY), **scope) == 0
