"""Searches without an offer: kept with their conditions as data, those for the same counted together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.analytics.expiry import expire_texts
from bot.analytics.miss_models import Miss
from bot.analytics.offer_gaps import list_offer_gaps
from bot.analytics.recording import MissedTurn, record_miss
from bot.conversations.models import Conversation
from bot.offers.filters import TRAINING, OfferFilters
from bot.search.wishes import wish_of
from tests.analytics.miss_samples import NOW

WELDING = OfferFilters(TRAINING, ("schweissen",), place="Melsungen")


def miss_offer(factory: sessionmaker, key: str, wanted: OfferFilters, position: int = 1, **mark: Any) -> None:
    with factory.begin() as session:
        session.merge(Conversation(key=key))
        session.flush()
        told = {"reason": "no_hits", "conditions": "Weiterbildung, „Melsungen“", "filters": wish_of(wanted).to_slot()}
        record_miss(session, key, position, MissedTurn("Gibt es das?", [], {**told, **mark}))


def test_a_gap_keeps_its_conditions_as_data_and_what_emptied_it(session_factory: sessionmaker) -> None:
    miss_offer(session_factory, "a", WELDING, emptied_by="„Melsungen“")
    with session_factory() as session:
        [gap], total = list_offer_gaps(session, since=None, page=1)
    assert (total, gap.count, gap.emptied_by, gap.conditions) == (1, 1, "„Melsungen“", "Weiterbildung, „Melsungen“")
    assert OfferFilters.from_slot(dict(gap.filters)) == WELDING


def test_searches_for_the_same_stand_together_and_count_once_for_each_conversation(
    session_factory: sessionmaker,
) -> None:
    other = OfferFilters(TRAINING, ("ki",))
    miss_offer(session_factory, "a", other)
    for key, position in (("a", 3), ("a", 5), ("b", 1), ("c", 1)):
        miss_offer(session_factory, key, WELDING, position)
    with session_factory() as session:
        gaps, total = list_offer_gaps(session, since=None, page=1)
    assert [(gap.count, gap.conversations) for gap in gaps] == [(4, 3), (1, 1)]
    assert total == 2


def test_a_question_that_searched_for_nothing_is_no_gap(session_factory: sessionmaker) -> None:
    miss_offer(session_factory, "a", OfferFilters(), reason="unsure", filters={})
    with session_factory() as session:
        assert list_offer_gaps(session, since=None, page=1) == ([], 0)


def test_a_period_leaves_out_what_is_older(session_factory: sessionmaker) -> None:
    miss_offer(session_factory, "a", WELDING)
    with session_factory.begin() as session:
        session.scalars(select(Miss)).one().at = NOW - timedelta(days=40)
    with session_factory() as session:
        assert list_offer_gaps(session, since=NOW - timedelta(days=30), page=1) == ([], 0)
        assert list_offer_gaps(session, since=NOW - timedelta(days=90), page=1)[1] == 1


def test_the_conditions_outlive_the_words_of_the_visitor(session_factory: sessionmaker) -> None:
    miss_offer(session_factory, "a", WELDING)
    with session_factory.begin() as session:
        expire_texts(session, before=NOW + timedelta(days=10_000))
        [gap], _ = list_offer_gaps(session, since=None, page=1)
        assert session.scalars(select(Miss.text)).one() == ""
    assert gap.conditions
