"""What has to be looked at again: what ends, what waits for its review, what is unknown, what nobody answers for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, case, func, literal_column, or_, select
from sqlalchemy.orm import Session

from bot.content.kinds import CONTACT, FAQ, FUNDING, TRAINING, Kind
from bot.content.queries import ListFilter, conditions_of
from bot.content.tables import table_of

PAGE_SIZE = 50
WATCHED = (FAQ, FUNDING, TRAINING, CONTACT)
UNCLEAR = ("teilweise", "allgemein", "unbekannt", "unsicher")  # values that say so
UNCLEAR_FIELDS = {
    FAQ.name: ("certainty",),
    FUNDING.name: ("status", "certainty", "apply_before_start"),
    TRAINING.name: ("status", "azav", "education_voucher"),
}
EMPTY: Any = literal_column("''")  # an index over empty columns answers no parameter


@dataclass(frozen=True)
class Concern:
    """One reason to look at content again; ``when`` gives the condition for a kind on a day.

    ``day`` is the field by whose date the list is ordered, the title where there is none; ``reads_own`` tells that
    offers need the table of their own kind; with ``shows_facts`` the unclear fields are shown.
    """

    name: str
    title: str
    help: str
    kinds: tuple[Kind, ...]
    when: Callable[[Kind, date], Any]
    day: str = ""
    reads_own: bool = False
    shows_facts: bool = False


@dataclass(frozen=True)
class Aging:
    """A record to be looked at; ``facts`` are its unclear fields by name."""

    key: str
    title: str
    review_on: date | None
    responsible: str
    day: date | None
    facts: dict[str, str]


def ends_within(days: int) -> Callable[[Kind, date], Any]:
    """Return the condition that content ends in the days to come, today included."""
    return lambda kind, today: column_of(kind, "valid_until").between(today, today + timedelta(days=days))


def is_overdue(kind: Kind, today: date) -> Any:
    """Return the condition that content should have been reviewed."""
    return column_of(kind, "review_on") < today


def is_unclear(kind: Kind, _today: date) -> Any:
    """Return the condition that a fact is not certain or not known."""
    return or_(*(column_of(kind, name).in_(UNCLEAR) for name in UNCLEAR_FIELDS[kind.name]))


def _has_no_source(kind: Kind, _today: date) -> Any:
    column = column_of(kind, "source_url")
    return or_(column == EMPTY, column.is_(None)) if column.nullable else column == EMPTY


CONCERNS = (
    Concern(
        "wiedervorlage", "Prüfung überfällig", "Der Tag der Wiedervorlage ist vorbei.", WATCHED, is_overdue, "review_on"
    ),
    *(
        Concern(
            f"ablauf-{days}",
            f"Endet in {days} Tagen",
            f"Gilt nur noch bis zu einem der nächsten {days} Tage.",
            (FAQ, FUNDING),
            ends_within(days),
            "valid_until",
            reads_own=True,
        )
        for days in (30, 60, 90)
    ),
    Concern(
        "abgelaufen",
        "Schon abgelaufen",
        "Der letzte Tag der Gültigkeit ist vorbei. Verlängern oder archivieren Sie den Eintrag.",
        (FAQ, FUNDING),
        lambda kind, today: column_of(kind, "valid_until") < today,
        "valid_until",
        reads_own=True,
    ),
    Concern(
        "beginn-vorbei",
        "Beginn liegt zurück",
        "Das Angebot hat schon angefangen. Tragen Sie den nächsten Termin ein, oder archivieren Sie es.",
        (TRAINING,),
        lambda kind, today: column_of(kind, "starts_on") < today,
        "starts_on",
        reads_own=True,
    ),
    Concern(
        "ohne-nachfolger",
        "Ausgelaufen ohne Nachfolger",
        "Das Programm ist ausgelaufen, und es ist keines genannt, das an seine Stelle tritt.",
        (FUNDING,),
        lambda kind, _today: and_(column_of(kind, "status") == "ausgelaufen", column_of(kind, "successor") == EMPTY),
        reads_own=True,
    ),
    Concern(
        "unklar",
        "Angaben nicht gesichert",
        "Der Lotse sagt dazu, dass etwas nicht belegt oder nicht bekannt ist.",
        (FAQ, FUNDING, TRAINING),
        is_unclear,
        reads_own=True,
        shows_facts=True,
    ),
    Concern(
        "ohne-quelle",
        "Ohne Adresse der Quelle",
        "Besucher können nicht nachlesen, woher die Auskunft kommt.",
        (FAQ, FUNDING, TRAINING),
        _has_no_source,
    ),
    Concern(
        "ohne-verantwortliche",
        "Niemand verantwortlich",
        "Es steht keine E-Mail-Adresse dabei, die Erinnerungen bekommt.",
        WATCHED,
        lambda kind, _today: column_of(kind, "responsible") == EMPTY,
    ),
)
BY_NAME = {concern.name: concern for concern in CONCERNS}
OVERDUE, ENDING_SOON = BY_NAME["wiedervorlage"], BY_NAME["ablauf-30"]


def count_concerns(session: Session, today: date) -> dict[tuple[str, str], int]:
    """Return how many current records each concern is about, by the names of concern and kind."""
    found = {}
    for kind in WATCHED:
        mine = [concern for concern in CONCERNS if kind in concern.kinds]
        joined = [concern for concern in mine if concern.reads_own or table_of(kind) is kind.model]
        found.update(_count_in_one_pass(session, kind, joined, today))
        for concern in mine:
            if concern not in joined:  # an index alone answers it
                found[concern.name, kind.name] = count_aging(session, concern, kind, today)
    return found


def count_aging(session: Session, concern: Concern, kind: Kind, today: date) -> int:
    """Return how many current records of a kind a concern is about."""
    counted = _select(kind, concern.reads_own, func.count()).where(concern.when(kind, today))
    return session.scalar(counted) or 0


def find_aging(
    session: Session, concern: Concern, kind: Kind, today: date, *, page: int = 1, size: int | None = PAGE_SIZE
) -> list[Aging]:
    """Return one page of the records that a concern is about, the earliest day or title first; ``size`` None: all."""
    names = UNCLEAR_FIELDS[kind.name] if concern.shows_facts else ()
    order = (column_of(kind, concern.day or kind.title_field), column_of(kind, "id"))
    # The page is found by narrow columns, of which there are indexes; then its records are read.
    ids = _select(kind, concern.reads_own, column_of(kind, "id")).where(concern.when(kind, today))
    ids = ids.order_by(*order).limit(size).offset((page - 1) * (size or 0))
    shown = (kind.key, kind.title_field, "review_on", "responsible", concern.day or "review_on", *names)
    statement = _select(kind, concern.reads_own, *(column_of(kind, name) for name in shown))
    rows = session.execute(statement.where(column_of(kind, "id").in_(ids)).order_by(*order)).all()
    return [_view(concern, names, *row) for row in rows]


def column_of(kind: Kind, name: str) -> Any:
    """Return the column of a field, in the table in which it stands."""
    shared, own = table_of(kind).__table__.c, kind.model.__table__.c
    return shared[name] if name in shared else own[name]


def _count_in_one_pass(
    session: Session, kind: Kind, concerns: list[Concern], today: date
) -> dict[tuple[str, str], int]:
    sums = [func.sum(case((concern.when(kind, today), 1), else_=0)) for concern in concerns]
    row = session.execute(_select(kind, True, *sums)).one()
    return {(concern.name, kind.name): int(count or 0) for concern, count in zip(concerns, row, strict=True)}


def _select(kind: Kind, reads_own: bool, *columns: Any) -> Any:
    """Select columns of the current records of a kind."""
    # Tables instead of classes: the class of all offers brings the tables of every kind along.
    table, own = table_of(kind).__table__, kind.model.__table__
    found = select(*columns).select_from(table)
    if reads_own and table is not own:
        found = found.join(own, own.c.id == table.c.id)
    return found.where(*conditions_of(kind, ListFilter()))


def _view(
    concern: Concern,
    names: tuple[str, ...],
    key: str,
    title: str,
    review_on: date | None,
    responsible: str,
    day: date | None,
    *facts: str,
) -> Aging:
    unclear = {name: value for name, value in zip(names, facts, strict=True) if value in UNCLEAR}
    return Aging(key, title, review_on, responsible, day if concern.day else None, unclear)
