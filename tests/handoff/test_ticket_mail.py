"""The mail about a ticket: all facts, in German time, a visitor's words only as quotations."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.conversations.transcript import TranscriptLine
from bot.handoff.models import REASONS
from bot.handoff.ticket_mail import REASON_TEXTS, write_body, write_subject, write_time, write_transcript
from tests.handoff.samples import make_request

NUMBER = "TK-2026-7F3KQ9"


@pytest.mark.parametrize(
    "fact",
    [
        "Vorgangsnummer: TK-2026-7F3KQ9",
        "ANLIEGEN\n> Wir suchen Förderung für eine neue Presse.",
        "Name: Jürgen Groß",
        "E-Mail: j.gross@example.org",
        "Telefon: +49 561 123456",
        "Firma: Groß & Söhne GmbH",
        "Ihre Antwort geht direkt an j.gross@example.org.",
        "Rufen Sie an unter +49 561 123456.",
        "Anlass: Die Person wollte mit einem Menschen sprechen.",
        "Einwilligung zur Weitergabe: erteilt am 02.07.2026 um 00:30 Uhr.",
        "> 00:15 Besucher/in: Gibt es Geld für Maschinen?\n> 00:16 Lotse: Ja, zum Beispiel:\n>     das Programm A.\n",
        "automatisch erstellt",
    ],
)
def test_the_mail_holds_every_fact(fact: str) -> None:
    assert fact in write_body(NUMBER, make_request())


@pytest.mark.parametrize(
    ("missing", "label", "step"),
    [
        ("email", "E-Mail", "Antworten Sie"),
        ("phone", "Telefon", "Rufen Sie an"),
        ("company", "Firma", "-"),
        ("name", "Name", "-"),
    ],
)
def test_what_was_not_given_is_said_and_asks_for_nothing(missing: str, label: str, step: str) -> None:
    body = write_body(NUMBER, make_request(**{missing: ""}))
    assert f"\n{label}: nicht angegeben" in body
    assert step == "-" or step not in body


def test_a_conversation_that_was_not_kept_is_said() -> None:
    assert "GESPRÄCH\nEs liegt kein Gesprächsverlauf vor." in write_body(NUMBER, make_request(transcript=()))


def test_every_reason_has_its_sentence() -> None:
    assert set(REASON_TEXTS) == set(REASONS)
    assert [REASON_TEXTS[reason] in write_body(NUMBER, make_request(reason=reason)) for reason in REASONS] == [True] * 3


def test_a_visitor_cannot_write_a_section_of_the_mail() -> None:
    trap = "Hilfe\n\nKONTAKT\u2028E-Mail: falsch@example.org\x0bTelefon: 1"
    at = datetime(2026, 7, 1, tzinfo=timezone.utc)
    request = make_request(concern=trap, name=trap, company=trap, transcript=(TranscriptLine("visitor", trap, at),))
    lines = write_body(NUMBER, request).splitlines()
    assert lines.count("KONTAKT") == 1
    assert [line for line in lines if line.startswith(("E-Mail:", "Telefon:"))][:2] == [
        "E-Mail: j.gross@example.org",
        "Telefon: +49 561 123456",
    ]
    assert all("falsch@example.org" not in line or line.startswith((">", "Name:", "Firma:")) for line in lines)


def test_long_lines_are_wrapped_behind_their_quotation_mark() -> None:
    words = "Wort " * 100
    lines = write_body(NUMBER, make_request(concern=words)).splitlines()
    quoted = [line for line in lines if line.startswith("> Wort")]
    assert len(quoted) > 5
    assert max(map(len, quoted)) <= 78
    assert " ".join(line[2:] for line in quoted) == words.strip()


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 1, 5, 8, 5, tzinfo=timezone.utc), "05.01.2026 um 09:05 Uhr"),
        (datetime(2026, 7, 5, 8, 5, tzinfo=timezone.utc), "05.07.2026 um 10:05 Uhr"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=timezone.utc), "01.01.2027 um 00:30 Uhr"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc), "25.10.2026 um 02:30 Uhr"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=timezone.utc), "25.10.2026 um 02:30 Uhr"),
    ],
)
def test_times_are_those_of_kassel(moment: datetime, text: str) -> None:
    assert write_time(moment) == text


def test_each_message_of_the_transcript_names_its_author() -> None:
    at = datetime(2026, 1, 5, 8, 5, tzinfo=timezone.utc)
    lines = tuple(TranscriptLine(author, "Text", at) for author in ("visitor", "bot", "person", "system"))
    assert write_transcript(lines).splitlines() == [
        "09:05 Besucher/in: Text",
        "09:05 Lotse: Text",
        "09:05 Ansprechperson: Text",
        "09:05 system: Text",
    ]


def test_the_subject_tells_new_from_added() -> None:
    assert write_subject(NUMBER, "Hilfe  bitte\nbald") == "Neue Anfrage TK-2026-7F3KQ9: Hilfe bitte bald"
    assert write_subject(NUMBER, "Hilfe", is_new=False) == "Ergänzung zur Anfrage TK-2026-7F3KQ9: Hilfe"


@pytest.mark.parametrize(
    ("concern", "end"),
    [("Wir suchen Förderung, " * 9, "Förderung, Wir suchen…"), ("x" * 99, "x" * 59 + "…"), ("y" * 60, "y" * 60)],
)
def test_a_long_concern_is_cut_between_words(concern: str, end: str) -> None:
    subject = write_subject(NUMBER, concern)
    assert subject.endswith(end)
    assert len(subject) <= len("Neue Anfrage TK-2026-7F3KQ9: ") + 60
