"""What a reply loses before it becomes part of the FAQ, and what texts to paste look like."""

from __future__ import annotations

import pytest

from bot.handoff.harvest import redact_case
from bot.handoff.models import Ticket
from bot.handoff.snippets import write_plain

TICKET = Ticket(
    name="Jürgen von Groß",
    company="Groß & Söhne GmbH & Co. KG",
    email="j.gross@example.org",
    phone="+49 561 123456",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hallo Herr Groß, hallo jürgen!", "Hallo Herr [Name], hallo [Name]!"),
        ("Wir von Groß & Söhne suchen", "Wir von [Unternehmen] suchen"),
        ("bei Groß & Söhne GmbH & Co. KG arbeiten", "bei [Unternehmen] arbeiten"),
        ("J.Gross@example.org oder +49 561 123456", "[E-Mail-Adresse] oder [Telefonnummer]"),
        ("auch 0561 / 98 76 54 und anna@firma.de", "auch [Telefonnummer] und [E-Mail-Adresse]"),
        ("Großauftrag von einer Größe", "Großauftrag von einer Größe"),
        ("Viele Grüße, Erika Beispiel", "Viele Grüße, [Name]"),
    ],
)
def test_what_tells_who_it_was_is_taken_out(text: str, expected: str) -> None:
    assert redact_case(TICKET, text, senders=("Erika Beispiel",)) == expected


def test_a_case_without_a_name_loses_nothing_else() -> None:
    ticket = Ticket(name="", company="", email="", phone="")
    assert redact_case(ticket, "Gibt es Geld für Maschinen?") == "Gibt es Geld für Maschinen?"


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("**Ja**, siehe [WFG](https://wfg.example).", "Ja, siehe WFG (https://wfg.example)."),
        ("3*4*5 und *a* __b__", "3*4*5 und a b"),
        ("- eins\n- zwei", "- eins\n- zwei"),
    ],
)
def test_markdown_becomes_plain_text(markdown: str, plain: str) -> None:
    assert write_plain(markdown) == plain
