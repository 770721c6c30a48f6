"""Searches as wishes that can wait, without any content."""

from __future__ import annotations

from datetime import date

import pytest

from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.search.wishes import can_wait, key_of, wish_of

TODAY = date(2026, 11, 22)


def test_the_same_search_in_another_order_is_the_same_wish() -> None:
    first = OfferFilters(TRAINING, ("ki", "robotik"), ("online", "praesenz"), sort="price")
    second = OfferFilters(TRAINING, ("robotik", "ki"), ("praesenz", "online"), sort="date")
    assert key_of(wish_of(first)) == key_of(wish_of(second))
    assert key_of(wish_of(first)) != key_of(wish_of(OfferFilters(TRAINING, ("ki",))))


def test_what_offers_of_the_type_cannot_have_is_no_part_of_a_wish() -> None:
    assert wish_of(OfferFilters(FUNDING, ("ki",), place="Kassel")) == OfferFilters(FUNDING, ("ki",))


@pytest.mark.parametrize(
    ("wish", "can"),
    [
        (OfferFilters(TRAINING, ("ki",)), True),
        (OfferFilters(TRAINING, max_price=0.0), True),
        (OfferFilters(TRAINING, first_day=TODAY, last_day=TODAY), True),
        (OfferFilters(TRAINING, last_day=date(2026, 11, 21)), False),
        (OfferFilters(TRAINING), False),
        (OfferFilters(topics=("ki",)), False),
    ],
)
def test_only_a_wish_that_a_later_offer_can_fulfil_can_wait(wish: OfferFilters, can: bool) -> None:
    assert can_wait(wish, TODAY) is can
