from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.search.named_conditions import list_conditions
from bot.search.offer_search import SearchResult, search_offers
from bot.search.reply import Reference


@pytest.fixture
def search(content: sessionmaker) -> Any:
    def search_content(filters: OfferFilters, **probabilities: float) -> SearchResult:
        known = {Reference(filters.type, slug.replace("_", "-")): value for slug, value in probabilities.items()}
        with content() as session:
            return search_offers(session, filters, known, today=date(2026, 11, 22), show_samples=True)

    return search_content


def slugs(result: SearchResult) -> list[str]:
    return [offer.slug for offer in result.offers]


def test_offers_of_the_topic_come_with_the_likely_ones_the_best_first(search: Any) -> None:
    found = slugs(search(OfferFilters(FUNDING, ("wasserstoff",)), eurostars=0.6, zim=0.11))
    assert found[0] == "eurostars"
    assert "lea-wasserstoff" in found
    assert "zim" not in found  # not likely enough to come without the topic


def test_the_main_topic_of_an_offer_counts_more_than_a_further_one(search: Any) -> None:
    found = slugs(search(OfferFilters(TRAINING, ("batterie",))))
    assert found.index("bsp-batterie-grundlagen") < found.index("bsp-hochvolt-2e")


def test_the_wanted_order_is_kept_whatever_is_likely(search: Any) -> None:
    result = search(OfferFilters(TRAINING, ("hochvolt",), place="Kassel", sort="price"), bsp_hochvolt_2e=0.9)
    prices = [offer.price_eur for offer in result.offers if offer.price_eur is not None]
    assert prices == sorted(prices)
    assert len(prices) > 2


def test_a_hard_condition_alone_lists_everything_that_meets_it(search: Any) -> None:
    result = search(OfferFilters(TRAINING, place="Fuldabrück"), zim=0.9)
    assert sorted(slugs(result)) == ["bsp-druckluft-abwaerme", "bsp-mes-retrofit"]
    assert result.loosened == ()


@pytest.mark.parametrize(
    ("filters", "loosened"),
    [
        (OfferFilters(max_price=1.0), ("„höchstens 1 Euro“",)),
        (OfferFilters(max_price=0.0), ("„kostenlos“",)),
        (OfferFilters(first_day=date(2027, 1, 1), last_day=date(2027, 1, 5)), ("„01.01.2027 bis 05.01.2027“",)),
        (OfferFilters(formats=("online",)), ("„online“",)),
        (OfferFilters(place="Vellmar"), ("„Vellmar“",)),
        (OfferFilters(place="Vellmar", max_price=1.0), ("„höchstens 1 Euro“", "„Vellmar“")),
        (OfferFilters(needs_voucher=True), ("„mit Bildungsgutschein“",)),
    ],
)
def test_an_empty_result_drops_the_least_important_condition_and_names_it(
    search: Any, filters: OfferFilters, loosened: tuple[str, ...]
) -> None:
    result = search(OfferFilters(TRAINING, ("hochvolt",)).merge(filters))
    assert result.loosened == loosened
    assert result.offers
    assert all("hochvolt" in offer.topics for offer in result.offers)


def test_funding_conditions_are_loosened_too(search: Any) -> None:
    result = search(OfferFilters(FUNDING, ("wasserstoff",), kinds=("buergschaft",), levels=("land",)))
    assert result.loosened == ("„Bürgschaft“",)  # without the level alone there would still be none


def test_nothing_is_found_for_a_topic_without_offers(search: Any) -> None:
    assert search(OfferFilters(TRAINING, ("gibt-es-nicht",), place="Kassel")) == SearchResult(())


@pytest.mark.parametrize(
    ("filters", "name", "text"),
    [
        (OfferFilters(first_day=date(2027, 9, 1)), "first_day", "ab September 2027"),
        (OfferFilters(last_day=date(2027, 3, 31)), "first_day", "bis März 2027"),
        (OfferFilters(last_day=date(2027, 6, 27)), "first_day", "bis 27.06.2027"),
        (OfferFilters(first_day=date(2027, 1, 1), last_day=date(2027, 12, 31)), "first_day", "im Jahr 2027"),
        (OfferFilters(formats=("praesenz", "inhouse")), "formats", "vor Ort oder im Betrieb"),
        (OfferFilters(max_price=1500.0), "max_price", "höchstens 1.500 Euro"),
        (OfferFilters(without_kinds=("darlehen",)), "kinds", "ohne Kredit"),
        (OfferFilters(levels=("bund", "eu")), "levels", "Bund oder EU"),
        (OfferFilters(place="Melsungen", radius_km=20), "place", "bis 20 km um Melsungen"),
        (OfferFilters(topics=("hochvolt",)), "topic:hochvolt", "Hochvolt"),
    ],
)
def test_conditions_are_named_in_german(filters: OfferFilters, name: str, text: str) -> None:
    assert list_conditions(filters, {"hochvolt": "Hochvolt"}) == [(name, text)]
