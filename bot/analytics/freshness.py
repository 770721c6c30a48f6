"""How fresh the content is: what expires, what waits for its review, what is uncertain, how old the sources are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from bot.analytics.ranking import MOST
from bot.analytics.table import DAY, NUMBER, TEXT, Column, Table
from bot.contacts.models import Contact
from bot.content.freshness import OVERDUE, find_aging
from bot.content.kinds import CONTACT, FAQ, FUNDING, TRAINING, Kind
from bot.faq.models import FaqEntry
from bot.offers.models import FundingProgramme, TrainingOffer

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Watched:
    """A kind of content and how it ages; ``ends`` is the column of its last day, ``is_uncertain`` a condition."""

    kind: Kind
    is_live: Any
    ends: Any | None
    is_uncertain: Any

    @property
    def title_column(self) -> Any:
        """Return the column that names a record."""
        return getattr(self.kind.model, self.kind.title_field)


WATCHED = (
    Watched(FAQ, FaqEntry.status == "published", FaqEntry.valid_until, FaqEntry.certainty != "belegt"),
    Watched(
        FUNDING,
        FundingProgramme.is_archived.is_(False),
        FundingProgramme.valid_until,
        or_(FundingProgramme.certainty != "belegt", FundingProgramme.status == "unsicher"),
    ),
    Watched(
        TRAINING,
        TrainingOffer.is_archived.is_(False),
        func.coalesce(TrainingOffer.ends_on, TrainingOffer.starts_on),
        and_(TrainingOffer.starts_on.is_not(None), TrainingOffer.price_eur.is_(None)),
    ),
    Watched(CONTACT, Contact.is_archived.is_(False), None, false()),
)


def summarise(session: Session, today: date) -> Table:
    """Return for each kind how much there is and how fresh it is."""
    columns = (
        Column("Inhalt", TEXT),
        Column("gesamt", NUMBER),
        Column("endet in 30 Tagen", NUMBER),
        Column("abgelaufen", NUMBER),
        Column("Prüfung überfällig", NUMBER),
        Column("mit unsicheren Angaben", NUMBER),
        Column("älteste Quelle", TEXT),
    )
    rows = [(watched.kind.title, *_measure(session, watched, today)) for watched in WATCHED]
    return Table("aktualitaet", "Aktualität der Inhalte", columns, tuple(rows), empty="Es gibt noch keine Inhalte.")


def overdue(session: Session, today: date) -> Table:
    """Return what should have been reviewed, the longest overdue first."""
    found = [
        (one.title, kind.singular, one.review_on)
        for kind in OVERDUE.kinds
        for one in find_aging(session, OVERDUE, kind, today, size=MOST)
    ]
    found.sort(key=lambda row: (row[2], row[0]))
    columns = (Column("Titel"), Column("Art"), Column("zu prüfen seit", DAY))
    return Table(
        "pruefung",
        "Prüfung überfällig",
        columns,
        tuple(found[:MOST]),
        empty="Nichts ist überfällig. Alle Wiedervorlagen liegen in der Zukunft.",
    )


def ending(session: Session, today: date) -> Table:
    """Return what ends within 30 days, the next first."""
    found = [row for watched in WATCHED for row in _ending(session, watched, today)]
    found.sort(key=lambda row: (row[2], row[0]))
    columns = (Column("Titel"), Column("Art"), Column("endet am", DAY))
    return Table(
        "ablauf", "Endet in den nächsten 30 Tagen", columns, tuple(found[:MOST]), empty="In 30 Tagen endet nichts."
    )


def _measure(session: Session, watched: Watched, today: date) -> tuple[int | str, ...]:
    model = watched.kind.model
    ends_soon = false() if watched.ends is None else watched.ends.between(today, today + SOON)
    has_ended = false() if watched.ends is None else watched.ends < today
    conditions = (ends_soon, has_ended, model.review_on < today, watched.is_uncertain)
    counts = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in conditions]
    row = session.execute(
        select(func.count(), *counts, func.min(model.source_date)).select_from(model).where(watched.is_live)
    ).one()
    return (*(int(value) for value in row[:-1]), write_source_date(row[-1] or ""))


def _ending(session: Session, watched: Watched, today: date) -> list[tuple[str, str, date]]:
    if watched.ends is None:
        return []
    return _list(session, watched, watched.ends, watched.ends.between(today, today + SOON))


def _list(session: Session, watched: Watched, day: Any, condition: Any) -> list[tuple[str, str, date]]:
    statement = select(watched.title_column, day).where(watched.is_live, condition).order_by(day).limit(MOST)
    return [(title, watched.kind.singular, on) for title, on in session.execute(statement)]


def write_source_date(text: str) -> str:
    """Return the date of a source as people read it: a day or only a year."""
    return f"{date.fromisoformat(text):%d.%m.%Y}" if len(text) == 10 else text
