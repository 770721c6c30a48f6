"""Hand-offs: days on which a contact is away, or nobody is there at all."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from bot.accounts.roles import ADVISERS
from bot.contacts.duty import Duty, read_duties
from bot.contacts.leave import (
    LONGEST_NOTE,
    OFFICE,
    AbsenceView,
    InvalidAbsence,
    add_absence,
    delete_absence,
    end_absence,
    find_absence,
    read_absences,
)
from bot.handoff.plain_text import tidy_line
from bot.staff.accounts import LARGEST_ID
from bot.staff.audit_log import read_day
from bot.staff.desk_rights import may_administer, may_change, note_change, read_changes
from bot.staff.errors import no_right, not_found
from bot.staff.pages import get, post
from bot.staff.visit import Visit

WHOLE_OFFICE = "Ganzes Büro"
OFFICE_KEY = "buero"  # the whole office, in forms and in the log
SHOWN_PAST = 20
UNREADABLE = "Bitte geben Sie beide Tage an."
NOBODY = "Bitte wählen Sie, wer abwesend ist."


@dataclass(frozen=True)
class AbsenceLine:
    """An absence with the name of whoever is away."""

    absence: AbsenceView
    name: str
    is_now: bool
    may_change: bool


def show_leave(visit: Visit) -> Response:
    """``GET /uebergabe/abwesenheit``."""
    return _show(visit, {}, "")


def add_leave(visit: Visit) -> Response:
    """``POST /uebergabe/abwesenheit``."""
    typed = {name: tidy_line(str(visit.form.get(name, ""))) for name in ("wer", "von", "bis", "notiz")}
    first_day, last_day = read_day(typed["von"]), read_day(typed["bis"])
    if typed["wer"] not in _list_people(visit):
        return _show(visit, typed, NOBODY)
    if first_day is None or last_day is None:
        return _show(visit, typed, UNREADABLE)
    slug = OFFICE if typed["wer"] == OFFICE_KEY else typed["wer"]
    try:
        add_absence(visit.session, slug, first_day, last_day, note=typed["notiz"], today=visit.today)
    except InvalidAbsence as refusal:
        return _show(visit, typed, str(refusal))
    _note(visit, "Abwesenheit eingetragen", AbsenceView(0, slug, first_day, last_day, ""))
    return visit.redirect("show_leave", notice="Die Abwesenheit ist eingetragen.")


def end_leave(visit: Visit) -> Response:
    """``POST /uebergabe/abwesenheit/{absence}/beenden``: back today."""
    absence = _find_absence(visit)
    end_absence(visit.session, absence.id, today=visit.today)
    _note(visit, "Abwesenheit beendet", absence)
    return visit.redirect("show_leave", notice="Die Abwesenheit ist beendet.")


def delete_leave(visit: Visit) -> Response:
    """``POST /uebergabe/abwesenheit/{absence}/loeschen``."""
    absence = _find_absence(visit)
    delete_absence(visit.session, absence.id)
    _note(visit, "Abwesenheit gelöscht", absence)
    return visit.redirect("show_leave", notice="Die Abwesenheit ist gelöscht.")


def _note(visit: Visit, action: str, absence: AbsenceView) -> None:
    """Write down a change, without the note: why somebody is away stands in no log."""
    days = f"{absence.first_day:%d.%m.%Y} bis {absence.last_day:%d.%m.%Y}"
    note_change(visit, action, f"abwesenheit:{absence.contact_slug or OFFICE_KEY}", days)


def _find_absence(visit: Visit) -> AbsenceView:
    """Return the absence of the path. Raises Refused where it is unknown or somebody else's."""
    number = int(visit.params["absence"])
    absence = find_absence(visit.session, number) if number <= LARGEST_ID else None
    if absence is None:
        raise not_found("Diese Abwesenheit gibt es nicht mehr.")
    if not _may_change(visit, absence, {duty.slug: duty for duty in read_duties(visit.session)}):
        raise no_right()
    return absence


def _may_change(visit: Visit, absence: AbsenceView, duties: dict[str, Duty]) -> bool:
    duty = duties.get(absence.contact_slug)
    return may_administer(visit) or (duty is not None and may_change(visit, duty))


def _list_people(visit: Visit) -> dict[str, str]:
    """Return whose absences the visitor may enter, as key and name."""
    people = {duty.slug: duty.name for duty in read_duties(visit.session) if duty.email and may_change(visit, duty)}
    return {OFFICE_KEY: WHOLE_OFFICE, **people} if may_administer(visit) else people


def _show(visit: Visit, typed: dict[str, str], problem: str) -> Response:
    duties = {duty.slug: duty for duty in read_duties(visit.session)}
    lines = [_line(visit, absence, duties) for absence in read_absences(visit.session)]
    return visit.page(
        "desk/leave.html",
        status=422 if problem else 200,
        typed=typed,
        problem=problem,
        people=_list_people(visit),
        coming=[line for line in lines if line.absence.last_day >= visit.today],
        past=[line for line in reversed(lines) if line.absence.last_day < visit.today][:SHOWN_PAST],
        names={OFFICE_KEY: WHOLE_OFFICE, **{slug: duty.name for slug, duty in duties.items()}},
        longest_note=LONGEST_NOTE,
        changes=read_changes(visit, "abwesenheit:"),
    )


def _line(visit: Visit, absence: AbsenceView, duties: dict[str, Duty]) -> AbsenceLine:
    duty = duties.get(absence.contact_slug)
    name = duty.name if duty else absence.contact_slug or WHOLE_OFFICE
    is_now = absence.first_day <= visit.today <= absence.last_day
    return AbsenceLine(absence, name, is_now, _may_change(visit, absence, duties))


PAGES = (
    get("/uebergabe/abwesenheit", show_leave, ADVISERS),
    post("/uebergabe/abwesenheit", add_leave, ADVISERS),
    post("/uebergabe/abwesenheit/{absence:int}/beenden", end_leave, ADVISERS),
    post("/uebergabe/abwesenheit/{absence:int}/loeschen", delete_leave, ADVISERS),
)
