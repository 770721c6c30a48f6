"""Read FAQ entries and referrals as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.db import read_rows, read_texts
from bot.faq.models import FaqEntry, FaqKeyword, FaqRelation, FaqVariant, Referral


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
    question_en: str = ""
    answer_en: str = ""


_LISTS = ("keywords", "related", "variants")
_COLUMNS = [field.name for field in fields(FaqView) if field.name not in _LISTS]


def shown_on(day: date) -> tuple[Any, ...]:
    """Return what an entry must meet to be shown on a day."""
    return (
        FaqEntry.status == "published",
        or_(FaqEntry.valid_from.is_(None), FaqEntry.valid_from <= day),
        or_(FaqEntry.valid_until.is_(None), FaqEntry.valid_until >= day),
    )


def read_valid_entries(session: Session, today: date) -> list[FaqView]:
    """Return all published entries that are still valid, with their variants (four queries)."""
    statement = (
        select(FaqEntry.id, *(getattr(FaqEntry, name) for name in _COLUMNS))
        .where(*shown_on(today))
        .order_by(FaqEntry.id)
    )
    lists = [
        read_texts(session, FaqKeyword.entry_id, FaqKeyword.text, FaqKeyword.position),
        read_texts(session, FaqRelation.entry_id, FaqRelation.slug, FaqRelation.position),
        read_texts(session, FaqVariant.entry_id, FaqVariant.text),
    ]
    return [
        _make_view([*columns, *(texts.get(entry_id, ()) for texts in lists)])
        for entry_id, *columns in read_rows(session, statement)
    ]


def _make_view(values: list[Any]) -> FaqView:
    return FaqView(**dict(zip((*_COLUMNS, *_LISTS), values, strict=True)))


def read_referrals(session: Session) -> list[tuple[str, str]]:
    """Return all questions that belong elsewhere, with the office."""
    current = select(Referral.text, Referral.office).where(Referral.is_archived.is_(False))
    return [(text, office) for text, office in read_rows(session, current.order_by(Referral.id))]
