"""Hand-offs: the weekly hours of each contact, with what a visitor would read now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from bot.accounts.roles import ADVISERS
from bot.contacts.duty import Duty, read_duties
from bot.contacts.routing import find_return
from bot.contacts.weekly import Row, find_contacts_with_hours, save_weekly
from bot.handoff.deadlines import read_hours
from bot.handoff.hours import OfficeHours, find_next_openings
from bot.handoff.hours_entry import InvalidEntry, read_day, write_day
from bot.handoff.hours_words import WEEKDAYS, say_hours
from bot.handoff.promise import promise
from bot.handoff.public_holidays import find_holidays
from bot.local_time import local_day
from bot.staff.desk_rights import check_may_change, may_change, note_change, read_changes
from bot.staff.errors import not_found
from bot.staff.pages import get, post
from bot.staff.visit import Visit

SHOWN_OPENINGS = 5
NOTHING = "Ohne eine einzige Sprechzeit gibt es nichts zu speichern. Zum Löschen gibt es den Knopf weiter unten."


@dataclass(frozen=True)
class HoursLine:
    """A contact in the list: the hours in words, empty where unknown, and whether somebody is there now."""

    duty: Duty
    hours: str
    is_open: bool
    away_until: date | None
    may_change: bool


@dataclass(frozen=True)
class Day:
    """One weekday of the form."""

    field: str
    title: str
    text: str
    problem: str = ""


def show_all_hours(visit: Visit) -> Response:
    """``GET /uebergabe/zeiten``."""
    known = find_contacts_with_hours(visit.session)
    lines = [
        _line(visit, duty)
        for duty in read_duties(visit.session)
        if duty.can_receive or duty.slug in known or duty.slug == visit.settings.handoff_contact
    ]
    return visit.page("desk/all_hours.html", lines=lines, holidays=_list_holidays(visit.today))


def show_hours(visit: Visit) -> Response:
    """``GET /uebergabe/zeiten/{contact}``."""
    duty = _find_duty(visit)
    hours = _read_saved(visit, duty)
    return _show(visit, duty, [_day(weekday, write_day(hours.weekly.get(weekday, ()))) for weekday in range(7)], hours)


def save_hours(visit: Visit) -> Response:
    """``POST /uebergabe/zeiten/{contact}``: save, or with ``vorschau`` only look at what would be."""
    duty = _find_duty(visit)
    days, rows = _read_form(visit)
    if any(day.problem for day in days):
        return _show(visit, duty, days, None)
    hours = OfficeHours.from_rows(rows, _read_saved(visit, duty).absences)
    if "vorschau" in visit.form:
        return _show(visit, duty, days, hours)
    if not rows:
        return _show(visit, duty, days, hours, problem=NOTHING)
    save_weekly(visit.session, duty.slug, rows)
    note_change(visit, "Sprechzeiten geändert", f"zeiten:{duty.slug}", say_hours(hours))
    return visit.redirect("show_hours", notice="Die Sprechzeiten sind gespeichert.", contact=duty.slug)


def delete_hours(visit: Visit) -> Response:
    """``POST /uebergabe/zeiten/{contact}/loeschen``: nothing is known of the hours any more."""
    duty = _find_duty(visit)
    save_weekly(visit.session, duty.slug, ())
    note_change(visit, "Sprechzeiten gelöscht", f"zeiten:{duty.slug}")
    return visit.redirect("show_hours", notice="Die Sprechzeiten sind gelöscht.", contact=duty.slug)


def _find_duty(visit: Visit) -> Duty:
    """Return the contact of the path. Raises Refused where it is unknown or somebody else's."""
    duty = next((duty for duty in read_duties(visit.session) if duty.slug == visit.params["contact"]), None)
    if duty is None:
        raise not_found("Diesen Kontakt gibt es nicht oder nicht mehr.")
    check_may_change(visit, duty)
    return duty


def _read_saved(visit: Visit, duty: Duty) -> OfficeHours:
    return read_hours(visit.session, duty.slug, since=local_day(visit.now))


def _read_form(visit: Visit) -> tuple[list[Day], list[Row]]:
    """Return the days as they were typed, and the spans of those that can be read."""
    days: list[Day] = []
    rows: list[Row] = []
    for weekday in range(7):
        typed = str(visit.form.get(f"tag-{weekday}", ""))
        try:
            spans = read_day(typed)
        except InvalidEntry as refusal:
            days.append(_day(weekday, typed, str(refusal)))
            continue
        days.append(_day(weekday, write_day(spans)))
        rows += [(weekday, opens, closes) for opens, closes in spans]
    return days, rows


def _day(weekday: int, text: str, problem: str = "") -> Day:
    return Day(f"tag-{weekday}", WEEKDAYS[weekday], text, problem)


def _show(visit: Visit, duty: Duty, days: list[Day], hours: OfficeHours | None, *, problem: str = "") -> Response:
    """Show the form with what the hours would mean; None where they cannot be read."""
    return visit.page(
        "desk/hours.html",
        status=422 if problem or hours is None else 200,
        duty=duty,
        days=days,
        problem=problem,
        is_draft="vorschau" in visit.form,
        is_known=hours is not None and hours.is_known,
        told=promise(hours, is_somebody_there=False, now=visit.now) if hours else "",
        openings=find_next_openings(hours, visit.now, SHOWN_OPENINGS) if hours else [],
        holidays=_list_holidays(visit.today),
        changes=read_changes(visit, f"zeiten:{duty.slug}"),
    )


def _list_holidays(today: date) -> Mapping[int, list[tuple[date, str]]]:
    """Return the holidays of this and the next year, in order."""
    return {year: sorted(find_holidays(year).items()) for year in (today.year, today.year + 1)}


def _line(visit: Visit, duty: Duty) -> HoursLine:
    hours = _read_saved(visit, duty)
    return HoursLine(
        duty,
        say_hours(hours),
        is_open=hours.is_open(visit.now),
        away_until=find_return(visit.session, duty.slug, visit.today),
        may_change=may_change(visit, duty),
    )


PAGES = (
    get("/uebergabe/zeiten", show_all_hours, ADVISERS),
    get("/uebergabe/zeiten/{contact}", show_hours, ADVISERS),
    post("/uebergabe/zeiten/{contact}", save_hours, ADVISERS),
    post("/uebergabe/zeiten/{contact}/loeschen", delete_hours, ADVISERS),
)
