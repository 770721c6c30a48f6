from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.db import make_engine, make_session_factory, read_content_version
from bot.topics.models import Topic


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 15000), ("synchronous", 1)]
)
def test_every_sqlite_connection_has_its_pragmas(sqlite_engine: Engine, pragma: str, value: object) -> None:
    sqlite_engine.dispose()
    with sqlite_engine.connect() as connection:
        assert connection.scalar(text(f"PRAGMA {pragma}")) == value


def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deep" / "lotse.db"
    engine = make_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    assert path.is_file()


def test_making_an_engine_opens_no_connection(tmp_path: Path) -> None:
    make_engine(f"sqlite:///{tmp_path / 'lotse.db'}")
    make_engine("postgresql://nobody@127.0.0.1:1/nothing")
    assert not (tmp_path / "lotse.db").exists()


def test_a_committed_row_can_be_read_after_its_session(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        topic = Topic(slug="ki", name="KI")
        session.add(topic)
    assert topic.slug == "ki"


def test_a_second_writer_waits_for_the_first(session_factory: sessionmaker) -> None:
    def write_elsewhere() -> None:
        with session_factory.begin() as other:
            other.add(Topic(slug="b", name="B"))

    with session_factory.begin() as session:
        session.add(Topic(slug="a", name="A"))
        session.flush()
        elsewhere = Thread(target=write_elsewhere)
        elsewhere.start()
        elsewhere.join(0.2)
        assert elsewhere.is_alive()
    elsewhere.join(10)
    with session_factory() as session:
        assert session.scalars(select(Topic.slug).order_by(Topic.slug)).all() == ["a", "b"]
        assert read_content_version(session) == 2


def test_a_reader_is_not_held_up_by_a_writer(session_factory: sessionmaker) -> None:
    with session_factory.begin() as writer:
        writer.add(Topic(slug="a", name="A"))
        writer.flush()
        with session_factory() as reader:
            assert reader.scalars(select(Topic)).all() == []


def test_a_seeded_database_has_a_version(seeded: sessionmaker) -> None:
    with seeded() as session:
        assert read_content_version(session) > 0


def test_sessions_of_other_factories_do_not_count(sqlite_engine: Engine) -> None:
    with sessionmaker(sqlite_engine, future=True).begin() as session:
        session.add(Topic(slug="a", name="A"))
    with make_session_factory(sqlite_engine)() as session:
        assert read_content_version(session) == 0


def test_what_was_written_in_a_savepoint_goes_with_its_transaction(session_factory: sessionmaker) -> None:
    with suppress(ZeroDivisionError), session_factory.begin() as session:
        with session.begin_nested():
            session.add(Topic(slug="a", name="A"))
        raise ZeroDivisionError
    with session_factory() as session:
        assert session.scalars(select(Topic)).all() == []


def test_nobody_writes_between_reading_and_writing_in_a_savepoint(session_factory: sessionmaker) -> None:
    def write_elsewhere() -> None:
        with session_factory.begin() as other:
            other.add(Topic(slug="b", name="B"))

    with session_factory.begin() as session, session.begin_nested():
        assert session.scalars(select(Topic)).all() == []
        elsewhere = Thread(target=write_elsewhere)
        elsewhere.start()
        elsewhere.join(0.2)
        session.add(Topic(slug="a", name="A"))
        session.flush()
    elsewhere.join(10)
    with session_factory() as session:
        assert session.scalars(select(Topic.slug).order_by(Topic.slug)).all() == ["a", "b"]
