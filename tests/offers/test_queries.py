from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.offers.finding import find_offers
from bot.offers.models import FundingKind, FundingProgramme, OfferTopic, TrainingOffer
from bot.offers.queries import FundingView, OfferView, TrainingView, read_all_offers, read_places
from bot.topics.models import Topic

TODAY = date(2026, 11, 22)
Find = Callable[..., list[Any]]


@pytest.fixture
def find(seeded: sessionmaker) -> Find:
    def find_seeded(filters: OfferFilters, *, show_samples: bool = True, **options: Any) -> list[OfferView]:
        with seeded() as session:
            return find_offers(session, filters, **{"today": TODAY, "show_samples": show_samples, **options}).offers

    return find_seeded


@pytest.fixture
def statements(seeded_engine: Engine) -> Iterator[list[str]]:
    """The statements sent to the database since the test began."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(seeded_engine, "before_cursor_execute", note)
    yield seen
    event.remove(seeded_engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        (OfferFilters(place="Fuldabrück"), lambda offer: offer.place == "Fuldabrück"),
        (OfferFilters(formats=("online",)), lambda offer: offer.format == "online"),
        (OfferFilters(formats=("praesenz",)), lambda offer: offer.format in ("praesenz", "blended")),
        (OfferFilters(max_price=200.0), lambda offer: offer.price_eur <= 200),
        (OfferFilters(max_price=0.0), lambda offer: offer.price_eur == 0),
        (OfferFilters(needs_voucher=True), lambda offer: offer.education_voucher == "ja"),
        (OfferFilters(first_day=date(2027, 9, 1)), lambda offer: offer.starts_on >= date(2027, 9, 1)),
        (OfferFilters(last_day=date(2027, 1, 31)), lambda offer: offer.starts_on <= date(2027, 1, 31)),
        (OfferFilters(topics=("hochvolt",)), lambda offer: "hochvolt" in offer.topics),
    ],
)
def test_training_filters_let_through_all_that_meet_them_and_nothing_else(
    find: Find, filters: OfferFilters, holds: Callable[[TrainingView], bool]
) -> None:
    found = find(OfferFilters(TRAINING).merge(filters))
    everything = find(OfferFilters(TRAINING))
    known = [o for o in everything if o.price_eur is not None and o.starts_on is not None]
    assert 0 < len(found) < len(everything)
    assert all(holds(offer) for offer in found)
    assert {offer.slug for offer in known if holds(offer)} <= {offer.slug for offer in found}


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        (OfferFilters(kinds=("darlehen",)), lambda offer: "darlehen" in offer.kinds),
        (OfferFilters(without_kinds=("darlehen",)), lambda offer: "darlehen" not in offer.kinds),
        (OfferFilters(levels=("eu",)), lambda offer: offer.level == "eu"),
        (OfferFilters(employees=60), lambda offer: offer.max_employees is None or offer.max_employees >= 60),
        (OfferFilters(topics=("digitalisierung",)), lambda offer: "digitalisierung" in offer.topics),
    ],
)
def test_funding_filters_let_through_all_that_meet_them_and_nothing_else(
    find: Find, filters: OfferFilters, holds: Callable[[FundingView], bool]
) -> None:
    found = find(OfferFilters(FUNDING).merge(filters))
    everything = find(OfferFilters(FUNDING))
    assert 0 < len(found) < len(everything)
    assert {offer.slug for offer in found} == {offer.slug for offer in everything if holds(offer)}


def read_by_slug(session: Session, type_: str, *, show_samples: bool = True) -> dict[str, OfferView]:
    return {offer.slug: offer for offer, _ in read_all_offers(session, type_, show_samples=show_samples)}


def test_conditions_add_up(find: Find) -> None:
    found = find(OfferFilters(TRAINING, ("hochvolt",), place="Baunatal", last_day=date(2027, 6, 30)))
    assert [offer.slug for offer in found] == ["bsp-hochvolt-2s"]


def test_expired_and_information_only_programmes_are_not_listed(find: Find, seeded: sessionmaker) -> None:
    listed = {offer.slug for offer in find(OfferFilters(FUNDING))}
    assert not listed & {"go-digital", "digital-jetzt", "sgb3-106a", "transformationsnetzwerke-2027-2029", "jtf"}
    assert "pius-invest" not in listed  # ended on 12.05.2026
    with seeded() as session:
        expired = read_by_slug(session, FUNDING)["go-digital"]
    assert expired.status == "ausgelaufen"  # a direct question still gets an answer


def test_a_programme_is_listed_up_to_its_last_day(find: Find) -> None:
    def is_listed(today: date) -> bool:
        return "bafa-unternehmensberatung" in {offer.slug for offer in find(OfferFilters(FUNDING), today=today)}

    assert is_listed(date(2026, 12, 31))
    assert not is_listed(date(2027, 1, 1))


def test_past_courses_are_not_listed_and_entries_without_a_date_stay(find: Find) -> None:
    slugs = {offer.slug for offer in find(OfferFilters(TRAINING), today=date(2027, 6, 1))}
    assert "bsp-hochvolt-1s" not in slugs
    assert {"bsp-csrd-vsme", "bsp-nachfolge", "fakt-vsb-akademie"} & slugs == {"bsp-nachfolge", "fakt-vsb-akademie"}


def test_withdrawn_offers_are_found_nowhere(find: Find, seeded: sessionmaker) -> None:
    with seeded.begin() as session:
        session.query(FundingProgramme).filter_by(slug="zim").one().is_archived = True
    assert "zim" not in {offer.slug for offer in find(OfferFilters(FUNDING), slugs=["zim"])}
    with seeded() as session:
        assert "zim" not in read_by_slug(session, FUNDING)


def test_samples_can_be_left_out(find: Find, seeded: sessionmaker) -> None:
    assert any(offer.is_sample for offer in find(OfferFilters(TRAINING)))
    without = find(OfferFilters(TRAINING), show_samples=False)
    assert without
    assert not any(offer.is_sample for offer in without)
    with seeded() as session:
        offers = read_by_slug(session, TRAINING, show_samples=False)
    assert "fakt-vsb-akademie" in offers
    assert not any(offer.is_sample for offer in offers.values())


def test_named_offers_are_found_beside_those_of_the_topic(find: Find) -> None:
    found = {offer.slug for offer in find(OfferFilters(FUNDING, ("wasserstoff",)), slugs=["zim"])}
    assert {"zim", "lea-wasserstoff"} <= found
    assert [offer.slug for offer in find(OfferFilters(FUNDING), slugs=["zim"])] == ["zim"]


def test_the_order_follows_price_or_date_where_asked_and_unknown_values_come_last(find: Find) -> None:
    prices = [offer.price_eur for offer in find(OfferFilters(TRAINING, sort="price"))]
    known = [price for price in prices if price is not None]
    assert known == sorted(known)
    assert prices[: len(known)] == known
    dates = [offer.starts_on for offer in find(OfferFilters(TRAINING, sort="date")) if offer.starts_on]
    assert dates == sorted(dates)


def test_all_offers_are_read_in_their_order_with_the_ways_to_ask_for_them(seeded: sessionmaker) -> None:
    with seeded() as session:
        (first, texts), *others = read_all_offers(session, FUNDING, show_samples=True)
    assert len(others) == 53
    assert first.slug == "zim"
    assert len(texts) > 10


def test_a_view_holds_everything_that_is_shown(session_factory: sessionmaker) -> None:
    shared = {"title": "T", "provider": "P", "source_date": "2026"}
    kinds = [FundingKind(kind="zuschuss"), FundingKind(kind="beratung")]
    with session_factory.begin() as session:
        session.add(Topic(slug="batterie", name="Batterie"))
        session.flush()
        session.add(FundingProgramme(slug="f", level="bund", area="x", certainty="belegt", kinds=kinds, **shared))
        topics = [OfferTopic(topic="batterie")]
        session.add(TrainingOffer(slug="t", format="online", price_eur=89.5, topics=topics, **shared))
    with session_factory() as session:
        funding, training = read_by_slug(session, FUNDING)["f"], read_by_slug(session, TRAINING)["t"]
    assert isinstance(funding, FundingView)
    assert isinstance(training, TrainingView)
    assert (funding.kinds, funding.max_employees) == (("zuschuss", "beratung"), None)
    assert (training.price_eur, training.format, training.topics) == (89.5, "online", ("batterie",))


def test_places_are_named_once(seeded: sessionmaker) -> None:
    with seeded() as session:
        places = read_places(session)
    assert len(places) == len(set(places))
    assert {"Kassel", "Fuldabrück"} <= set(places)
    assert "" not in places


@pytest.mark.parametrize("type_", [FUNDING, TRAINING])
def test_the_number_of_statements_does_not_grow_with_the_hits(find: Find, statements: list[str], type_: str) -> None:
    few = find(OfferFilters(type_), slugs=["zim", "bsp-hochvolt-1s"])
    for_few = len(statements)
    many = find(OfferFilters(type_))
    assert len(few) == 1
    assert len(many) > 30
    assert len(statements) - for_few < for_few <= 5
