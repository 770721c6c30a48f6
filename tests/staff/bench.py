"""Measure every page of the back office over large data: ``python -m tests.staff.bench``.

Prints for SQLite and PostgreSQL how long each page takes, from the request to the whole answer, in this process.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

import httpx
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.accounts.roles import EVERYBODY
from bot.analytics.daily import count_all
from bot.db import make_engine, make_session_factory
from bot.faq.models import FaqEntry
from bot.migrations.upgrade import upgrade_database
from bot.settings import ROOT, Settings
from bot.staff import dashboard
from bot.staff.app import PAGES
from tests.analytics.large import Size, fill
from tests.postgres import find_postgres, run_postgres
from tests.staff.desk import Desk, make_desk
from tests.staff.page_paths import PARAMETER, VALUES

ENGINES = ("sqlite", "postgresql")
TODAY = date(2026, 11, 22)
# What stands in the paths, where the large data have other keys than the tests.
LARGE_VALUES = {**VALUES, "key": "eintrag-1"}
KEYS_OF_KIND = {"foerderung": "angebot-10", "weiterbildung": "angebot-1", "kontakt": "kontakt-1", "thema": "thema-1"}
FIGURES = {getattr(dashboard, name) for name in dashboard.TABS if hasattr(dashboard, name)}
PERIODS = ("", "?tage=90", "?von=2025-11-22&bis=2026-11-22")


@dataclass(frozen=True)
class Timing:
    """How long one address took, in milliseconds; ``cpu`` is this process's own time, without waiting."""

    address: str
    status: int
    median: float
    p95: float
    cpu: float
    kilobytes: float


def main() -> None:
    """Measure on the engines that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, action="append", help="default: both")
    parser.add_argument("--database", help="address of a database to be filled once and kept, instead of the engines")
    parser.add_argument("--visits", type=int, default=20, help="visits of each page")
    parser.add_argument("--share", type=float, default=1.0, help="share of the full amount of data, for a quick try")
    parser.add_argument("--only", default="", help="only addresses that contain this")
    options = parser.parse_args()
    for name in [options.database] if options.database else options.engine or ENGINES:
        with open_engine(name) as engine:
            started = time.perf_counter()
            desk = fill_desk(engine, options.share)
            print(f"\n{engine.dialect.name}: filled in {time.perf_counter() - started:.0f} s\n")
            timings = asyncio.run(measure(desk, visits=options.visits, only=options.only))
            print(write_table(timings))


@contextmanager
def open_engine(name: str) -> Iterator[Engine]:
    """Open an empty database of an engine until the block ends, or the one at an address."""
    if name not in ENGINES:
        engine = make_engine(name)
        yield engine
        engine.dispose()
        return
    if name == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            engine = make_engine(f"sqlite:///{folder}/large.db")
            yield engine
            engine.dispose()
        return
    programs = find_postgres()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed.")
    with run_postgres(programs) as server:
        engine = make_engine(server.create_database())
        yield engine
        engine.dispose()


def fill_desk(engine: Engine, share: float) -> Desk:
    """Fill a database unless it is filled, count its outcomes and open a back office over it."""
    upgrade_database(engine)
    factory = make_session_factory(engine)
    with factory() as session:
        is_empty = session.scalar(select(func.count()).select_from(FaqEntry)) == 0
    if is_empty:
        full = Size()
        size = Size(**{name: max(1, int(value * share)) for name, value in vars(full).items()} | {"days": full.days})
        fill(engine, size, today=TODAY)
    count_all(factory)
    settings = Settings(today=TODAY, var_dir=ROOT / "var", models_dir=ROOT / "models", rate_limit=False)
    return make_desk(factory, settings)


async def measure(desk: Desk, *, visits: int, only: str) -> list[Timing]:
    """Open every page that is read, so many times each."""
    async with desk.log_in(*EVERYBODY, email=f"{time.time():.0f}@example.org") as client:
        addresses = [address for address in list_addresses() if only in address]
        return [await _measure(client, address, visits) for address in addresses]


def list_addresses() -> list[str]:
    """Return the addresses of all pages that are read; pages of content once for each kind."""
    addresses = []
    for page in PAGES:
        if page.method != "GET" or page.roles is None:
            continue
        for kind in KEYS_OF_KIND.keys() | {"faq"} if "{kind}" in page.path else {""}:
            values = {**LARGE_VALUES, "kind": kind, "key": KEYS_OF_KIND.get(kind, LARGE_VALUES["key"])}
            path = PARAMETER.sub(lambda found, values=values: values[found[1]], page.path)
            addresses += [path + query for query in (PERIODS if page.view in FIGURES else ("",))]
    return sorted(addresses)


async def _measure(client: httpx.AsyncClient, address: str, visits: int) -> Timing:
    answer = await client.get(f"/redaktion{address}")  # statements and templates are composed once
    times = []
    cpu = time.process_time()
    for _ in range(visits):
        started = time.perf_counter()
        answer = await client.get(f"/redaktion{address}")
        times.append((time.perf_counter() - started) * 1000)
    steps = quantiles(times, n=20, method="inclusive")
    cpu = (time.process_time() - cpu) * 1000 / visits
    return Timing(address, answer.status_code, steps[9], steps[18], cpu, len(answer.content) / 1024)


def write_table(timings: list[Timing]) -> str:
    """Return the figures as a table in Markdown, the slowest page first."""
    lines = ["| Page | Status | p50 (ms) | p95 (ms) | CPU (ms) | KB |", "|---|---|---|---|---|---|"]
    for one in sorted(timings, key=lambda one: -one.p95):
        figures = (one.median, one.p95, one.cpu, one.kilobytes)
        lines.append(f"| {one.address} | {one.status} | {' | '.join(f'{value:.0f}' for value in figures)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
