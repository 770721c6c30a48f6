"""Who receives a concern: the contact whose area it is, else the project lead; whoever is away is stood in for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.contacts.models import Absence, Contact, Route
from bot.settings import Settings

# The office of the Wirtschaftsförderung: the last resort where neither setting nor contact names an address.
WFG_ADDRESS = "info@wfg-kassel.de"
OFFICE = "Wirtschaftsförderung Region Kassel"


@dataclass(frozen=True)
class Recipient:
    """Whom a concern can be sent to; the office itself has no slug."""

    slug: str
    name: str
    email: str
    organisation: str = ""


@dataclass(frozen=True)
class HandoffRoute:
    """Who receives a concern, who stands in when nobody answers, and why, as a German sentence for staff.

    ``is_stood_in_for``: the one whose turn it is is away, and the deputy receives it.
    """

    to: Recipient
    deputy: Recipient | None
    why: str
    is_stood_in_for: bool = False


def find_route(session: Session, areas: Sequence[str], settings: Settings, *, today: date) -> HandoffRoute:
    """Return the route of a concern; ``areas`` are slugs of topics, FAQ groups and organisations, best first.

    There always is one: without a rule, or where a rule names somebody who cannot receive anything, it is the
    project lead, and without one the office.
    """
    lead = find_lead(session, settings)
    ruled = _find_ruled(session, areas)
    if ruled is None:
        to, why = lead, "Keine Regel trifft zu: Projektleitung."
    else:
        area, to = ruled
        why = f"Regel für „{area}“."
    deputy = find_deputy(session, to.slug) or (lead if lead.slug != to.slug else None)
    back_on = find_return(session, to.slug, today)
    if back_on is None or deputy is None or find_return(session, deputy.slug, today) is not None:
        return HandoffRoute(to, deputy, why)
    return HandoffRoute(deputy, to, f"{why} {to.name} ist bis {back_on:%d.%m.%Y} abwesend: Vertretung.", True)


def find_lead(session: Session, settings: Settings) -> Recipient:
    """Return the project lead, without one the office: whoever receives what nobody else does."""
    row = session.scalar(select(Contact).where(Contact.slug == settings.handoff_contact))
    office = Recipient("", OFFICE, settings.handoff_to or WFG_ADDRESS, OFFICE)
    if row is None or row.is_archived:
        return office
    email = settings.handoff_to or row.email or WFG_ADDRESS
    return Recipient(row.slug, row.name, email, row.organisation)


def find_return(session: Session, slug: str, today: date) -> date | None:
    """Return the last day of the absence that a contact is in today, None for one who is there."""
    if not slug:
        return None
    now = (Absence.first_day <= today, Absence.last_day >= today, Absence.contact_slug == slug)
    return session.scalar(select(Absence.last_day).where(*now).order_by(Absence.last_day.desc()).limit(1))


def find_deputy(session: Session, slug: str) -> Recipient | None:
    """Return who stands in for a contact, None where nobody does."""
    deputy = session.scalar(select(Contact.deputy_slug).where(Contact.slug == slug)) if slug else ""
    return _read_by_slug(session, [deputy]).get(deputy) if deputy else None


def read_recipients(session: Session) -> list[Recipient]:
    """Return every contact who may receive concerns, by name."""
    return [_view(row) for row in session.scalars(_receivers().order_by(Contact.name))]


def _find_ruled(session: Session, areas: Sequence[str]) -> tuple[str, Recipient] | None:
    """Return the first area with a rule that leads to somebody, and whom it leads to."""
    if not areas:
        return None
    rules = dict(session.execute(select(Route.area, Route.contact_slug).where(Route.area.in_(areas))).all())
    found = _read_by_slug(session, rules.values())
    return next(((area, found[rules[area]]) for area in areas if rules.get(area) in found), None)


def _read_by_slug(session: Session, slugs: Iterable[str]) -> dict[str, Recipient]:
    rows = session.scalars(_receivers().where(Contact.slug.in_(set(slugs))))
    return {row.slug: _view(row) for row in rows}


def _receivers() -> Any:
    """Select the contacts who agreed to receive concerns and can."""
    return select(Contact).where(Contact.takes_handoffs.is_(True), Contact.is_archived.is_(False), Contact.email != "")


def _view(row: Contact) -> Recipient:
    return Recipient(row.slug, row.name, row.email, row.organisation)
