from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from bot.faq.models import FaqEntry, FaqKeyword, FaqRelation, FaqVariant, Referral
from bot.faq.queries import read_referrals, read_valid_entries

TODAY = date(2026, 11, 22)


def add_entry(factory: sessionmaker, slug: str, **changes: Any) -> None:
    values: dict[str, Any] = {"topic_group": "netzwerk", "question": "Was?", "answer": "Das.", "certainty": "belegt"}
    values |= {"source_title": "Quelle", "source_date": "2023-04-12", **changes}
    with factory.begin() as session:
        session.add(FaqEntry(slug=slug, **values))


def valid_slugs(factory: sessionmaker, today: date = TODAY) -> list[str]:
    with factory() as session:
        return [entry.slug for entry in read_valid_entries(session, today)]


@pytest.mark.parametrize("status", ["draft", "review", "archived"])
def test_only_published_entries_are_shown(session_factory: sessionmaker, status: str) -> None:
    add_entry(session_factory, "offen")
    add_entry(session_factory, "verborgen", status=status)
    assert valid_slugs(session_factory) == ["offen"]


@pytest.mark.parametrize(
    ("valid_until", "is_shown"),
    [(None, True), (date(2026, 11, 23), True), (TODAY, True), (date(2026, 11, 21), False)],
)
def test_an_entry_is_shown_up_to_its_last_day(
    session_factory: sessionmaker, valid_until: date | None, is_shown: bool
) -> None:
    add_entry(session_factory, "frist", valid_until=valid_until)
    assert valid_slugs(session_factory) == (["frist"] if is_shown else [])


def test_entries_come_in_the_order_in_which_they_were_written(session_factory: sessionmaker) -> None:
    for slug in ("zeta", "alpha", "mitte"):
        add_entry(session_factory, slug)
    assert valid_slugs(session_factory) == ["zeta", "alpha", "mitte"]


def test_an_entry_carries_its_words_in_the_given_order(session_factory: sessionmaker) -> None:
    add_entry(
        session_factory,
        "was",
        variants=[FaqVariant(text="Wieso?"), FaqVariant(text="Worum geht es?")],
        keywords=[FaqKeyword(text="Zweck"), FaqKeyword(text="Anlass")],
        related=[FaqRelation(slug="wer"), FaqRelation(slug="bis-wann")],
    )
    with session_factory() as session:
        (entry,) = read_valid_entries(session, TODAY)
    assert entry.variants == ("Wieso?", "Worum geht es?")
    assert entry.keywords == ("Zweck", "Anlass")
    assert entry.related == ("wer", "bis-wann")
    assert (entry.source_title, entry.source_date) == ("Quelle", "2023-04-12")


def test_every_entry_of_the_catalogue_names_source_and_date(seeded: sessionmaker) -> None:
    with seeded() as session:
        entries = read_valid_entries(session, TODAY)
    assert len(entries) > 100
    assert all(entry.answer and entry.source_title and entry.source_date for entry in entries)


def test_referrals_name_the_office_a_question_belongs_to(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        session.add(Referral(text="Wo melde ich mein Auto an?", office="Zulassungsstelle"))
        session.add(Referral(text="Wie wird das Wetter?"))
    with session_factory() as session:
        assert read_referrals(session) == [
            ("Wo melde ich mein Auto an?", "Zulassungsstelle"),
            ("Wie wird das Wetter?", ""),
        ]
