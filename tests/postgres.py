"""A real PostgreSQL for the tests, from Debian's package: with one migrated database for test after test."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

MISSING = "PostgreSQL fehlt: bitte mit „apt-get install postgresql“ installieren."
SECONDS = 30.0
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB", "autovacuum=off")
KEEP = """
DO $$
DECLARE
    name text;
    has_rows boolean;
BEGIN
    CREATE SCHEMA kept;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO has_rows;
        IF has_rows THEN
            EXECUTE format('CREATE TABLE kept.%I AS TABLE %I', name, name);
        END IF;
    END LOOP;
END $$
"""
RESTORE = """
DO $$
DECLARE name text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    WHILE EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()) LOOP
        PERFORM pg_sleep(0.001), pg_stat_clear_snapshot();  -- else it might still take a key
    END LOOP;
    SET LOCAL session_replication_role = replica;  -- foreign keys are not in the way
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' LOOP
        EXECUTE format('INSERT INTO %I SELECT * FROM kept.%I', name, name);
    END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
        FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""


@dataclass(frozen=True)
class PostgresServer:
    """A running server on 127.0.0.1."""

    port: int
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), repr=False)

    def create_database(self) -> str:
        """Create an empty database and return its address."""
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def drop_database(self, url: str) -> None:
        """Drop a database, also one that is still in use."""
        self.execute(f"DROP DATABASE {_name_in(url)} WITH (FORCE)")

    def keep_rows(self, url: str) -> None:
        """Remember the rows of a database."""
        self.execute(KEEP, _name_in(url))

    def restore_rows(self, url: str) -> None:
        """Bring back the rows that were kept, and no others; keys count from 1, whoever uses the database is cut off.

        A new copy of the database would take twenty times as long.
        """
        self.execute(RESTORE, _name_in(url))

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run a statement outside of any transaction."""
        connection = psycopg2.connect(host="127.0.0.1", port=self.port, user="postgres", dbname=database)
        connection.autocommit = True
        try:
            connection.cursor().execute(statement)
        finally:
            connection.close()


def find_postgres() -> Path | None:
    """Return the folder with the newest ``initdb`` and ``postgres``, None without any."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if folders:
        return folders[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def run_postgres(programs: Path) -> Iterator[PostgresServer]:
    """Run a server on a free port, with data and socket in a temporary folder, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="lotse-postgres-"))
    user = _other_user()
    if user:
        shutil.chown(folder, user["user"], user["group"])
    data, port = folder / "data", _free_port()
    initdb = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder, **user)
    settings = [part for setting in (*FAST, "listen_addresses=127.0.0.1") for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        command = [programs / "postgres", "-D", data, "-k", folder, "-p", str(port), *settings]
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **user)
    try:
        server = PostgresServer(port)
        _wait_until_ready(server, process, folder / "log")
        yield server
    finally:
        process.send_signal(signal.SIGINT)  # the fast shutdown: open connections are cut
        process.wait(SECONDS)
        shutil.rmtree(folder)


def _name_in(url: str) -> str:
    """Return the name of the database at an address."""
    return url.rpartition("/")[2]


def _other_user() -> dict[str, Any]:
    """PostgreSQL refuses root: then it runs as its own user, or as nobody."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _wait_until_ready(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            return server.execute("SELECT 1")
        except psycopg2.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}") from None
            time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
