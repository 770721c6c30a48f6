"""A bench for filtered search: ``python -m tests.offers.search_bench [sqlite|postgresql]`` prints what it takes.

Each of 200 searches is one page of 50 with its count among 100,000 trainings, done three times, of which the quickest
counts. By the clock, and by the processor: of this process and, with PostgreSQL, of the server's process for it.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.db import make_engine, make_session_factory
from bot.migrations.upgrade import upgrade_database
from bot.offers.filters import TRAINING, OfferFilters
from bot.offers.finding import find_offers
from tests.offers.generated import TODAY, TOPICS, write_trainings
from tests.postgres import find_postgres, run_postgres

TRAININGS = 100_000
SEARCHES = 200
PAGE = 50
TRIES = 3
SHOWN = 5
MAXIMUM_P95 = 0.030  # seconds of one search with its count


def make_filters(chance: random.Random) -> OfferFilters:
    """Return the conditions of a search as visitors combine them."""
    month = chance.randint(1, 12)
    options = (
        {"topics": (chance.choice(TOPICS),)},
        {"topics": tuple(chance.sample(TOPICS, 2))},
        {"formats": ("online",)},
        {"place": chance.choice(("Kassel", "Baunatal", "Wolfhagen"))},
        {"place": "Melsungen", "radius_km": 20},
        {"first_day": date(2027, month, 1), "last_day": date(2027, month, 28)},
        {"first_day": date(2027, month, 1)},
        {"max_price": chance.choice((0.0, 200.0, 500.0))},
        {"needs_voucher": True},
        {"schedules": ("teilzeit",)},
    )
    filters = OfferFilters(TRAINING)
    for option in chance.sample(options, chance.randint(1, 4)):
        filters = replace(filters, **option)
    return filters


def measure(session: Session, searches: int = SEARCHES) -> list[tuple[float, float, OfferFilters]]:
    """Return seconds of the processor and by the clock of each search, by the former, the slowest last."""
    chance, server = random.Random(1), _find_server(session)
    times = []
    for _ in range(searches):
        filters = make_filters(chance)
        took = min(_search(session, filters, server) for _ in range(TRIES))
        times.append((*took, filters))
    return sorted(times, key=lambda entry: entry[0])


def _search(session: Session, filters: OfferFilters, server: Path | None) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time() + _read_seconds(server)
    find_offers(session, filters, today=TODAY, show_samples=True, limit=PAGE)
    return time.process_time() + _read_seconds(server) - processor, time.perf_counter() - clock


def _find_server(session: Session) -> Path | None:
    """Return where Linux tells how long the server's process for this session has run; helpers are switched off."""
    if session.bind.dialect.name != "postgresql":
        return None
    session.execute(text("SET max_parallel_workers_per_gather = 0"))
    return Path(f"/proc/{session.scalar(text('SELECT pg_backend_pid()'))}/schedstat")


def _read_seconds(server: Path | None) -> float:
    return int(server.read_text().split()[0]) / 1e9 if server else 0.0


@contextmanager
def open_database(kind: str) -> Iterator[str]:
    """Give the address of an empty database of a kind."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'bench.db'}"
    else:
        with run_postgres(find_postgres()) as server:
            yield server.create_database()


def main(kind: str) -> None:
    """Fill a database, measure, and print."""
    with open_database(kind) as url:
        engine = make_engine(url)
        upgrade_database(engine)
        with make_session_factory(engine)() as session:
            write_trainings(session, TRAININGS)
            session.commit()
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # As PostgreSQL does by itself after so many new rows.
            connection.execute(text("ANALYZE" if kind == "sqlite" else "VACUUM ANALYZE"))
        with make_session_factory(engine)() as session:
            measure(session, 20)
            times = measure(session)
        engine.dispose()
    for number, what in enumerate(("processor", "clock")):
        seconds = sorted(entry[number] for entry in times)
        middle, high = (seconds[int(len(seconds) * share)] * 1000 for share in (0.5, 0.95))
        print(f"{kind}, {what}: p50 {middle:.1f} ms, p95 {high:.1f} ms (goal {MAXIMUM_P95 * 1000:.0f} ms)")
    for took, _clock, filters in times[-SHOWN:]:
        print(f"{took * 1000:8.1f} ms {filters.to_slot()}")


if __name__ == "__main__":
    for name in sys.argv[1:] or ("sqlite", "postgresql"):
        main(name)
