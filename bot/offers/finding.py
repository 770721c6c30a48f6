"""Search offers, also among 100,000 dates: an index gives them in order, so that little is read and nothing is sorted.

The conditions on a training stand together in one index by date, so they are met before any row is read; known dates
and unknown ones are two spans of it; a search stops after ``MAXIMUM_COUNT``; whole rows are read of one page only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.db import read_rows
from bot.offers.conditions import conditions_of, has_topic, id_of, model_of
from bot.offers.filters import FUNDING, OfferFilters
from bot.offers.models import UNDATED, FundingProgramme, Offer, OfferTopic, TrainingOffer
from bot.offers.queries import OfferView, read_offers

MAXIMUM_COUNT = 300  # nobody wants to know more exactly how far too many there are
STOP = MAXIMUM_COUNT + 1  # where a search stops


@dataclass(frozen=True)
class Page:
    """The first offers of a search, and how many it has in all: more than ``MAXIMUM_COUNT`` are one more than that."""

    offers: list[OfferView]
    total: int


def find_offers(
    session: Session,
    filters: OfferFilters,
    *,
    today: date,
    show_samples: bool,
    slugs: Iterable[str] = (),
    limit: int = STOP,
    offset: int = 0,
) -> Page:
    """Return a page of the offers of ``filters.type`` that meet every condition and are wanted.

    Wanted are those of a topic or with one of the short names; without any all are. Expired and information-only
    programmes and past courses are never found. Order: price where the filters ask for it; else those of the main topic
    first, unless the date was asked for; then by date or deadline, the unknown last; then by id.
    """
    conditions = partial(conditions_of, filters, today, show_samples=show_samples)
    end = offset + limit
    ids = _read_ids(session, filters, conditions(*_find_wanted(session, filters, list(slugs))), max(STOP, end))
    first = ids
    if filters.topics and (filters.type == FUNDING or not filters.sort):
        first = list(dict.fromkeys([*_find_main(session, filters, conditions, ids, end), *ids]))
    return Page(read_offers(session, filters.type, first[offset:end]), min(len(ids), STOP))


def count_offers(session: Session, filters: OfferFilters, *, today: date, show_samples: bool) -> int:
    """Return how many offers meet the filters: more than ``MAXIMUM_COUNT`` are one more than that."""
    wanted = _find_wanted(session, filters, [])
    return len(_read_ids(session, filters, conditions_of(filters, today, *wanted, show_samples=show_samples), STOP))


def count_by_place(session: Session, filters: OfferFilters, *, today: date, show_samples: bool) -> dict[str, int]:
    """Return how many trainings meet the filters in each town."""
    conditions = conditions_of(filters, today, *_find_wanted(session, filters, []), show_samples=show_samples)
    statement = select(TrainingOffer.__table__.c.place, func.count()).group_by(TrainingOffer.__table__.c.place)
    return dict(map(tuple, session.execute(statement.where(*conditions, *_find_wanted(session, filters, [])))))


def count_by_topic(session: Session, filters: OfferFilters, *, today: date, show_samples: bool) -> dict[str, int]:
    """Return how many offers meet the filters under each topic; an offer counts under each of its own."""
    conditions = conditions_of(filters, today, *_find_wanted(session, filters, []), show_samples=show_samples)
    statement = select(OfferTopic.topic, func.count()).join(
        model_of(filters).__table__, id_of(model_of(filters)) == OfferTopic.offer_id
    )
    return dict(map(tuple, session.execute(statement.where(*conditions).group_by(OfferTopic.topic))))


def find_first_day(session: Session, filters: OfferFilters, *, today: date, show_samples: bool) -> date | None:
    """Return when the first training begins that meets the filters, None where none has a date."""
    listed_on = TrainingOffer.__table__.c.listed_on
    conditions = conditions_of(filters, today, *_find_wanted(session, filters, []), show_samples=show_samples)
    statement = select(listed_on).where(*conditions, listed_on < UNDATED)
    day: date | None = session.scalar(statement.order_by(listed_on).limit(1))
    return day


def _find_wanted(session: Session, filters: OfferFilters, slugs: list[str]) -> list[Any]:
    """Return the condition that an offer has a wanted topic or one of some short names, none where none is wanted."""
    session.flush()  # questions to tables see what is pending only then
    wanted = [has_topic(model_of(filters), filters.topics)] if filters.topics else []
    if slugs:
        named = session.scalars(select(Offer.id).where(Offer.type == filters.type, Offer.slug.in_(slugs)))
        wanted.append(id_of(model_of(filters)).in_(list(named)))
    return [or_(*wanted)] if wanted else []


def _find_main(
    session: Session, filters: OfferFilters, conditions: Callable[..., list[Any]], ids: list[int], limit: int
) -> list[int]:
    """Return which of the offers found have one of the topics as their main one; of too many the first ones."""
    listed = OfferTopic.__table__.c
    is_main = listed.position == 0
    among = (listed.offer_id.in_(ids), listed.topic.in_(filters.topics), is_main)
    main = {number for (number,) in read_rows(session, select(listed.offer_id).where(*among))}
    if len(ids) < STOP or len(main) >= limit:
        return [offer_id for offer_id in ids if offer_id in main]
    has_main = has_topic(model_of(filters), filters.topics, is_main)  # the others come later
    return _read_ids(session, filters, conditions(has_main), limit)


def _read_ids(session: Session, filters: OfferFilters, conditions: list[Any], limit: int) -> list[int]:
    """Return the numbers of the offers that meet some conditions, in their order."""
    ids: list[int] = []
    for part, order in _parts(filters):
        statement = select(id_of(model_of(filters))).where(*conditions, *part).order_by(*order)
        ids += (number for (number,) in read_rows(session, statement.limit(limit - len(ids))))
        if len(ids) == limit:
            break
    return ids


def _parts(filters: OfferFilters) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield the parts of a result one after the other: what each has in common, and the order inside of it."""
    number = id_of(model_of(filters))
    if filters.type == FUNDING:
        yield [], [FundingProgramme.__table__.c.valid_until.asc().nulls_last(), number]
        return
    listed_on, price = TrainingOffer.__table__.c.listed_on, TrainingOffer.__table__.c.price_eur
    if filters.sort == "price":
        yield [price.is_not(None)], [price, listed_on, number]
        yield [price.is_(None)], [listed_on, number]
        return
    yield [], [listed_on, number]
