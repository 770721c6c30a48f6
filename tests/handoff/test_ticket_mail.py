"""The mails about a ticket: all facts in both forms, a visitor's words only as quotations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.handoff.dossier import Dossier
from bot.handoff.models import REASONS, TicketMessage
from bot.handoff.ticket_mail import (
    ADDED,
    CHANGED,
    NEW,
    OVERDUE,
    REASON_TEXTS,
    write_subject,
    write_ticket_letter,
    write_undelivered,
)
from tests.handoff.letters import NUMBER, TRAP, WAYS, make_ticket, read_tags, read_words, shows_everywhere
from tests.handoff.samples import NOW

DOSSIER = Dossier(
    questions=("Gibt es Geld?", "Wie viel?"),
    missed=("Wie viel?",),
    answers=("Was ist TRegKS?",),
    offers=("ZIM",),
    filters=(("Region", "Hessen"),),
)
FULL: dict[str, Any] = {
    "dossier": DOSSIER.to_dict(),
    "summary": "Neue Presse · 2 Fragen vorher",
    "page": "https://wfg.example/tregks",
    "route": {"to": "Michael Wieners", "why": "Regel für „kapital“."},
}


@pytest.mark.parametrize(
    "fact",
    [
        "Neue Presse · 2 Fragen vorher Guten Tag,",
        "https://lotse.example/antwort/abc",
        "https://lotse.example/redaktion/faelle/x",
        "Wir suchen Förderung für eine neue Presse.",
        "Jürgen Groß",
        "j.gross@example.org",
        "Oder rufen Sie an unter +49 561 123456",
        "Groß & Söhne GmbH",
        "Wie viel? (ohne Antwort)",
        "Was ist TRegKS?",
        "ZIM",
        "Hessen",
        "https://wfg.example/tregks",
        "Michael Wieners. Regel für „kapital“.",
        "Die Person wollte mit einem Menschen sprechen.",
        "zur Weitergabe erteilt am 02.07.2026 um 00:30 Uhr",
        "00:15 Besucher/in: Gibt es Geld für Maschinen?",
        "Montag, 6. Juli, 10 Uhr",
        "02.07.2026 um 00:31 Uhr, Kim: Vorhin gesagt.",
        "automatisch erstellt",
    ],
)
def test_the_mail_holds_every_fact_in_both_forms(fact: str) -> None:
    said = TicketMessage(author="person", sender_name="Kim", text="Vorhin gesagt.", created_at=NOW)
    letter = write_ticket_letter(make_ticket(**FULL), NEW, WAYS, thread=[said], calls=["Montag, 6. Juli, 10 Uhr"])
    text = " ".join(letter.write_text().replace("\n> ", " ").split())
    assert fact in text
    assert fact in read_words(letter.write_html())


def test_what_was_added_stands_above_everything_else() -> None:
    text = write_ticket_letter(make_ticket(), ADDED, WAYS, added="Es eilt.").write_text()
    assert text.index("> Es eilt.") < text.index("SO ANTWORTEN SIE") < text.index("ANLIEGEN")


@pytest.mark.parametrize(
    ("changes", "has_mailbox", "said", "not_said"),
    [
        ({}, False, "geht direkt an j.gross@example.org", "leitet Ihre Worte weiter"),
        ({}, True, "Der Lotse leitet Ihre Worte weiter", "geht direkt an"),
        ({"email": ""}, False, "Es gibt keine E-Mail-Adresse", "auf diese Mail"),
        ({"phone": ""}, False, "geht direkt an", "rufen Sie an"),
    ],
)
def test_only_ways_that_work_are_offered(changes: dict[str, str], has_mailbox: bool, said: str, not_said: str) -> None:
    letter = write_ticket_letter(make_ticket(**changes), NEW, replace(WAYS, has_mailbox=has_mailbox))
    assert shows_everywhere(letter, said)
    assert not_said not in " ".join(letter.write_text().split())


@pytest.mark.parametrize(("missing", "label"), [("name", "Name"), ("phone", "Telefon"), ("company", "Firma")])
def test_what_was_not_given_is_said(missing: str, label: str) -> None:
    letter = write_ticket_letter(make_ticket(**{missing: ""}), NEW, WAYS)
    assert shows_everywhere(letter, "nicht angegeben")
    assert f"\n{label}: nicht angegeben" in letter.write_text()


def test_a_conversation_that_was_not_kept_is_said() -> None:
    assert shows_everywhere(
        write_ticket_letter(make_ticket(transcript=""), NEW, WAYS), "Es liegt kein Gesprächsverlauf vor."
    )


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_its_sentence(reason: str) -> None:
    assert shows_everywhere(write_ticket_letter(make_ticket(reason=reason), NEW, WAYS), REASON_TEXTS[reason])


@pytest.mark.parametrize("field", ["concern", "name", "company", "transcript", "page", "summary", "phone", "email"])
def test_no_field_can_bring_markup_or_a_section_into_the_mail(field: str) -> None:
    letter = write_ticket_letter(make_ticket(**{field: TRAP}), ADDED, WAYS, added=TRAP)
    assert {tag for tag, _ in read_tags(letter.write_html())}.isdisjoint({"script", "img"})
    assert letter.write_text().splitlines().count("KONTAKT") == 1


def test_nothing_of_the_dossier_can_bring_markup_or_a_section_into_the_mail() -> None:
    trap = (TRAP,)
    dossier = Dossier(questions=trap, missed=trap, answers=trap, offers=trap, filters=((TRAP, TRAP),))
    letter = write_ticket_letter(make_ticket(dossier=dossier.to_dict()), NEW, WAYS)
    assert {tag for tag, _ in read_tags(letter.write_html())}.isdisjoint({"script", "img"})
    assert letter.write_text().splitlines().count("KONTAKT") == 1


def test_the_subject_says_what_has_happened_and_names_the_case() -> None:
    occasions = (NEW, CHANGED, ADDED, *OVERDUE.values())
    assert [write_subject(NUMBER, "Hilfe  bitte\nbald", occasion) for occasion in occasions] == [
        f"Neue Anfrage {NUMBER}: Hilfe bitte bald",
        f"Ergänzung zur Anfrage {NUMBER}: Hilfe bitte bald",
        f"Ergänzung zur Anfrage {NUMBER}: Hilfe bitte bald",
        f"Erinnerung: Anfrage {NUMBER}: Hilfe bitte bald",
        f"Noch ohne Antwort: Anfrage {NUMBER}: Hilfe bitte bald",
        f"Verfallen ohne Antwort: Anfrage {NUMBER}: Hilfe bitte bald",
    ]


@pytest.mark.parametrize("kind", OVERDUE)
def test_who_is_reminded_reads_since_when(kind: str) -> None:
    assert shows_everywhere(write_ticket_letter(make_ticket(), OVERDUE[kind], WAYS), "vom 02.07.2026 um 00:31 Uhr")


@pytest.mark.parametrize(
    ("concern", "end"),
    [("Wir suchen Förderung, " * 9, "Förderung, Wir suchen…"), ("x" * 99, "x" * 59 + "…"), ("y" * 60, "y" * 60)],
)
def test_a_long_concern_is_cut_between_words(concern: str, end: str) -> None:
    subject = write_subject(NUMBER, concern)
    assert subject.endswith(end)
    assert len(subject) <= len(f"Neue Anfrage {NUMBER}: ") + 60


def test_a_reply_that_did_not_arrive_comes_back_with_another_way() -> None:
    letter = write_undelivered(make_ticket(), "Ja, gern.")
    for fact in ("Ja, gern.", "+49 561 123456", NUMBER):
        assert shows_everywhere(letter, fact)
