"""The mail that tells a person about a ticket: everything they need, in one place."""

from __future__ import annotations

import textwrap
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversations.transcript import TranscriptLine
from bot.handoff.plain_text import shorten, tidy_line, tidy_lines
from bot.handoff.request import HandoffRequest

AUTHORS = {"visitor": "Besucher/in", "bot": "Lotse", "person": "Ansprechperson"}
REASON_TEXTS = {
    "asked": "Die Person wollte mit einem Menschen sprechen.",
    "not_understood": "Der Lotse konnte die Frage nicht beantworten.",
    "feedback": "Die Person war mit einer Antwort nicht zufrieden.",
}
SUBJECT_LIMIT = 60
WIDTH = 76


def write_subject(case_number: str, concern: str, *, is_new: bool = True) -> str:
    """Return the subject: case number and first words of the concern."""
    kind = "Neue Anfrage" if is_new else "Ergänzung zur Anfrage"
    return f"{kind} {case_number}: {shorten(concern, SUBJECT_LIMIT)}"


def write_body(case_number: str, request: HandoffRequest) -> str:
    """Return the text of the mail; a visitor's words are quoted, so that they cannot pass for a section of it."""
    sections = [
        f"Vorgangsnummer: {case_number}",
        "ANLIEGEN\n" + _quote(request.concern),
        "KONTAKT\n" + _write_contact(request),
        "SO GEHT ES WEITER\n" + _write_next_steps(request),
        "HINTERGRUND\n"
        f"Anlass: {REASON_TEXTS[request.reason]}\n"
        f"Einwilligung zur Weitergabe: erteilt am {write_time(request.consent_at)}.",
        "GESPRÄCH\n" + (_quote(write_transcript(request.transcript)) or "Es liegt kein Gesprächsverlauf vor."),
        "Diese Mail hat der TRegKS-Lotse, der Assistent auf der Website, automatisch erstellt.",
    ]
    return "\n\n".join(sections) + "\n"


def write_transcript(lines: tuple[TranscriptLine, ...]) -> str:
    """Return who said what and when, one paragraph for each message."""
    return "\n".join(
        f"{german_time(line.at):%H:%M} {AUTHORS.get(line.author, line.author)}: "
        + tidy_lines(line.text).replace("\n", "\n    ")
        for line in lines
    )


def write_time(moment: datetime) -> str:
    """Return a moment in German local time and writing."""
    return f"{german_time(moment):%d.%m.%Y um %H:%M} Uhr"


def german_time(moment: datetime) -> datetime:
    """Return the moment on the clocks of Kassel."""
    return moment.astimezone(ZoneInfo("Europe/Berlin"))


def _write_contact(request: HandoffRequest) -> str:
    facts = {"Name": request.name, "E-Mail": request.email, "Telefon": request.phone, "Firma": request.company}
    return "\n".join(f"{label}: {tidy_line(value) or 'nicht angegeben'}" for label, value in facts.items())


def _write_next_steps(request: HandoffRequest) -> str:
    steps = []
    if request.email:
        steps.append(f"E-Mail: Antworten Sie einfach auf diese Mail. Ihre Antwort geht direkt an {request.email}.")
    if request.phone:
        steps.append(f"Telefon: Rufen Sie an unter {request.phone}.")
    return "\n".join(steps)


def _quote(text: str) -> str:
    """Return the text wrapped, each line behind ``>``."""
    quoted: list[str] = []
    for line in text.splitlines():
        quoted.extend(textwrap.wrap(line, WIDTH, subsequent_indent="    " if line.startswith(" ") else "") or [""])
    return "\n".join(f"> {line}".rstrip() for line in quoted)
