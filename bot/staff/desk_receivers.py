"""Hand-offs: which contacts take concerns, and who stands in for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from starlette.responses import Response

from bot.accounts.roles import ADMINISTRATORS, ADVISERS
from bot.contacts.duty import Duty, find_duty_problems, read_duties, save_duty
from bot.contacts.routing import OFFICE, WFG_ADDRESS, find_return, find_route
from bot.contacts.rules import count_rules
from bot.staff.desk_rights import may_administer, note_change, read_changes
from bot.staff.pages import get, post
from bot.staff.visit import Visit


@dataclass(frozen=True)
class ReceiverLine:
    """A contact with an address: what leads to it, and whether it is there today."""

    duty: Duty
    is_lead: bool
    rule_count: int
    away_until: date | None


def show_receivers(visit: Visit) -> Response:
    """``GET /uebergabe``."""
    return _show(visit, read_duties(visit.session), {})


def save_receivers(visit: Visit) -> Response:
    """``POST /uebergabe``: all contacts of the form at once; those that changed are noted."""
    before = read_duties(visit.session)
    entered = [_read_duty(visit, duty) for duty in before]
    problems = find_duty_problems(entered)
    if problems:
        return _show(visit, entered, problems)
    names = {duty.slug: duty.name for duty in before}
    changed = [duty for duty, old in zip(entered, before, strict=True) if duty != old]
    for duty in changed:
        save_duty(visit.session, duty.slug, takes_handoffs=duty.takes_handoffs, deputy_slug=duty.deputy_slug)
        note_change(visit, "Empfänger geändert", f"empfaenger:{duty.slug}", _describe(duty, names))
    return visit.redirect("show_receivers", notice="Gespeichert." if changed else "Es war nichts zu ändern.")


def _read_duty(visit: Visit, duty: Duty) -> Duty:
    """Return what was entered for a contact; one that the form did not show stays as it is."""
    if duty.slug not in visit.form.getlist("kontakt"):
        return duty
    deputy = str(visit.form.get(f"vertretung-{duty.slug}", ""))
    return replace(duty, takes_handoffs=f"annahme-{duty.slug}" in visit.form, deputy_slug=deputy)


def _describe(duty: Duty, names: Mapping[str, str]) -> str:
    taking = "nimmt Anliegen an" if duty.takes_handoffs else "nimmt keine Anliegen an"
    return f"{taking}, Vertretung: {names.get(duty.deputy_slug, 'keine')}"


def _show(visit: Visit, duties: Sequence[Duty], problems: dict[str, str]) -> Response:
    rule_counts = count_rules(visit.session)
    lines = [_line(visit, duty, rule_counts) for duty in duties if duty.email or duty.takes_handoffs]
    return visit.page(
        "desk/receivers.html",
        status=422 if problems else 200,
        lines=sorted(lines, key=lambda line: not (line.is_lead or line.duty.takes_handoffs)),
        without_address=[duty for duty in duties if not (duty.email or duty.takes_handoffs)],
        receivers=[duty for duty in duties if duty.can_receive],
        problems=problems,
        names={duty.slug: duty.name for duty in duties},
        default=find_route(visit.session, (), visit.settings, today=visit.today),
        forced_address=visit.settings.handoff_to,
        office=f"{OFFICE}, {WFG_ADDRESS}",
        may_save=may_administer(visit),
        changes=read_changes(visit, "empfaenger:"),
    )


def _line(visit: Visit, duty: Duty, rule_counts: Mapping[str, int]) -> ReceiverLine:
    return ReceiverLine(
        duty,
        is_lead=duty.slug == visit.settings.handoff_contact,
        rule_count=rule_counts.get(duty.slug, 0),
        away_until=find_return(visit.session, duty.slug, visit.today),
    )


PAGES = (
    get("/uebergabe", show_receivers, ADVISERS),
    post("/uebergabe", save_receivers, ADMINISTRATORS),
)
