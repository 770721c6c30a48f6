"""Fields as people write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.content.kinds import FAQ, FUNDING, KINDS, TRAINING
from bot.content.records import blank_record, read_record
from bot.content.texts import Unreadable, read_texts, read_value, write_texts


@pytest.mark.parametrize(
    ("kind", "name", "text", "value"),
    [
        (FAQ, "question", "  Was  ist das? ", "Was ist das?"),
        (FAQ, "variants", "eins\n\n zwei \neins", ["eins", "zwei"]),
        (FAQ, "valid_until", "31.12.2026", date(2026, 12, 31)),
        (FAQ, "valid_until", "2026-12-31", date(2026, 12, 31)),
        (FAQ, "valid_until", "", None),
        (FAQ, "source_date", "2024", "2024"),
        (FAQ, "source_date", "1.2.2024", "2024-02-01"),
        (FAQ, "certainty", "Teilweise belegt", "teilweise"),
        (FUNDING, "max_amount_eur", "1.000.000", 1_000_000),
        (FUNDING, "kinds", "Darlehen\nzuschuss", ["darlehen", "zuschuss"]),
        (TRAINING, "price_eur", "1.250,50 €", 1250.5),
        (TRAINING, "price_eur", "0", 0.0),
        (TRAINING, "is_sample", "ja", True),
        (TRAINING, "format", "", ""),
    ],
)
def test_a_text_becomes_a_value(kind: Any, name: str, text: str, value: Any) -> None:
    assert read_value(kind.field(name), text) == value


@pytest.mark.parametrize(
    ("kind", "name", "text", "problem"),
    [
        (FAQ, "question", " ", "Bitte füllen Sie"),
        (FAQ, "question", "x" * 301, "Höchstens 300 Zeichen"),
        (FAQ, "question", "zwei\nZeilen", "nur eine Zeile"),
        (FAQ, "valid_until", "31.02.2026", "kein Datum"),
        (FAQ, "source_url", "javascript:alert(1)", "keine Webadresse"),
        (FAQ, "responsible", "niemand", "keine E-Mail-Adresse"),
        (FUNDING, "level", "Mars", "Möglich: Bund, Land, EU"),
        (FUNDING, "max_employees", "viele", "keine ganze Zahl"),
        pytest.param(FUNDING, "max_employees", "9" * 5_000, "keine ganze Zahl", id="endless"),
        (TRAINING, "price_eur", "12,345", "kein Betrag"),
        (TRAINING, "is_sample", "vielleicht", "weder ja noch nein"),
    ],
)
def test_what_is_no_value_gets_a_sentence(kind: Any, name: str, text: str, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem):
        read_value(kind.field(name), text)


def test_dates_in_the_wrong_order_are_a_problem_of_the_second() -> None:
    texts = write_texts(TRAINING, blank_record(TRAINING)) | {"starts_on": "2.1.2027", "ends_on": "1.1.2027"}
    assert "vor dem Anfang" in read_texts(TRAINING, texts).problems["ends_on"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.name != "satz"], ids=lambda kind: kind.name)
def test_seeded_records_survive_being_written_and_read(seeded: Any, kind: Any) -> None:
    with seeded() as session:
        for row in session.query(kind.model).limit(60):
            record = read_record(session, kind, getattr(row, kind.key))
            assert record is not None
            again = read_texts(kind, write_texts(kind, record))
            assert again.problems == {}
            assert again.record == {
                name: "" if value is None and name == "source_url" else value for name, value in record.items()
            }
