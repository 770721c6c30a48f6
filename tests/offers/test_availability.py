"""A year day by day: nothing is found that cannot be had any more."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.offers.availability import days_left, is_available, is_over
from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.offers.finding import find_offers
from bot.offers.models import FundingProgramme, Offer, TrainingOffer
from bot.offers.queries import OfferView, read_all_offers

FIRST_DAY = date(2026, 11, 22)
YEAR = [FIRST_DAY + timedelta(days=number) for number in range(366)]
STATUSES = ("laufend", "laufend", "unsicher", "ausgelaufen")


@pytest.fixture
def offers(session_factory: sessionmaker) -> sessionmaker:
    """Programmes and trainings that end or begin at some day of the year, some of them withdrawn."""
    chance = random.Random(0)
    with session_factory.begin() as session:
        session.add_all(_make(FundingProgramme, number, chance) for number in range(60))
        session.add_all(_make(TrainingOffer, number, chance) for number in range(60))
    return session_factory


def _make(model: type, number: int, chance: random.Random) -> Offer:
    day = chance.choice((None, chance.choice(YEAR), chance.choice(YEAR)))
    programme = {"level": "bund", "area": "x", "certainty": "belegt", "valid_until": day}
    programme |= {"is_information_only": number % 9 == 0}
    own = programme if model is FundingProgramme else {"starts_on": day, "ends_on": day}
    return model(
        slug=f"angebot-{number}",
        title="T",
        provider="P",
        source_date="2026",
        status=chance.choice(STATUSES),
        is_archived=chance.random() < 0.2,
        **own,
    )


def _had_on(session: Session, type_: str, day: date) -> set[str]:
    found = find_offers(session, OfferFilters(type_), today=day, show_samples=True)
    return {offer.slug for offer in found.offers}


@pytest.mark.parametrize("type_", [FUNDING, TRAINING])
def test_over_a_year_exactly_what_can_be_had_is_found(offers: sessionmaker, type_: str) -> None:
    with offers() as session:
        mine = [view for view, _ in read_all_offers(session, type_, show_samples=True)]
        seen = [(day, _had_on(session, type_, day)) for day in YEAR]
    assert all(found == {view.slug for view in mine if is_available(view, day)} for day, found in seen)
    assert len(seen[0][1]) > len(seen[-1][1]) > 0


def _ends(mine: list[OfferView], day: date) -> set[str]:
    return {view.slug for view in mine if is_over(view, day)}


def test_what_is_over_on_one_day_stays_so_and_soon_means_thirty_days(offers: sessionmaker) -> None:
    with offers() as session:
        views = [view for view, _ in read_all_offers(session, FUNDING, show_samples=True)]
    assert all(_ends(views, day) <= _ends(views, day + timedelta(days=1)) for day in YEAR)
    programme = next(view for view in views if is_available(view, FIRST_DAY) and view.valid_until in YEAR)
    assert [days_left(programme, programme.valid_until - timedelta(days=days)) for days in (31, 30, 0, -1)] == [
        None,
        30,
        0,
        None,
    ]
