"""An upgrade of a database in which something stands: nothing of it may be lost."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

import pytest
from sqlalchemy import MetaData, func, select
from sqlalchemy.engine import Connection, Engine

from bot.migrations.upgrade import upgrade_database

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
FIRST_WITH_ROWS = "0002"

# Parents before children; what a row does not say is filled in by its type.
ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("topics", {"id": 1, "slug": "hochvolt"}),
    ("topic_synonyms", {"id": 1, "topic_id": 1, "text": "HV"}),
    ("faq_entries", {"id": 1, "slug": "was", "topic_group": "netzwerk", "certainty": "belegt", "status": "published"}),
    ("faq_variants", {"id": 1, "entry_id": 1, "text": "Was ist das?"}),
    ("faq_keywords", {"entry_id": 1, "position": 0}),
    ("offers", {"id": 1, "type": "weiterbildung", "slug": "kurs", "status": "laufend"}),
    ("training_offers", {"id": 1, "format": "online", "azav": "ja", "education_voucher": "ja"}),
    ("offer_topics", {"offer_id": 1, "topic": "hochvolt", "position": 0}),
    ("offer_variants", {"id": 1, "offer_id": 1}),
    ("contacts", {"id": 1, "slug": "kim"}),
    ("contact_areas", {"contact_id": 1, "area": "hochvolt", "position": 0}),
    ("contact_variants", {"id": 1, "contact_id": 1}),
    ("conversations", {"key": "k", "state": "bot"}),
    ("messages", {"id": 1, "conversation_key": "k", "position": 1, "author": "bot", "body": {}}),
    ("outcomes", {"id": 1, "conversation_key": "k", "kind": "answer"}),
    ("feedback", {"id": 1, "message_id": 1, "rating": 1}),
    ("tickets", {"id": 1, "status": "open", "reason": "asked", "email": "kim@example.org"}),
    ("ticket_events", {"id": 1, "ticket_id": 1}),
    ("outbox_mails", {"id": 1, "ticket_id": 1, "status": "pending"}),
)


def fill(connection: Connection) -> None:
    known = MetaData()
    known.reflect(connection)
    for name, values in ROWS:
        table = known.tables[name]
        rest = {column.name: blank(column) for column in table.columns if column.name not in values}
        connection.execute(table.insert().values({**rest, **values}))


def blank(column: Any) -> Any:
    if column.nullable:
        return None
    return {str: "x", int: 0, bool: False, datetime: NOON, date: NOON.date(), dict: {}}[column.type.python_type]


def count_rows(connection: Connection) -> dict[str, int]:
    known = MetaData()
    known.reflect(connection)
    return {name: connection.scalar(select(func.count()).select_from(known.tables[name])) for name, _ in ROWS}


@pytest.mark.slow
def test_no_row_is_lost_on_the_way_to_the_newest_schema(empty_engine: Engine) -> None:
    upgrade_database(empty_engine, FIRST_WITH_ROWS)
    with empty_engine.begin() as connection:
        fill(connection)
    upgrade_database(empty_engine)
    with empty_engine.connect() as connection:
        assert count_rows(connection) == dict.fromkeys(dict(ROWS), 1)


@pytest.mark.parametrize("fails", [False, True])
def test_references_are_watched_again_afterwards(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    if fails:
        monkeypatch.setattr("bot.migrations.upgrade.command.upgrade", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            upgrade_database(sqlite_engine)
    else:
        upgrade_database(sqlite_engine)
    with sqlite_engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
