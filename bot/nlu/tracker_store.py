"""Rasa's tracker store on a file or a server, set up for many short writes."""

from __future__ import annotations

from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy import event
from sqlalchemy.engine import make_url

from bot.db import set_sqlite_pragmas


class ConversationTrackerStore(SQLTrackerStore):
    """SQLTrackerStore from one database URL (``host``); SQLite gets WAL, else each message would wait for the disk."""

    def __init__(
        self, domain: Domain | None = None, host: str = "", event_broker: EventBroker | None = None, **kwargs: Any
    ) -> None:
        parsed = make_url(host)
        super().__init__(
            domain,
            dialect=parsed.drivername,
            host=parsed.host,
            port=parsed.port,
            db=parsed.database,
            username=parsed.username,
            password=parsed.password,
            event_broker=event_broker,
            query=dict(parsed.query),
        )
        if parsed.get_backend_name() == "sqlite":
            event.listen(self.engine, "connect", set_sqlite_pragmas)
            self.engine.dispose()  # the connection that made the tables was opened before the pragmas were set
