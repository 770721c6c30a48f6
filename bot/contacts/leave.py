"""Absences as staff enter them: of one contact, or of the whole office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.contacts.models import Absence

OFFICE = ""  # the slug that stands for everybody
LONGEST_NOTE = 200
LONGEST = timedelta(days=731)


class InvalidAbsence(ValueError):
    """An absence cannot be entered; the message is a German sentence."""


@dataclass(frozen=True)
class AbsenceView:
    """An absence; the note is for staff alone."""

    id: int
    contact_slug: str
    first_day: date
    last_day: date
    note: str


def read_absences(session: Session) -> list[AbsenceView]:
    """Return all absences, the earliest first."""
    columns = (Absence.id, Absence.contact_slug, Absence.first_day, Absence.last_day, Absence.note)
    return [AbsenceView(*row) for row in session.execute(select(*columns).order_by(Absence.first_day, Absence.id))]


def find_absence(session: Session, absence_id: int) -> AbsenceView | None:
    """Return one absence, None where there is none."""
    row = session.get(Absence, absence_id)
    return AbsenceView(row.id, row.contact_slug, row.first_day, row.last_day, row.note) if row else None


def add_absence(
    session: Session, contact_slug: str, first_day: date, last_day: date, *, note: str, today: date
) -> None:
    """Enter an absence, both days included; it may overlap others. The caller commits. Raises InvalidAbsence."""
    if last_day < first_day:
        raise InvalidAbsence("Der letzte Tag liegt vor dem ersten.")
    if last_day < today:
        raise InvalidAbsence("Diese Abwesenheit ist schon vorbei. Eintragen lässt sich nur, was heute noch gilt.")
    if last_day - first_day > LONGEST:
        raise InvalidAbsence("Eine Abwesenheit dauert höchstens zwei Jahre. Bitte prüfen Sie das Jahr.")
    if len(note) > LONGEST_NOTE:
        raise InvalidAbsence(f"Die Notiz hat höchstens {LONGEST_NOTE} Zeichen.")
    session.add(Absence(contact_slug=contact_slug, first_day=first_day, last_day=last_day, note=note))
    session.flush()


def end_absence(session: Session, absence_id: int, *, today: date) -> None:
    """Let an absence end so that somebody is there today; one that began today or later goes away altogether."""
    row = session.get(Absence, absence_id)
    if row is None or row.last_day < today:
        return
    if row.first_day >= today:
        session.delete(row)
    else:
        row.last_day = today - timedelta(days=1)
    session.flush()


def delete_absence(session: Session, absence_id: int) -> None:
    """Delete an absence. The caller commits."""
    row = session.get(Absence, absence_id)
    if row is not None:
        session.delete(row)
        session.flush()
