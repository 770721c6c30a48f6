"""Organisations by name: people write them in many ways."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.contacts.models import Contact
from bot.german.normalize import fold

_IN_BRACKETS = re.compile(r"\([^)]*\)")
_LEGAL_FORMS = frozenset("gmbh ggmbh mbh ag eg ev e v kg ohg ug se co".split())


def organisation_key(name: str) -> str:
    """Return what the spellings of an organisation have in common: no legal form, no brackets, folded."""
    words = re.findall(r"\w+", fold(_IN_BRACKETS.sub(" ", name)))
    return " ".join(word for word in words if word not in _LEGAL_FORMS)


def find_spelling(session: Session, name: str) -> str:
    """Return how the contacts spell an organisation; a name that no contact has stays as it is."""
    key = organisation_key(name)
    spellings = session.scalars(select(Contact.organisation).distinct().order_by(Contact.organisation))
    return next((spelling for spelling in spellings if key and organisation_key(spelling) == key), name)
