"""What waits, and what was: revisions as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.content.kinds import KINDS, Kind
from bot.content.records import Record, from_json
from bot.content.tables import key_of, only
from bot.revisions.categories import CategoryRules, category_key, read_all_rules
from bot.revisions.models import OPEN, Revision

PAGE_SIZE = 50


@dataclass(frozen=True)
class RevisionLine:
    """A revision without its text, for lists."""

    kind: Kind
    key: str
    number: int
    status: str
    title: str
    author_id: int | None
    author: str
    created_at: datetime
    note: str
    publish_at: datetime | None
    published_at: datetime | None
    decided_by: str


COLUMNS = tuple(getattr(Revision, name) for name in RevisionLine.__dataclass_fields__)


def find_open_states(session: Session, kind: Kind, keys: list[str]) -> dict[str, str]:
    """Return the status of what is open, for the records of one page."""
    open_ones = select(Revision.key, Revision.status).where(
        Revision.kind == kind.name, Revision.key.in_(keys), Revision.status.in_(OPEN)
    )
    return dict(map(tuple, session.execute(open_ones).all())) if keys else {}


def find_open_lines(session: Session, kind: Kind, *, page: int = 1) -> list[RevisionLine]:
    """Return the open revisions of a kind, the newest first."""
    found = _select_open().where(Revision.kind == kind.name)
    return _read(session, found.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))


def count_open(session: Session, kind: Kind) -> int:
    """Return how many open revisions a kind has."""
    counted = select(func.count()).where(Revision.status.in_(OPEN), Revision.kind == kind.name)
    return session.scalar(counted) or 0


def find_unpublished(session: Session, kind: Kind, *, limit: int = PAGE_SIZE) -> list[RevisionLine]:
    """Return the open revisions of records that are not live yet."""
    is_live = select(key_of(kind)).where(key_of(kind) == Revision.key, *only(kind)).exists()
    return _read(session, _select_open().where(Revision.kind == kind.name, ~is_live).limit(limit))


def find_own(session: Session, actor: AccountView, *statuses: str) -> list[RevisionLine]:
    """Return somebody's own open revisions, the newest first."""
    found = _select_open().where(Revision.author_id == actor.id, Revision.status.in_(statuses))
    return _read(session, found.limit(PAGE_SIZE))


def count_own(session: Session, actor: AccountView) -> int:
    """Return how many drafts somebody has that are not handed in."""
    counted = select(func.count()).where(Revision.author_id == actor.id, Revision.status == "draft")
    return session.scalar(counted) or 0


def count_scheduled(session: Session) -> int:
    """Return how many revisions the clock will publish."""
    return session.scalar(select(func.count()).where(Revision.status == "scheduled")) or 0


def find_scheduled(session: Session) -> list[RevisionLine]:
    """Return what will be published by the clock, the next first."""
    found = select(*COLUMNS).where(Revision.status == "scheduled").order_by(Revision.publish_at, Revision.id)
    return _read(session, found.limit(PAGE_SIZE))


def find_waiting(session: Session, actor: AccountView) -> list[RevisionLine]:
    """Return what was handed in and may be published by this account, the oldest first."""
    rules = read_all_rules(session)
    rows = session.execute(
        select(*COLUMNS, Revision.data).where(Revision.status == "review").order_by(Revision.created_at, Revision.id)
    ).all()
    return [
        _line(row[:-1])
        for row in rows
        if row.author_id != actor.id and _may_decide(rules, KINDS[row.kind], row.data, row.author_id, actor)
    ]


def read_history(session: Session, kind: Kind, key: str) -> list[RevisionLine]:
    """Return all states of a record, the newest first."""
    found = select(*COLUMNS).where(Revision.kind == kind.name, Revision.key == key)
    return _read(session, found.order_by(Revision.number.desc()))


def _may_decide(
    rules: dict[str, CategoryRules], kind: Kind, data: Record, author_id: int | None, actor: AccountView
) -> bool:
    category = category_key(kind, from_json(kind, data))
    return rules[category].allows_publishing(actor, author_id=author_id)


def _select_open() -> Any:
    return select(*COLUMNS).where(Revision.status.in_(OPEN)).order_by(Revision.created_at.desc(), Revision.id.desc())


def _read(session: Session, statement: Any) -> list[RevisionLine]:
    return [_line(row) for row in session.execute(statement)]


def _line(row: Any) -> RevisionLine:
    return RevisionLine(KINDS[row[0]], *row[1:])
