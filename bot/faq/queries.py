"""Read FAQ entries and referrals as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from bot.db import read_texts
from bot.faq.models import FaqEntry, FaqVariant, Referral


@dataclass(frozen=True)
class FaqView:
    """What is shown of an FAQ entry."""

    slug: str
    topic_group: str
    question: str
    answer: str
    plain_answer: str
    source_title: str
    source_url: str | None
    source_date: str
    certainty: str
    keywords: tuple[str, ...]
    related: tuple[str, ...]
    variants: tuple[str, ...] = ()


def read_valid_entries(session: Session, today: date) -> list[FaqView]:
    """Return all published entries that are still valid, with their variants (four queries)."""
    statement = (
        select(FaqEntry)
        .where(
            FaqEntry.status == "published",
            or_(FaqEntry.valid_from.is_(None), FaqEntry.valid_from <= today),
            or_(FaqEntry.valid_until.is_(None), FaqEntry.valid_until >= today),
        )
        .options(selectinload(FaqEntry.keywords), selectinload(FaqEntry.related))
        .order_by(FaqEntry.id)
    )
    variants = read_texts(session, FaqVariant.entry_id, FaqVariant.text)
    return [view_entry(row, variants.get(row.id, ())) for row in session.scalars(statement)]


def read_referrals(session: Session) -> list[tuple[str, str]]:
    """Return all questions that belong elsewhere, with the office."""
    return [(row.text, row.office) for row in session.scalars(select(Referral).order_by(Referral.id))]


def view_entry(row: FaqEntry, variants: tuple[str, ...] = ()) -> FaqView:
    """Return a row as plain data."""
    return FaqView(
        slug=row.slug,
        topic_group=row.topic_group,
        question=row.question,
        answer=row.answer,
        plain_answer=row.plain_answer,
        source_title=row.source_title,
        source_url=row.source_url,
        source_date=row.source_date,
        certainty=row.certainty,
        keywords=tuple(keyword.text for keyword in row.keywords),
        related=tuple(relation.slug for relation in row.related),
        variants=variants,
    )
