from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.search.brain import Brain
from bot.search.knowledge import Knowledge, KnowledgeReader
from tests.migrations.rows import faq_entry
from tests.words import compiled_words

TODAY = date(2026, 11, 22)


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> threading.Semaphore:
    """Count the readings of content."""
    counter, read = threading.Semaphore(0), KnowledgeReader.read

    def count(reader: KnowledgeReader, session: Session, version: int, day: date) -> Knowledge:
        knowledge = read(reader, session, version, day)
        counter.release()
        return knowledge

    monkeypatch.setattr(KnowledgeReader, "read", count)
    return counter


@pytest.fixture
def brain(session_factory: sessionmaker) -> Brain:
    return Brain(session_factory, compiled_words(), current_day=lambda: TODAY)


def add_entry(factory: sessionmaker, slug: str) -> None:
    with factory.begin() as session:
        session.add(faq_entry(slug=slug))


def slugs(brain: Brain) -> list[str]:
    return list(brain.knowledge().snapshot.entries)


def test_whoever_asks_after_a_change_gets_the_new_content(brain: Brain, session_factory: sessionmaker) -> None:
    assert slugs(brain) == []
    add_entry(session_factory, "neu")
    assert slugs(brain) == ["neu"]


def test_a_watched_change_is_read_before_anybody_asks(
    brain: Brain, session_factory: sessionmaker, readings: threading.Semaphore
) -> None:
    brain.watch()
    assert readings.acquire(timeout=10)
    add_entry(session_factory, "neu")
    assert readings.acquire(timeout=10)
    assert slugs(brain) == ["neu"]
    assert not readings.acquire(blocking=False), "nothing is read twice"


def test_many_who_ask_at_once_wait_for_one_reading(
    brain: Brain, session_factory: sessionmaker, readings: threading.Semaphore
) -> None:
    add_entry(session_factory, "neu")
    with ThreadPoolExecutor(8) as pool:
        found: list[list[str]] = list(pool.map(ask(brain), range(24)))
    assert found == [["neu"]] * 24
    assert readings.acquire(blocking=False)
    assert not readings.acquire(blocking=False)


def ask(brain: Brain) -> Callable[[int], list[str]]:
    return lambda _number: slugs(brain)
