"""The figures of a period, against small examples counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from bot.analytics import content_use, gaps, quality, times
from bot.analytics.figures import Counts, percentile, read_most_given, sum_counts
from bot.analytics.miss_models import Miss, MissGroup
from bot.analytics.panels import PANELS, Scope
from bot.analytics.period import Period, last_days, month_of
from bot.analytics.questions import compare_periods, questions_by_step
from bot.handoff.models import TicketEvent
from bot.offers.models import OfferTopic
from bot.topics.models import Topic
from tests.analytics.samples import add, add_rating, count, outcome, utc
from tests.migrations.rows import faq_entry, funding, ticket

NOVEMBER = month_of("2026-11")
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))


def read(factory: sessionmaker, make: Any, period: Period = NOVEMBER) -> list[tuple[Any, ...]]:
    """Return the rows of a table."""
    count(factory)
    with factory() as session:
        return list(make(session, period).rows)


def test_questions_are_told_apart_by_what_became_of_them(session_factory: sessionmaker) -> None:
    kinds = ("answer", "offers", "contact", "clarify", "fallback", "handoff", "form", "smalltalk", "notice")
    add(session_factory, *(outcome("2026-11-20 10:00", kind) for kind in kinds))
    add(session_factory, outcome("2026-11-20 10:00", is_reduced=True), outcome("2026-11-15 10:00"))
    rows = read(session_factory, questions_by_step, WEEK)
    assert len(rows) == 7
    assert rows[4] == ("20.11.", 7, 4, 1, 1, 1, 1)
    assert {row[1] for row in rows if row is not rows[4]} == {0}


def test_two_periods_stand_side_by_side_with_their_shares() -> None:
    now, before = Counts(answered=3, unsure=1, reduced=1, conversations=2), Counts(answered=1)
    rows = {row[0]: row[1:] for row in compare_periods(now, before).rows}
    assert rows["Fragen"] == (4, 1.0, 1, 1.0)
    assert rows["beantwortet"] == (3, 0.75, 1, 1.0)
    assert rows["davon im Notbetrieb"] == (1, 0.25, 0, 0.0)
    assert rows["Gespräche"] == (2, None, 0, None)


def test_a_share_of_no_questions_is_none() -> None:
    assert Counts().share("answered") is None
    assert compare_periods(Counts(), Counts()).rows[1] == ("beantwortet", 0, None, 0, None)


def test_the_first_and_the_last_day_belong_to_the_period(session_factory: sessionmaker) -> None:
    days = ("2026-10-31 22:59", "2026-10-31 23:00", "2026-11-30 22:59", "2026-11-30 23:00")
    add(session_factory, *(outcome(day) for day in days))
    count(session_factory)
    with session_factory() as session:
        assert sum_counts(session, NOVEMBER).questions == 2
        assert sum_counts(session, NOVEMBER.previous()).questions == 1


def test_entries_are_ranked_by_how_often_they_were_given(factory: sessionmaker) -> None:
    add(factory, faq_entry(slug="a", question="Erste?"), faq_entry(slug="b", question="Zweite?"))
    add(factory, *(outcome("2026-11-20 10:00", reference=f"faq:{slug}") for slug in ("b", "a", "b", "weg")))
    add(factory, outcome("2026-11-20 10:00", reference="foerderung:b"))
    assert read(factory, content_use.entries) == [("Zweite?", 2), ("Erste?", 1), ("weg (gelöscht)", 1)]


def test_groups_and_topics_are_ranked_with_their_shares(session_factory: sessionmaker) -> None:
    add(session_factory, Topic(slug="hochvolt", name="Hochvolt"))
    add(session_factory, faq_entry(), faq_entry(slug="wer", topic_group="kontakt"))
    add(session_factory, funding(topics=[OfferTopic(topic="hochvolt")]))
    references = ("faq:was", "faq:was", "faq:was", "faq:wer", "foerderung:zim")
    add(session_factory, *(outcome("2026-11-20 10:00", reference=reference) for reference in references))
    assert read(session_factory, content_use.groups) == [("Netzwerk", 3, 0.75), ("Kontakt", 1, 0.25)]
    assert read(session_factory, content_use.topics) == [("Hochvolt", 1, 1.0)]


def test_a_ranking_ends_at_its_limit(session_factory: sessionmaker) -> None:
    add(session_factory, *(outcome("2026-11-20 10:00", reference=f"faq:{number}") for number in range(5)))
    count(session_factory)
    with session_factory() as session:
        assert len(read_most_given(session, NOVEMBER, ("faq",), limit=3)) == 3


def test_the_worst_rated_entry_comes_first_and_praised_ones_are_left_out(factory: sessionmaker) -> None:
    add(factory, faq_entry(slug="a", question="Erste?"), faq_entry(slug="b", question="Zweite?"))
    ratings = [("faq:a", -1), ("faq:a", 1), ("faq:b", -1), ("faq:b", -1), ("faq:c", 1), ("", -1)]
    with factory.begin() as session:
        for number, (reference, rating) in enumerate(ratings, start=1):
            add_rating(session, number, rating, reference, "2026-11-20 10:00")
    assert read(factory, quality.worst_rated) == [("Zweite?", 0, 2, 0.0), ("Erste?", 1, 1, 0.5)]
    assert read(factory, quality.ratings_by_step, WEEK)[4] == ("20.11.", 2, 4, pytest.approx(1 / 3))


@pytest.mark.parametrize(("part", "step"), [(0.5, 40), (0.9, 40), (0.91, 640), (1, 640)])
def test_a_percentile_is_the_step_in_which_this_part_was_reached(part: float, step: int) -> None:
    assert percentile({640: 1, 40: 9}, part) == step
    assert percentile({}, part) is None


def test_answer_times_show_the_usual_and_the_slow_answer(session_factory: sessionmaker) -> None:
    add(session_factory, *(outcome("2026-11-20 10:00", milliseconds=value) for value in (30,) * 18 + (600, 900)))
    rows = read(session_factory, times.answer_times_by_step, WEEK)
    assert rows[4] == ("20.11.", 20, 32, 640)
    assert rows[0] == ("16.11.", 0, None, None)


def test_response_times_run_from_the_concern_to_the_first_event_of_a_person(factory: sessionmaker) -> None:
    def event(ticket_id: int, at: str, to_status: str, actor: str = "Kim") -> TicketEvent:
        return TicketEvent(ticket_id=ticket_id, at=utc(at), kind="moved", to_status=to_status, actor=actor)

    add(
        factory,
        *(
            ticket(id=number, case_number=f"TK-{number}", conversation_key=f"k{number}", created_at=utc(at))
            for number, at in enumerate(("2026-11-20 10:00", "2026-11-20 10:00", "2026-11-21 10:00"), start=1)
        ),
        event(1, "2026-11-20 10:01", "open", actor="bot"),
        event(1, "2026-11-20 11:00", "in_progress"),
        event(1, "2026-11-20 14:00", "answered"),
        event(1, "2026-11-22 14:00", "closed"),
        event(2, "2026-11-20 13:00", "answered"),
    )
    assert read(factory, times.cases_by_month) == [("11/2026", 3, 1, 2.0, 3.5)]


def test_gaps_are_counted_by_reason_by_topic_and_by_meaning(factory: sessionmaker) -> None:
    def miss(position: int, reason: str, best: str = "", state: str = "grouped", group: int | None = 1) -> Miss:
        at = utc("2026-11-20 10:00")
        return Miss(at=at, reason=reason, text="x", best=best, position=position, state=state, group_id=group)

    add(factory, faq_entry(), MissGroup(id=1, title="Wo parken?"), MissGroup(id=2, title="Wer zahlt?", state="gap"))
    add(
        factory,
        miss(1, "unsure", "faq:was"),
        miss(2, "no_hits", "faq:was"),
        miss(3, "unsure", group=2),
        miss(4, "unsure", "faq:was", state="chosen"),
        miss(5, "thumbs_down", "faq:weg", state="new", group=None),
    )
    assert read(factory, gaps.gaps_by_reason)[0] == ("nicht verstanden", 2, 0.5)
    assert read(factory, gaps.gaps_by_topic) == [("Netzwerk", 2, 0.5), ("ohne erkennbares Thema", 2, 0.5)]
    assert read(factory, gaps.largest_gaps) == [("Wo parken?", "offen", 2), ("Wer zahlt?", "Angebot fehlt", 1)]


@pytest.mark.parametrize("name", PANELS)
def test_every_table_can_be_read_without_any_rows(factory: sessionmaker, name: str) -> None:
    with factory() as session:
        panel = PANELS[name].make(session, Scope(last_days(30, date(2026, 11, 22)), date(2026, 11, 22)))
    assert panel.table.name == name
    assert not panel.table.has_figures
    assert panel.chart is None
