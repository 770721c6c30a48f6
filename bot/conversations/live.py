"""Tell open pages, in whichever process they wait, that there is something new: one row per piece of news."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from bot.conversations.models import LiveEvent
from bot.db import utc_now

STAFF = "staff"  # the channel of what concerns the back office as a whole
ANNOUNCED = "announced"  # marks sessions whose commit is worth a look at once
TYPING = timedelta(seconds=6)  # how long it is true that somebody is writing

_EVENTS = LiveEvent.__table__
_ADD = insert(_EVENTS)
_READ = (
    select(_EVENTS.c.id, _EVENTS.c.at, _EVENTS.c.channel, _EVENTS.c.kind, _EVENTS.c.data)
    .where(_EVENTS.c.id > bindparam("since"))
    .order_by(_EVENTS.c.id)
)
_LAST = select(func.max(_EVENTS.c.id))


@dataclass(frozen=True)
class News:
    """One announcement: on the channel of a conversation (its key) or ``STAFF``.

    ``kind`` is ``message`` or ``state`` (read the conversation), ``cases`` (read the list of cases) or ``typing``
    (``data`` says who).
    """

    id: int
    at: datetime
    channel: str
    kind: str
    data: dict[str, Any] = field(default_factory=dict)

    def is_typing(self, author: str, *, now: datetime) -> bool:
        """Tell whether by this the ``visitor`` or a ``person`` is writing now."""
        return self.kind == "typing" and self.data.get("from") == author and now - self.at < TYPING


def announce(session: Session, channel: str, kind: str, data: dict[str, Any] | None = None) -> None:
    """Announce something with the transaction of whatever it is about: nobody hears of it before the commit."""
    row = {"at": utc_now(), "channel": channel, "kind": kind, "data": data or {}}
    session.connection().execute(_ADD, row)
    session.info[ANNOUNCED] = True


def read_news(session: Session, *, since: int) -> list[News]:
    """Return what was announced behind an id, oldest first."""
    return [News(*row) for row in session.connection().execute(_READ, {"since": since})]


def find_last_news(session: Session) -> int:
    """Return the id of the newest announcement, 0 where there is none."""
    return int(session.connection().scalar(_LAST) or 0)


def sweep(session: Session, *, before: datetime) -> int:
    """Delete what was announced before a time and return how much that was. The caller commits.

    The newest row always stays: without it SQLite would number from 1 again, and readers wait behind a number.
    """
    newest = select(func.max(_EVENTS.c.id)).scalar_subquery()
    swept = session.execute(delete(_EVENTS).where(_EVENTS.c.at < before, _EVENTS.c.id < newest))
    return int(swept.rowcount)
