"""Marks on the quality of an entry."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.faq.marks import GOOD, MIND, MISSING, mark_entry

TODAY = date(2026, 11, 22)
FINE: dict[str, Any] = {
    "variants": [f"Frage {number}" for number in range(6)],
    "answer": "Ja, das geht. Rufen Sie uns an.",
    "plain_answer": "Ja.",
    "source_title": "Website",
    "source_url": "https://www.beispiel.example",
    "source_date": "2026",
    "certainty": "belegt",
    "responsible": "erika@example.org",
    "valid_until": None,
    "review_on": date(2027, 5, 1),
}


def test_a_well_kept_entry_has_only_praise() -> None:
    assert [mark.level for mark in mark_entry(FINE, TODAY)] == [GOOD]


@pytest.mark.parametrize(
    ("change", "level", "words"),
    [
        ({"variants": []}, MISSING, "wie Menschen danach fragen"),
        ({"variants": ["eine"]}, MIND, "1 von 6"),
        ({"answer": "x" * 700}, MIND, "700 Zeichen"),
        ({"answer": " ".join(["Wort"] * 26) + "."}, MIND, "26 Wörter"),
        ({"plain_answer": ""}, MIND, "Einfacher Sprache fehlt"),
        ({"source_date": ""}, MISSING, "Ohne Quelle"),
        ({"source_url": ""}, MIND, "nicht nachlesen"),
        ({"certainty": "teilweise"}, MIND, "Nicht ganz belegt"),
        ({"responsible": ""}, MIND, "Niemand ist verantwortlich"),
        ({"valid_until": date(2026, 11, 21)}, MISSING, "Abgelaufen"),
        ({"valid_until": date(2026, 12, 2)}, MIND, "in 10 Tagen"),
        ({"review_on": None}, MIND, "Kein Termin"),
        ({"review_on": date(2026, 1, 1)}, MISSING, "überfällig"),
    ],
)
def test_what_is_missing_is_said_first(change: dict[str, Any], level: str, words: str) -> None:
    first = mark_entry({**FINE, **change}, TODAY)[0]
    assert first.level == level
    assert words in first.text
    assert first.field in change
