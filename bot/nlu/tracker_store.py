"""Rasa's tracker store on a file or a server, set up for many short reads and writes."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import msgspec
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import sessionmaker

from bot.db import make_engine

WRITTEN = "written_events"  # attribute of a tracker: how many of its events the store has, from the first on


class ConversationTrackerStore(SQLTrackerStore):
    """SQLTrackerStore from one database URL (``host``), with one plain statement for each read and write.

    A conversation has one session only (``session_expiration_time: 0``), so all its events are read.
    """

    engine: Any

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
        self.engine.dispose()
        self.engine = make_engine(host)
        self.sessionmaker = sessionmaker(bind=self.engine, future=True)
        # Compiled once: to compose a statement and look it up takes longer than to run it.
        conversation = self.SQLEvent.sender_id == bindparam("sender")
        self._read = select(self.SQLEvent.data).where(conversation).order_by(self.SQLEvent.id).compile(self.engine)
        self._count = select(func.count()).where(conversation).compile(self.engine)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of a conversation, None for an unknown one."""
        with self.engine.connect() as connection:
            events = [msgspec.json.decode(data) for data in connection.scalars(self._read, {"sender": sender_id})]
        if not events or self.domain is None:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        setattr(tracker, WRITTEN, len(events))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the events that are not there yet."""
        await self.stream_events(tracker)
        if not tracker.events:  # a conversation that only begins
            return
        with self.engine.begin() as connection:
            written = getattr(tracker, WRITTEN, None)
            if written is None:
                written = connection.scalar(self._count, {"sender": tracker.sender_id}) or 0
            rows = [_row(tracker.sender_id, event) for event in islice(tracker.events, written, None)]
            if rows:
                connection.execute(insert(self.SQLEvent.__table__), rows)
        setattr(tracker, WRITTEN, len(tracker.events))


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
