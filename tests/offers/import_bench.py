"""How long large imports take, and how much memory: ``python -m tests.offers.import_bench [programmes|dates] …``.

Each file is made, imported and imported again in a process of its own, on SQLite or on the database of ``--url``.
Prints a line of JSON per step: seconds by the clock and of the processor, megabytes at the peak, numbers of the report.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Iterator
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.db import make_engine, make_session_factory
from bot.migrations.upgrade import upgrade_database
from tests.offers.importers.generate import programme, write_fdb_csv, write_fdb_zip, write_openqcat
from tests.offers.importers.running import take_file

PROGRAMMES = 2_525  # as many as the federal database had in August 2026
COURSES, DATES = 10_000, 10
FIRST = date(2027, 1, 4)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["fdb-csv", "fdb-xml", "openqcat"])
    parser.add_argument("--url", help="an empty database; a SQLite file of its own by default")
    arguments = parser.parse_args()
    for source in arguments.what:
        with TemporaryDirectory() as folder:
            path = make_file(source, Path(folder))
            url = arguments.url or f"sqlite:///{folder}/bench.db"
            for run in ("first", "second"):
                print(json.dumps({"source": source, "run": run, **measure(url, source, path)}), flush=True)


def make_file(source: str, folder: Path) -> Path:
    """Write the file to be imported."""
    path = folder / "file"
    if source == "openqcat":
        return write_openqcat(path, COURSES, DATES, first=FIRST)
    programmes: Iterator = map(programme, range(PROGRAMMES))
    return (write_fdb_csv if source == "fdb-csv" else write_fdb_zip)(path, programmes)


def measure(url: str, source: str, path: Path) -> dict[str, object]:
    """Import a file in a new process and return what it took."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(import_file, (url, source, path))


def import_file(url: str, source: str, path: Path) -> dict[str, object]:
    """Import a file; the schema is not counted."""
    engine = make_engine(url)
    upgrade_database(engine)
    started, cpu = time.perf_counter(), time.process_time()
    plan = take_file(make_session_factory(engine), source, path)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "file_mb": path.stat().st_size // 1024**2,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "peak_mb": peak,
        **{name: count for name, count in plan.counts.items() if count},
    }


if __name__ == "__main__":
    main()
