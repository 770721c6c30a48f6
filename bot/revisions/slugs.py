"""Short names: the key of a record, made from its title, used in links and by other records."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.content.kinds import Kind
from bot.content.records import find_row
from bot.revisions.models import Revision

LONGEST = 60  # the column holds 80; the rest is for a number
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "@": "a", "&": " und ", "€": " euro "})


def make_slug(title: str) -> str:
    """Return a title as ASCII words with hyphens, cut at a word: "Was ist § 82?" becomes "was-ist-82"."""
    plain = unicodedata.normalize("NFC", title).casefold().translate(UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    return words or "eintrag"


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
