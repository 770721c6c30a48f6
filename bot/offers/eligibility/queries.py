"""Read the programmes that can be applied for, with their rules."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.offers.conditions import conditions_of
from bot.offers.eligibility.rules import OPEN, Rule, UnreadableRule, read_rule
from bot.offers.filters import FUNDING, OfferFilters
from bot.offers.models import FundingProgramme
from bot.offers.queries import FundingView, view_offer

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Programme:
    """A programme with the rules that are written down for it."""

    offer: FundingView
    rules: tuple[Rule, ...]


def read_programmes(session: Session, *, today: date, show_samples: bool) -> list[Programme]:
    """Return every programme that a company may apply for as far as is known, in the order of their ids."""
    open_ones = conditions_of(OfferFilters(FUNDING), today, show_samples=show_samples)
    lists = (FundingProgramme.topics, FundingProgramme.kinds, FundingProgramme.rules)
    statement = select(FundingProgramme).where(*open_ones).order_by(FundingProgramme.id)
    return [_view(row) for row in session.scalars(statement.options(*map(selectinload, lists)))]


def _view(row: FundingProgramme) -> Programme:
    offer = view_offer(row)
    assert isinstance(offer, FundingView)
    return Programme(offer, tuple(_read(offer.slug, line.text) for line in row.rules))


def _read(slug: str, line: str) -> Rule:
    """Return a rule; what cannot be read is left to whoever asks, and is no reason to turn anybody away."""
    try:
        return read_rule(line)
    except UnreadableRule as error:
        logger.warning("a rule of %s cannot be read: %s", slug, error)
        return Rule(OPEN, line)
