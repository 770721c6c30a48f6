"""Read and take files in the tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path

from sqlalchemy.orm import sessionmaker

from bot.offers.importers.applying import apply_plan
from bot.offers.importers.planning import Plan, make_plan
from bot.offers.importers.reading import Reading, ReadOptions, SourceRecord
from bot.offers.importers.sources import SOURCES, read_source
from bot.revisions.source_history import OfferHistory

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 8, tzinfo=timezone.utc)


@dataclass
class ReadFile:
    """What a reader gave."""

    records: list[SourceRecord]
    reading: Reading

    @property
    def values(self) -> dict[str, object]:
        """Return the values of the only record."""
        (record,) = self.records
        return record.values


def read_file(source: str, path: Path, provider: str = "") -> ReadFile:
    """Read a file to its end. Raises UnreadableSource."""
    reading = Reading()
    records = list(read_source(SOURCES[source], path, ReadOptions(TODAY, provider), reading))
    return ReadFile(records, reading)


def take_file(factory: sessionmaker, source: str, path: Path, provider: str = "") -> Plan:
    """Read a file and carry out its plan in one transaction."""
    reading, history = Reading(), OfferHistory()
    with factory.begin() as session:
        records = read_source(SOURCES[source], path, ReadOptions(TODAY, provider), reading)
        plan = make_plan(session, SOURCES[source].identity, records, reading, history=history, today=TODAY)
        apply_plan(session, plan, filename=path.name, author="Test", history=history, now=NOW)
    return plan
