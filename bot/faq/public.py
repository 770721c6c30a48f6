"""Read what the public pages show of FAQ entries: the same rows, and the same days, as in the chat."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db import read_rows
from bot.faq.models import FaqEntry, FaqRelation
from bot.faq.queries import shown_on


class Withdrawn(LookupError):
    """An entry was shown once and is not any more."""


@dataclass(frozen=True)
class Headline:
    """An entry in a list."""

    slug: str
    topic_group: str
    question: str


@dataclass(frozen=True)
class Change:
    """When an entry was changed last, for search engines."""

    slug: str
    updated_at: datetime
    has_english: bool


@dataclass(frozen=True)
class PublicEntry:
    """An entry with all its versions; texts that there are none of are empty."""

    slug: str
    topic_group: str
    question: str
    answer: str
    plain_answer: str
    question_en: str
    answer_en: str
    source_title: str
    source_url: str | None
    source_date: str
    certainty: str
    updated_at: datetime
    related: tuple[Headline, ...] = ()

    @property
    def has_english(self) -> bool:
        """Whether there is an English version of both question and answer."""
        return bool(self.question_en and self.answer_en)


_COLUMNS = [field.name for field in fields(PublicEntry) if field.name != "related"]
_HEADLINE = [field.name for field in fields(Headline)]


def list_headlines(session: Session, today: date) -> list[Headline]:
    """Return all entries that are shown on a day, in the order of their numbers (one query)."""
    statement = select(*(getattr(FaqEntry, name) for name in _HEADLINE)).where(*shown_on(today))
    return [Headline(*row) for row in read_rows(session, statement.order_by(FaqEntry.id))]


def list_changes(session: Session, today: date) -> list[Change]:
    """Return when each entry that is shown on a day was changed last (one query)."""
    has_english = (FaqEntry.question_en != "") & (FaqEntry.answer_en != "")
    statement = select(FaqEntry.slug, FaqEntry.updated_at, has_english).where(*shown_on(today))
    return [Change(slug, at, bool(english)) for slug, at, english in session.execute(statement.order_by(FaqEntry.id))]


def read_entry(session: Session, slug: str, today: date) -> PublicEntry | None:
    """Return an entry that is shown on a day, None for one that there is not (yet). Raises Withdrawn."""
    columns = (getattr(FaqEntry, name) for name in _COLUMNS)
    row = session.execute(select(FaqEntry.id, *columns).where(FaqEntry.slug == slug, *shown_on(today))).first()
    if row is None:
        if _is_over(session, slug, today):
            raise Withdrawn(slug)
        return None
    entry_id, *values = row
    return replace(PublicEntry(*values), related=tuple(_read_related(session, entry_id, today)))


def _is_over(session: Session, slug: str, today: date) -> bool:
    over = (FaqEntry.status == "archived") | ((FaqEntry.status == "published") & (FaqEntry.valid_until < today))
    return session.scalar(select(FaqEntry.id).where(FaqEntry.slug == slug, over)) is not None


def _read_related(session: Session, entry_id: int, today: date) -> list[Headline]:
    statement = (
        select(*(getattr(FaqEntry, name) for name in _HEADLINE))
        .join(FaqRelation, FaqRelation.slug == FaqEntry.slug)
        .where(FaqRelation.entry_id == entry_id, *shown_on(today))
        .order_by(FaqRelation.position)
    )
    return [Headline(*row) for row in session.execute(statement)]
