"""Absences: entered, ended early, and refused where they make no sense."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot.contacts.leave import InvalidAbsence, add_absence, delete_absence, end_absence, find_absence, read_absences
from bot.contacts.routing import find_return

TODAY = date(2026, 11, 25)


def enter(session: Session, first: str, last: str, note: str = "") -> int:
    """Enter an absence of Anna and return its id."""
    days = date.fromisoformat(first), date.fromisoformat(last)
    known = {absence.id for absence in read_absences(session)}
    add_absence(session, "anna-beck", *days, note=note, today=TODAY)
    return next(absence.id for absence in read_absences(session) if absence.id not in known)


def test_absences_may_overlap_and_the_latest_return_counts(session: Session) -> None:
    enter(session, "2026-11-24", "2026-11-27")
    enter(session, "2026-11-25", "2026-12-04", note="Urlaub")
    assert [absence.note for absence in read_absences(session)] == ["", "Urlaub"]
    assert find_return(session, "anna-beck", TODAY) == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("first", "last", "note", "words"),
    [
        ("2026-11-20", "2026-11-24", "", "schon vorbei"),
        ("2026-12-02", "2026-12-01", "", "vor dem ersten"),
        ("2026-12-02", "2062-12-03", "", "höchstens zwei Jahre"),
        ("2026-12-02", "2026-12-03", "x" * 201, "höchstens 200 Zeichen"),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused_with_a_sentence(
    session: Session, first: str, last: str, note: str, words: str
) -> None:
    with pytest.raises(InvalidAbsence, match=words):
        enter(session, first, last, note)
    assert read_absences(session) == []


@pytest.mark.parametrize(
    ("first", "left"),
    [("2026-11-20", (date(2026, 11, 20), date(2026, 11, 24))), ("2026-11-25", None), ("2026-11-30", None)],
)
def test_who_comes_back_early_is_there_the_same_day(
    session: Session, first: str, left: tuple[date, date] | None
) -> None:
    absence_id = enter(session, first, "2026-12-04")
    end_absence(session, absence_id, today=TODAY)
    found = find_absence(session, absence_id)
    assert ((found.first_day, found.last_day) if found else None) == left
    assert find_return(session, "anna-beck", TODAY) is None


def test_a_past_absence_does_not_become_longer_by_being_ended(session: Session) -> None:
    absence_id = enter(session, "2026-11-20", "2026-11-25")
    end_absence(session, absence_id, today=date(2026, 12, 10))
    found = find_absence(session, absence_id)
    assert found is not None
    assert found.last_day == TODAY


def test_a_deleted_absence_is_gone(session: Session) -> None:
    absence_id = enter(session, "2026-11-25", "2026-12-04")
    delete_absence(session, absence_id)
    assert read_absences(session) == []
