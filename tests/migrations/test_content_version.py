from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import delete, inspect, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

import bot.migrations.metadata  # noqa: F401 - registers every model
from bot.contacts.models import Contact
from bot.content.models import SentenceText
from bot.db import Base, Content, ContentVersion, make_session_factory, raise_content_version
from bot.db import read_content_version as read_version
from bot.faq.models import FaqEntry
from bot.offers.importers.models import OfferOriginal
from bot.offers.models import OfferTopic
from bot.topics.models import Topic
from tests.migrations.rows import every_other_row, faq_entry, funding

MODELS = [mapper.class_ for mapper in Base.registry.mappers]
CONTENT = sorted((model for model in MODELS if issubclass(model, Content)), key=lambda model: model.__name__)


def copy_of(row: Any) -> Any:
    written = [one.key for one in inspect(type(row)).column_attrs if one.columns[0].computed is None]
    return type(row)(**{name: getattr(row, name) for name in written})


def change(row: Any) -> None:
    attribute = next(
        name
        for name in ("description", "name", "text", "short_text", "question", "position", "slug")
        if hasattr(row, name)
    )
    value = getattr(row, attribute)
    setattr(row, attribute, value + 1000 if isinstance(value, int) else f"{value} neu"[-80:])


def first(session: Session, model: Any) -> Any:
    return session.scalars(select(model).limit(1)).one()


def first_removable(session: Session, model: Any) -> Any:
    if model is Topic:  # a topic in use cannot be removed
        session.execute(delete(OfferTopic))
    return first(session, model)


@pytest.fixture
def seeded(seeded: sessionmaker) -> sessionmaker:
    """A seeded database in which staff have changed a sentence and imported a text: the seed has none."""
    with seeded.begin() as session:
        session.add(SentenceText(key="antwort.unsicher", text="Ohne Gewähr."))
        session.add(OfferOriginal(offer_id=1, licence="CC BY-ND 4.0", attribution="© Bund", short_text="Kurz."))
    return seeded


@pytest.mark.parametrize("model", CONTENT)
def test_a_change_of_content_raises_the_version(seeded: sessionmaker, model: Any) -> None:
    with seeded.begin() as session:
        before = read_version(session)
        change(first(session, model))
    with seeded() as session:
        assert read_version(session) == before + 1


@pytest.mark.parametrize("model", CONTENT)
def test_removing_and_adding_content_raises_the_version(seeded: sessionmaker, model: Any) -> None:
    with seeded.begin() as session:
        before = read_version(session)
        row = first_removable(session, model)
        again = copy_of(row)
        session.delete(row)
    with seeded.begin() as session:
        assert read_version(session) == before + 1
        session.add(again)
    with seeded() as session:
        assert read_version(session) == before + 2


def test_what_is_not_content_leaves_the_version_alone(factory: sessionmaker) -> None:
    rows = every_other_row()
    assert {type(row) for row in rows} == {model for model in MODELS if not issubclass(model, Content)} - {
        ContentVersion
    }
    with factory.begin() as session:
        session.add(funding(id=1))
    with factory.begin() as session:
        before = read_version(session)
        for row in rows:
            session.add(row)
            session.flush()
    with factory() as session:
        assert read_version(session) == before


def test_reading_and_rewriting_the_same_value_leaves_the_version_alone(seeded: sessionmaker) -> None:
    with seeded.begin() as session:
        before = read_version(session)
        entry = first(session, FaqEntry)
        entry.question = str(entry.question)
    with seeded() as session:
        assert read_version(session) == before


def test_a_change_that_is_rolled_back_leaves_the_version_alone(seeded: sessionmaker) -> None:
    with seeded() as session:
        before = read_version(session)
        session.add(faq_entry())
        session.flush()
        session.rollback()
        assert read_version(session) == before


def test_the_version_counts_from_one_on_both_databases(factory: sessionmaker) -> None:
    with factory.begin() as session:
        assert read_version(session) == 0
        session.add(faq_entry())
    with factory.begin() as session:
        raise_content_version(session)
    with factory() as session:
        assert read_version(session) == 2
        assert session.get(ContentVersion, 1).changed_at.tzinfo


@pytest.mark.slow
@pytest.mark.parametrize("rows_before", [0, 1])
def test_two_sessions_that_change_content_at_once_are_both_counted(postgres_engine: Engine, rows_before: int) -> None:
    factory = make_session_factory(postgres_engine)
    with factory.begin() as session:
        session.add_all([faq_entry(slug="vorher")] * rows_before)

    def change_elsewhere() -> None:
        with factory.begin() as other:
            other.add(Contact(slug="kim", name="Kim", source_title="Quelle", source_date="2023"))

    with ThreadPoolExecutor(1) as pool, factory.begin() as session:
        session.add(faq_entry())
        session.flush()
        elsewhere = pool.submit(change_elsewhere)
        wait_until_blocked(postgres_engine)
        session.commit()
        elsewhere.result(10)
    with factory() as session:
        assert read_version(session) == rows_before + 2


def wait_until_blocked(engine: Engine) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with engine.connect() as connection:
            if connection.scalar(waiting):
                return
        time.sleep(0.01)
    raise AssertionError("the other session never had to wait")
