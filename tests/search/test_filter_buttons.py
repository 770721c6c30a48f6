"""Buttons that change a search, without any content."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.search.filter_buttons import CHANGE, apply_change, chips
from bot.search.named_conditions import keep_applicable

NAMES = {"hochvolt": "Hochvolt"}
FILTERS = OfferFilters(TRAINING, ("hochvolt",), ("online",), max_price=200.0)


def test_each_condition_in_force_is_a_button_that_takes_exactly_it_away() -> None:
    buttons = chips(FILTERS, NAMES)
    assert [button.title for button in buttons] == ["✕ Hochvolt", "✕ höchstens 200 Euro", "✕ online"]
    changes = [json.loads(button.payload.removeprefix(CHANGE))["filter"] for button in buttons]
    assert [apply_change(FILTERS, change) for change in changes] == [
        OfferFilters(TRAINING, (), ("online",), max_price=200.0),
        OfferFilters(TRAINING, ("hochvolt",), ("online",)),
        OfferFilters(TRAINING, ("hochvolt",), max_price=200.0),
    ]


def test_a_single_condition_is_no_button() -> None:
    assert chips(OfferFilters(TRAINING, ("hochvolt",)), NAMES) == ()


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ("ort:Calden", OfferFilters(TRAINING, place="Calden")),
        ("format:online", OfferFilters(TRAINING, formats=("online",))),
        ("ohne:place", OfferFilters(TRAINING)),
        (
            "monat:2027-5",
            OfferFilters(
                TRAINING, place="Kassel", radius_km=20, first_day=date(2027, 5, 1), last_day=date(2027, 5, 31)
            ),
        ),
        ("ohne:unsinn", OfferFilters(TRAINING, place="Kassel", radius_km=20)),
        ("unsinn", OfferFilters(TRAINING, place="Kassel", radius_km=20)),
    ],
)
def test_a_button_changes_what_it_names(change: str, changed: OfferFilters) -> None:
    assert apply_change(OfferFilters(TRAINING, place="Kassel", radius_km=20), change) == changed


def test_what_a_programme_cannot_have_is_no_condition_of_a_search_for_programmes() -> None:
    wanted = OfferFilters(FUNDING, max_price=100.0, place="Kassel", levels=("land",))
    assert keep_applicable(wanted) == OfferFilters(FUNDING, levels=("land",))
