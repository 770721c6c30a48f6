"""Find the right contact: by name, by organisation, by what they are responsible for."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.contacts.models import Contact, ContactArea, ContactVariant
from bot.db import read_rows, read_texts

# Named when even the database cannot be asked (press release of 12.04.2023).
WAY_OUT = "Wirtschaftsförderung Region Kassel, +49 561 70733-50, info@wfg-kassel.de"


@dataclass(frozen=True)
class ContactView:
    """What is shown of a contact."""

    slug: str
    name: str
    role: str
    organisation: str
    phone: str
    email: str
    website: str
    is_contactable: bool
    source_title: str
    source_date: str
    areas: tuple[str, ...]
    variants: tuple[str, ...] = ()

    @property
    def is_organisation(self) -> bool:
        """Tell whether this is an office rather than a person."""
        return self.slug.startswith(("org-", "wfg-"))

    @property
    def short_names(self) -> tuple[str, ...]:
        """Return how the contact is called for short: a person's surname, an organisation's abbreviation."""
        if not self.is_organisation:
            return (self.name.split()[-1],)
        inner = re.findall(r"\(([^)]+)\)", f"{self.name} {self.organisation}")
        outer = [re.sub(r"\s*\([^)]*\)", "", self.name).split(",")[0], self.organisation]
        return tuple(dict.fromkeys([*outer, *inner]))


_COLUMNS = [field.name for field in fields(ContactView) if field.name not in ("areas", "variants")]


def read_contacts(session: Session) -> list[ContactView]:
    """Return all contacts that are not archived, with the ways to ask for them."""
    columns = (getattr(Contact, name) for name in _COLUMNS)
    statement = select(Contact.id, *columns).where(Contact.is_archived.is_(False)).order_by(Contact.id)
    areas = read_texts(session, ContactArea.contact_id, ContactArea.area, ContactArea.position)
    variants = read_texts(session, ContactVariant.contact_id, ContactVariant.text)
    return [
        _make_view(values, areas.get(contact_id, ()), variants.get(contact_id, ()))
        for contact_id, *values in read_rows(session, statement)
    ]


def read_contact(session: Session, slug: str) -> ContactView | None:
    """Return one contact, or None."""
    row = session.scalar(
        select(Contact).where(Contact.slug == slug, Contact.is_archived.is_(False)).options(selectinload(Contact.areas))
    )
    return view_contact(row) if row else None


def find_by_area(session: Session, areas: list[str], *, limit: int = 3) -> list[ContactView]:
    """Return contactable people and places responsible for one of the areas: first area first, specialists first."""
    rank = {area: number for number, area in reversed(list(enumerate(areas)))}
    statement = (
        select(Contact, ContactArea.area, ContactArea.position)
        .join(ContactArea)
        .where(ContactArea.area.in_(areas), Contact.is_contactable.is_(True), Contact.is_archived.is_(False))
        .options(selectinload(Contact.areas))
        .order_by(Contact.id)
    )
    rows = sorted(session.execute(statement), key=lambda row: (rank[row.area], row.position))
    found = {row.Contact.slug: view_contact(row.Contact) for row in rows}
    return list(found.values())[:limit]


def view_contact(row: Contact) -> ContactView:
    """Return a row as plain data, without the ways to ask for it."""
    return _make_view([getattr(row, name) for name in _COLUMNS], tuple(area.area for area in row.areas))


def _make_view(columns: list[Any], areas: tuple[str, ...], variants: tuple[str, ...] = ()) -> ContactView:
    return ContactView(**dict(zip(_COLUMNS, columns, strict=True)), areas=areas, variants=variants)
