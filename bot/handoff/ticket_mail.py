"""The mails that tell a person about a ticket: everything they need to answer it, in one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.handoff.dossier import Dossier
from bot.handoff.letter import Action, Block, Facts, Lead, Letter, Paragraph, Points, Quote
from bot.handoff.models import Ticket, TicketMessage
from bot.handoff.plain_text import shorten, tidy_line
from bot.handoff.transcript import write_thread, write_time

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
FOOT = "Diese Mail hat der TRegKS-Lotse, der Assistent auf der Website, automatisch erstellt."


@dataclass(frozen=True)
class Occasion:
    """Why a mail about a ticket is written: how its subject begins, and what it says first."""

    subject: str
    text: str


NEW = Occasion("Neue Anfrage", "über den TRegKS-Lotsen ist eine Anfrage für Sie gekommen.")
CHANGED = Occasion("Ergänzung zur Anfrage", "diese Anfrage wurde noch einmal gestellt oder geändert. So ist sie jetzt:")
ADDED = Occasion("Ergänzung zur Anfrage", "zu dieser Anfrage ist etwas hinzugekommen:")
OVERDUE = {
    "reminder": Occasion("Erinnerung: Anfrage", "auf diese Anfrage vom {since} hat noch niemand geantwortet."),
    "escalation": Occasion(
        "Noch ohne Antwort: Anfrage",
        "auf diese Anfrage vom {since} hat noch niemand geantwortet. Sie geht deshalb auch an Vertretung und "
        "Projektleitung. Bitte sprechen Sie sich ab, wer antwortet.",
    ),
    "expiry": Occasion(
        "Verfallen ohne Antwort: Anfrage",
        "auf diese Anfrage vom {since} hat niemand geantwortet. Sie gilt jetzt als verfallen, und die Person wurde "
        "darauf hingewiesen. Eine Antwort ist weiter möglich.",
    ),
}


@dataclass(frozen=True)
class Ways:
    """How the recipient can answer: a link that works once, the case in the back office, a reply to the mail.

    ``has_mailbox`` tells whether the assistant reads replies; otherwise they go to the visitor directly.
    """

    link: str
    case_url: str
    has_mailbox: bool


def write_subject(case_number: str, concern: str, occasion: Occasion = NEW) -> str:
    """Return the subject: occasion, case number and first words of the concern."""
    return f"{occasion.subject} {case_number}: {shorten(concern, SUBJECT_LIMIT)}"


def write_ticket_letter(
    ticket: Ticket,
    occasion: Occasion,
    ways: Ways,
    *,
    added: str = "",
    thread: Sequence[TicketMessage] = (),
    calls: Sequence[str] = (),
) -> Letter:
    """Return the mail about a ticket; a visitor's words are quoted, so that they cannot pass for a section of it.

    ``added`` is what the visitor has written just now, ``thread`` what was written about the ticket before, ``calls``
    are the times of promised calls in words.
    """
    intro = occasion.text.format(since=write_time(ticket.created_at))
    blocks = (
        Lead(ticket.summary or ticket.concern),
        Paragraph(f"Guten Tag,\n\n{intro}"),
        *([Quote("Neu von der anfragenden Person", added)] if added else ()),
        Action("So antworten Sie", "Antwort schreiben", ways.link, tuple(_write_ways(ticket, ways))),
        Quote("Anliegen", ticket.concern),
        Facts("Kontakt", (("Name", ticket.name), *_write_reach(ticket), ("Firma", ticket.company))),
        Points("Zugesagter Rückruf", tuple(calls)),
        Quote("Was seitdem geschrieben wurde", write_thread(thread)),
        *_write_dossier(Dossier.from_dict(ticket.dossier or {})),
        Quote("Gespräch mit dem Lotsen", ticket.transcript)
        if ticket.transcript
        else Paragraph("Es liegt kein Gesprächsverlauf vor."),
        Facts("Hintergrund", tuple(_write_background(ticket))),
    )
    return Letter(write_subject(ticket.case_number, ticket.concern, occasion), blocks, FOOT)


def write_undelivered(ticket: Ticket, reply: str) -> Letter:
    """Return the mail that the visitor cannot be reached by mail; ``reply`` are the words that were lost on the way."""
    blocks = (
        Lead(f"Eine Mail an {tidy_line(ticket.name) or 'die anfragende Person'} kam nicht an."),
        Paragraph(
            f"Guten Tag,\n\nzur Anfrage {ticket.case_number} ließ sich eine Mail nicht zustellen; die Adresse stimmt "
            "wohl nicht. Bitte wählen Sie einen anderen Weg, wenn es einen gibt."
        ),
        Facts("Kontakt", (("Name", ticket.name), *_write_reach(ticket), ("Firma", ticket.company))),
        Quote("Ihre Antwort", reply),
        Quote("Anliegen", ticket.concern),
    )
    return Letter(f"Mail zur Anfrage {ticket.case_number} kam nicht an", blocks, FOOT)


def _write_reach(ticket: Ticket) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("E-Mail", ticket.email), ("Telefon", ticket.phone)


def _write_ways(ticket: Ticket, ways: Ways) -> Iterator[str]:
    email, phone = tidy_line(ticket.email), tidy_line(ticket.phone)
    yield "Der Link gilt für eine Antwort; Sie brauchen kein Konto."
    if ways.has_mailbox:
        yield "Oder antworten Sie einfach auf diese Mail: Der Lotse leitet Ihre Worte weiter und vermerkt sie."
    elif email:
        yield (
            f"Oder antworten Sie einfach auf diese Mail: Ihre Antwort geht direkt an {email}. "
            "Vermerken Sie das danach bitte über den Link, sonst erinnern wir Sie weiter."
        )
    if phone:
        yield f"Oder rufen Sie an unter {phone} und vermerken Sie das danach über den Link."
    if not email:
        yield "Es gibt keine E-Mail-Adresse: Ihre Worte erscheinen nur im Chat und auf der Seite zum Vorgang."
    yield f"Mit einem Konto in der Redaktion sehen Sie den ganzen Vorgang: {ways.case_url}"


def _write_dossier(dossier: Dossier) -> Iterator[Block]:
    """Yield what happened before; what did not happen is left out."""
    asked = (f"{one} (ohne Antwort)" if one in dossier.missed else one for one in dossier.questions)
    yield Points("Fragen vorher", tuple(asked))
    yield Points("Gezeigte Antworten", dossier.answers)
    yield Points("Gezeigte Angebote", dossier.offers)
    yield Facts("Gesucht wurde nach", dossier.filters)


def _write_background(ticket: Ticket) -> Iterator[tuple[str, str]]:
    yield "Vorgangsnummer", ticket.case_number
    yield "Anlass", REASON_TEXTS[ticket.reason]
    if why := (ticket.route or {}).get("why"):
        yield "Zuständig", f"{ticket.route['to']}. {why}"
    if ticket.page:
        yield "Seite", ticket.page
    yield "Einwilligung", f"zur Weitergabe erteilt am {write_time(ticket.consent_at)}"
