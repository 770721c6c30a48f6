"""Fields that point to other records: which ones there are, and what may stand in them."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.content.fields import GROUP
from bot.content.kinds import FAQ, FUNDING, TOPIC, Kind
from bot.content.queries import ListFilter, conditions_of
from bot.content.tables import key_of, only, table_of, title_of

# Field -> the kinds whose short names may stand in it. "areas" may also name a group of the FAQ.
POINTERS: dict[str, Kind] = {"topics": TOPIC, "areas": TOPIC, "related": FAQ, "successor": FUNDING}
MOST_CHOICES = 500  # more in one list help nobody, and make the page slow


def find_choices(session: Session, field: str) -> dict[str, str]:
    """Return short name and title of what may stand in a field; empty where there are too many to list."""
    kind = POINTERS[field]
    key, title = key_of(kind), title_of(kind)
    listed = select(key, title).where(*conditions_of(kind, ListFilter())).order_by(title, table_of(kind).id)
    rows = session.execute(listed.limit(MOST_CHOICES + 1)).all()
    if len(rows) > MOST_CHOICES:
        return {}
    return {**(GROUP if field == "areas" else {}), **dict(map(tuple, rows))}


def find_titles(session: Session, field: str, slugs: list[str]) -> dict[str, str]:
    """Return the titles of those short names that exist."""
    kind = POINTERS[field]
    key, title = key_of(kind), title_of(kind)
    rows = session.execute(select(key, title).where(key.in_(slugs), *only(kind))).all() if slugs else []
    found = dict(map(tuple, rows))
    groups = GROUP if field == "areas" else {}
    return {slug: groups.get(slug) or found[slug] for slug in slugs if slug in groups or slug in found}


def resolve(session: Session, field: str, written: str) -> str | None:
    """Return the short name that somebody wrote, as such or as a title; None where nothing fits, or several do."""
    if find_titles(session, field, [written]):
        return written
    if field == "areas":
        group = next((key for key, title in GROUP.items() if title.casefold() == written.casefold()), None)
        if group:
            return group
    kind = POINTERS[field]
    same = func.lower(title_of(kind)) == func.lower(written)
    found = session.scalars(select(key_of(kind)).where(same, *only(kind)).limit(2)).all()
    return found[0] if len(found) == 1 else None
