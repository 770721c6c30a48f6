"""Short names that are free: the key of a record, made from its title."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.content.kinds import Kind
from bot.content.records import find_row
from bot.german.slugs import make_slug
from bot.revisions.models import Revision

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def find_free_slug(session: Session, kind: Kind, title: str) -> str:
    """Return a short name that no record has or ever had."""
    wanted, number = make_slug(title), 1
    slug = wanted
    while is_taken(session, kind, slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def is_taken(session: Session, kind: Kind, key: str) -> bool:
    """Tell whether a record has this key, or had it once."""
    known = select(Revision.id).where(Revision.kind == kind.name, Revision.key == key).limit(1)
    return session.scalar(known) is not None or find_row(session, kind, key) is not None
