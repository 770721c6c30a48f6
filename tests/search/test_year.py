"""A year day by day over everything that is seeded and generated: nothing that has ended is shown as available."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session, sessionmaker

from bot.offers.availability import is_available, is_over, last_day_of
from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.offers.finding import find_offers
from bot.offers.models import FundingProgramme
from bot.offers.queries import OfferView, read_all_offers
from bot.search.offer_notes import standing_notes
from bot.search.render import detail_reply
from tests.offers.generated import write_trainings

FIRST_DAY = date(2026, 11, 22)
YEAR = [FIRST_DAY + timedelta(days=number) for number in range(366)]
ENDED = ("ausgelaufen", "vorbei")


def read_views(session: Session) -> list[OfferView]:
    return [view for type_ in (FUNDING, TRAINING) for view, _ in read_all_offers(session, type_, show_samples=True)]


def fill(seeded: sessionmaker) -> None:
    """Add generated trainings, and programmes of which some end in the year or were withdrawn."""
    with seeded.begin() as session:
        write_trainings(session, 120, first=10_001)
        for number in range(40):
            session.add(
                FundingProgramme(
                    slug=f"programm-{number}",
                    title=f"Programm {number}",
                    provider="P",
                    source_date="2026",
                    level="land",
                    area="hessen",
                    certainty="belegt",
                    status=("laufend", "unsicher", "ausgelaufen")[number % 3],
                    valid_until=FIRST_DAY + timedelta(days=11 * number - 40) if number % 4 else None,
                )
            )


def test_no_search_of_the_year_lists_what_has_ended_and_none_leaves_out_what_has_not(seeded: sessionmaker) -> None:
    fill(seeded)
    with seeded() as session:
        views = read_views(session)
        for day in YEAR:
            for type_ in (FUNDING, TRAINING):
                page = find_offers(session, OfferFilters(type_), today=day, show_samples=True, limit=10)
                there_are = {one.slug for one in views if one.type == type_ and is_available(one, day)}
                assert {offer.slug for offer in page.offers} <= there_are, day
                assert page.total == len(there_are), day


def test_on_every_day_an_answer_by_name_says_first_that_an_offer_has_ended(seeded: sessionmaker) -> None:
    fill(seeded)
    with seeded() as session:
        views = read_views(session)
    for one in views:
        over = [bool([note for note in standing_notes(one, day)[:1] if _says_ended(note)]) for day in YEAR]
        assert over == [is_over(one, day) for day in YEAR], one.slug
        last = last_day_of(one)
        days = [last, last + timedelta(days=1)] if last else [FIRST_DAY]
        for day in days:  # the whole answer on the days on which it changes
            assert _says_ended(detail_reply(one, today=day).text) >= is_over(one, day), one.slug


def _says_ended(text: str) -> bool:
    return any(word in text for word in ENDED)
