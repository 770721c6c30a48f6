"""Texts of misses expire, counts stay."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import sessionmaker

from bot.analytics.expiry import expire_texts, forget_texts, run_expiry
from tests.analytics.miss_samples import NOW, add_many, read_groups, read_misses, sort

OLD, NEW = NOW - timedelta(days=200), NOW - timedelta(days=20)


def expire(factory: sessionmaker) -> int:
    with factory.begin() as session:
        return expire_texts(session, before=NOW - timedelta(days=180))


def test_an_old_text_is_emptied_and_its_miss_stays(factory: sessionmaker) -> None:
    add_many(factory, "Parken?", at=OLD, answer="Hm.", choices=["Ja"])
    assert expire(factory) == 1
    (miss,) = read_misses(factory)
    assert (miss.text, miss.answer, miss.choices, miss.reason, miss.at) == ("", "", [], "unsure", OLD)
    assert expire(factory) == 0


def test_a_group_is_named_by_what_is_left(factory: sessionmaker) -> None:
    add_many(factory, "Parkplatz gesucht, Müller", at=OLD)
    add_many(factory, "Parkplatz?", at=NEW)
    sort(factory)
    expire(factory)
    (group,) = read_groups(factory)
    assert (group.title, group.words) == ("Parkplatz?", ["parkplatz"])


def test_a_group_without_texts_keeps_no_word_of_them(factory: sessionmaker) -> None:
    add_many(factory, "Parkplatz gesucht, Müller", at=OLD)
    sort(factory)
    expire(factory)
    (group,) = read_groups(factory)
    assert (group.title, group.words) == ("", [])
    add_many(factory, "Parkplatz gesucht", at=NEW)
    sort(factory)
    assert [group.title for group in read_groups(factory)] == ["", "Parkplatz gesucht"]


def test_the_job_counts_in_days(session_factory: sessionmaker) -> None:
    add_many(session_factory, "Parken?", at=OLD)
    assert run_expiry(session_factory, 100_000) == 0
    assert run_expiry(session_factory, 1) == 1


def test_what_a_visitor_deletes_leaves_no_word_in_its_group(factory: sessionmaker) -> None:
    add_many(factory, "Parkplatz gesucht, Müller", "Parkplatz?", choices=["Müller"])
    sort(factory)
    with factory.begin() as session:
        assert forget_texts(session, read_misses(factory)[0].conversation_key) == 1
    assert [(miss.text, miss.choices) for miss in read_misses(factory)] == [("", []), ("Parkplatz?", ["Müller"])]
    (group,) = read_groups(factory)
    assert (group.title, group.words) == ("Parkplatz?", ["parkplatz"])
