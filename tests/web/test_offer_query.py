"""Conditions in an address: what is written comes back the same."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest
from starlette.datastructures import QueryParams

from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.web.offers.query import read_query, write_query

KNOWN = {"topics": ("hochvolt", "ki-daten"), "places": ("Kassel", "Hann. Münden")}


@pytest.mark.parametrize(
    "filters",
    [
        OfferFilters(type=FUNDING),
        OfferFilters(type=FUNDING, kinds=("zuschuss", "darlehen"), levels=("land",), employees=60),
        OfferFilters(type=TRAINING, topics=("hochvolt", "ki-daten"), formats=("online",), sort="price"),
        OfferFilters(type=TRAINING, place="Hann. Münden", radius_km=20, max_price=0.0),
        OfferFilters(type=TRAINING, max_price=99.5, first_day=date(2027, 3, 1), last_day=date(2027, 3, 31)),
        OfferFilters(type=TRAINING, needs_azav=True, needs_voucher=True, schedules=("teilzeit",), sort="date"),
    ],
)
def test_what_is_written_is_read_again(filters: OfferFilters) -> None:
    asked = read_query(QueryParams(urlsplit(write_query(filters, 3)).query), **KNOWN)
    assert (asked.filters, asked.page, asked.problems) == (filters, 3, {})


def test_without_a_type_the_conditions_tell_it() -> None:
    assert read_query(QueryParams("thema=hochvolt"), **KNOWN).filters.type == FUNDING
    assert read_query(QueryParams("ort=Kassel"), **KNOWN).filters.type == TRAINING


def test_conditions_that_a_type_cannot_have_do_not_count() -> None:
    asked = read_query(QueryParams("art=foerderung&preis=5&ort=Kassel&ebene=land"), **KNOWN)
    assert asked.filters == OfferFilters(type=FUNDING, levels=("land",))


def test_what_there_is_not_is_left_out() -> None:
    asked = read_query(QueryParams("art=weiterbildung&thema=x&format=brieftaube&zeiten=nachts&seite=x"), **KNOWN)
    assert (asked.filters, asked.page) == (OfferFilters(type=TRAINING), 1)
