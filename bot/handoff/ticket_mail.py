"""The mail that tells a person about a ticket: everything they need, in one place."""

from __future__ import annotations

import textwrap
from datetime import datetime

from bot.conversations.transcript import TranscriptLine
from bot.handoff.models import Ticket
from bot.handoff.plain_text import shorten, tidy_line, tidy_lines
from bot.local_time import local_time

AUTHORS = {"visitor": "Besucher/in", "bot": "Lotse", "person": "Ansprechperson"}
REASON_TEXTS = {
    "asked": "Die Person wollte mit einem Menschen sprechen.",
    "misses": "Der Lotse konnte die Frage nicht beantworten.",
    "low_rating": "Die Person war mit einer Antwort nicht zufrieden.",
    "topic_rule": "Zu diesem Thema bietet der Lotse das Gespräch mit einem Menschen an.",
    "form_error": "Im Formular kam die Person nicht weiter.",
    "out_of_hours": "Die Anfrage kam außerhalb der Sprechzeiten.",
    "technical_fault": "Der Lotse war gestört.",
}
SUBJECT_LIMIT = 60
WIDTH = 76


def write_subject(case_number: str, concern: str, *, is_new: bool = True) -> str:
    """Return the subject: case number and first words of the concern."""
    kind = "Neue Anfrage" if is_new else "Ergänzung zur Anfrage"
    return f"{kind} {case_number}: {shorten(concern, SUBJECT_LIMIT)}"


def write_body(ticket: Ticket, link: str) -> str:
    """Return the text of the mail; a visitor's words are quoted, so that they cannot pass for a section of it.

    ``link`` leads to the page on which the recipient can answer once without logging in.
    """
    sections = [
        f"Vorgangsnummer: {ticket.case_number}",
        "ANLIEGEN\n" + _quote(ticket.concern),
        "KONTAKT\n" + _write_contact(ticket),
        "SO GEHT ES WEITER\n" + _write_next_steps(ticket, link),
        "HINTERGRUND\n"
        f"Anlass: {REASON_TEXTS[ticket.reason]}\n"
        f"Einwilligung zur Weitergabe: erteilt am {write_time(ticket.consent_at)}.",
        "GESPRÄCH\n" + (_quote(ticket.transcript) or "Es liegt kein Gesprächsverlauf vor."),
        "Diese Mail hat der TRegKS-Lotse, der Assistent auf der Website, automatisch erstellt.",
    ]
    return "\n\n".join(sections) + "\n"


def write_transcript(lines: tuple[TranscriptLine, ...]) -> str:
    """Return who said what and when, one paragraph for each message."""
    return "\n".join(
        f"{local_time(line.at):%H:%M} {AUTHORS.get(line.author, line.author)}: "
        + tidy_lines(line.text).replace("\n", "\n    ")
        for line in lines
    )


def write_time(moment: datetime) -> str:
    """Return a moment in German local time and writing."""
    return f"{local_time(moment):%d.%m.%Y um %H:%M} Uhr"


def _write_contact(ticket: Ticket) -> str:
    facts = {"Name": ticket.name, "E-Mail": ticket.email, "Telefon": ticket.phone, "Firma": ticket.company}
    return "\n".join(f"{label}: {tidy_line(value) or 'nicht angegeben'}" for label, value in facts.items())


def _write_next_steps(ticket: Ticket, link: str) -> str:
    steps = [f"Antworten: {link}\nDer Link gilt für eine Antwort; Sie brauchen kein Konto."]
    if ticket.email:
        steps.append(f"E-Mail: Antworten Sie einfach auf diese Mail. Ihre Antwort geht direkt an {ticket.email}.")
    if ticket.phone:
        steps.append(f"Telefon: Rufen Sie an unter {ticket.phone}.")
    return "\n".join(steps)


def _quote(text: str) -> str:
    """Return the text wrapped, each line behind ``>``."""
    quoted: list[str] = []
    for line in text.splitlines():
        quoted.extend(textwrap.wrap(line, WIDTH, subsequent_indent="    " if line.startswith(" ") else "") or [""])
    return "\n".join(f"> {line}".rstrip() for line in quoted)
