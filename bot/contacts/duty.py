"""Who takes concerns: switched on by staff for each contact, with a deputy for the days of an absence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.contacts.models import Contact

NO_ADDRESS = "Ohne E-Mail-Adresse kann {name} keine Anliegen annehmen. Bitte tragen Sie sie zuerst beim Kontakt ein."
OWN_DEPUTY = "{name} kann sich nicht selbst vertreten."
IDLE_DEPUTY = "{deputy} nimmt keine Anliegen an und kann {name} deshalb nicht vertreten."
CIRCLE = "Die Vertretungen laufen im Kreis: Am Ende würde {name} wieder sich selbst vertreten."


@dataclass(frozen=True)
class Duty:
    """A contact as a possible receiver of concerns."""

    slug: str
    name: str
    organisation: str
    email: str
    takes_handoffs: bool
    deputy_slug: str

    @property
    def can_receive(self) -> bool:
        """Whether concerns reach this contact."""
        return self.takes_handoffs and bool(self.email)


def read_duties(session: Session) -> list[Duty]:
    """Return all contacts that are not archived, by name."""
    columns = (
        Contact.slug,
        Contact.name,
        Contact.organisation,
        Contact.email,
        Contact.takes_handoffs,
        Contact.deputy_slug,
    )
    rows = session.execute(select(*columns).where(Contact.is_archived.is_(False)).order_by(Contact.name, Contact.slug))
    return [Duty(*row) for row in rows]


def save_duty(session: Session, slug: str, *, takes_handoffs: bool, deputy_slug: str) -> None:
    """Write whether a contact takes concerns, and who stands in. The caller commits."""
    row = session.execute(select(Contact).where(Contact.slug == slug)).scalar_one()
    row.takes_handoffs, row.deputy_slug = takes_handoffs, deputy_slug
    session.flush()


def find_duty_problems(duties: Iterable[Duty]) -> dict[str, str]:
    """Return what is wrong with the duties of all contacts together: a German sentence for each slug concerned."""
    by_slug = {duty.slug: duty for duty in duties}
    found = {slug: _find_problem(duty, by_slug) for slug, duty in by_slug.items()}
    return {slug: problem for slug, problem in found.items() if problem}


def _find_problem(duty: Duty, by_slug: Mapping[str, Duty]) -> str:
    if duty.takes_handoffs and not duty.email:
        return NO_ADDRESS.format(name=duty.name)
    if not duty.deputy_slug:
        return ""
    if duty.deputy_slug == duty.slug:
        return OWN_DEPUTY.format(name=duty.name)
    deputy = by_slug.get(duty.deputy_slug)
    if deputy is None or not deputy.can_receive:
        return IDLE_DEPUTY.format(name=duty.name, deputy=deputy.name if deputy else f"„{duty.deputy_slug}“")
    return CIRCLE.format(name=duty.name) if _stands_in_for_itself(duty, by_slug) else ""


def _stands_in_for_itself(duty: Duty, by_slug: Mapping[str, Duty]) -> bool:
    """Follow the deputies until they end or somebody comes a second time."""
    passed: set[str] = set()
    slug = duty.deputy_slug
    while slug in by_slug and slug not in passed:
        if slug == duty.slug:
            return True
        passed.add(slug)
        slug = by_slug[slug].deputy_slug
    return False
