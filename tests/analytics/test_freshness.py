"""The freshness of content, against small examples counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from bot.analytics.freshness import ending, overdue, summarise, write_source_date
from tests.analytics.samples import add
from tests.migrations.rows import contact, faq_entry, funding, training

TODAY = date(2026, 11, 22)


def rows(factory: sessionmaker, make: Any) -> list[tuple[Any, ...]]:
    with factory() as session:
        return list(make(session, TODAY).rows)


def test_each_kind_says_how_fresh_it_is(factory: sessionmaker) -> None:
    add(
        factory,
        faq_entry(slug="a", source_date="2023-05-04", valid_until=date(2026, 11, 21), certainty="teilweise"),
        faq_entry(slug="b", source_date="2026", valid_until=TODAY, review_on=date(2026, 11, 21)),
        faq_entry(slug="c", source_date="2026", valid_until=date(2026, 12, 22), review_on=TODAY),
        faq_entry(slug="d", source_date="2026", valid_until=date(2026, 12, 23)),
        faq_entry(slug="e", source_date="1999", status="archived", valid_until=TODAY, certainty="allgemein"),
        funding(source_date="2021", status="unsicher"),
        training(slug="alt", starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 30)),
        training(slug="neu", starts_on=date(2027, 1, 1), price_eur=0),
        contact(review_on=date(2026, 1, 1)),
    )
    assert rows(factory, summarise) == [
        ("FAQ-Einträge", 4, 2, 1, 1, 1, "04.05.2023"),
        ("Förderprogramme", 1, 0, 0, 0, 1, "2021"),
        ("Weiterbildungsangebote", 2, 1, 0, 0, 1, "2026"),
        ("Kontakte", 1, 0, 0, 1, 0, "2023"),
    ]


def test_what_is_longest_overdue_comes_first(session_factory: sessionmaker) -> None:
    add(
        session_factory,
        faq_entry(question="Später?", review_on=date(2026, 11, 1)),
        contact(name="Kim", review_on=date(2026, 3, 1)),
        faq_entry(slug="heute", review_on=TODAY),
        funding(is_archived=True, review_on=date(2026, 1, 1)),
    )
    assert rows(session_factory, overdue) == [
        ("Kim", "Kontakt", date(2026, 3, 1)),
        ("Später?", "FAQ-Eintrag", date(2026, 11, 1)),
    ]


def test_what_ends_next_comes_first(session_factory: sessionmaker) -> None:
    add(
        session_factory,
        faq_entry(question="Frist?", valid_until=date(2026, 12, 1)),
        funding(title="ZIM", valid_until=date(2026, 11, 30)),
        training(title="Vorbei", starts_on=date(2026, 11, 1)),
    )
    assert rows(session_factory, ending) == [
        ("ZIM", "Förderprogramm", date(2026, 11, 30)),
        ("Frist?", "FAQ-Eintrag", date(2026, 12, 1)),
    ]


@pytest.mark.parametrize(("text", "written"), [("2023-05-04", "04.05.2023"), ("2023", "2023"), ("", "")])
def test_the_date_of_a_source_is_a_day_or_a_year(text: str, written: str) -> None:
    assert write_source_date(text) == written
