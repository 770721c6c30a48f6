"""The mails about a promised call, with an entry for the calendar: to whoever calls, and to whoever is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from bot.calendar_file import Participant, write_invitation
from bot.handoff.hours_words import say_clock, say_day
from bot.handoff.letter import Action, Facts, Lead, Letter, Paragraph, Quote
from bot.handoff.models import Callback, Ticket
from bot.handoff.plain_text import shorten
from bot.handoff.ticket_mail import FOOT
from bot.local_time import local_time
from bot.search.sentences import sentence

LONGEST_CONCERN = 200
SHOWN_DIGITS = 3


@dataclass(frozen=True)
class Call:
    """A promised call in words: when, to whom, about what, and whether it is taken back."""

    ticket: Ticket
    callback: Callback
    when: str
    is_cancelled: bool


def make_call(ticket: Ticket, callback: Callback, *, now: datetime, is_cancelled: bool) -> Call:
    """Return a call with its time in words that stay true: no "morgen"."""
    return Call(ticket, callback, say_call(callback.starts_at, now), is_cancelled)


def say_call(starts_at: datetime, now: datetime) -> str:
    """Return when a call is: "Montag, 30. November, 9 Uhr"."""
    at = local_time(starts_at)
    return f"{say_day(at.date(), local_time(now).date())}, {say_clock(at.hour * 60 + at.minute)} Uhr"


def write_call_for_staff(call: Call, link: str) -> Letter:
    """Return the mail to whoever is to call; ``link`` leads to the page where the outcome is noted."""
    ticket, word = call.ticket, "abgesagt" if call.is_cancelled else "zugesagt"
    facts = (("Wann", call.when), ("Telefon", ticket.phone), ("Name", ticket.name), ("Firma", ticket.company))
    blocks = (
        Lead(f"Rückruf {word}: {call.when}"),
        Paragraph(
            "Guten Tag,\n\ndieser Rückruf findet nicht statt. Die Anfrage selbst bleibt offen."
            if call.is_cancelled
            else "Guten Tag,\n\nbitte rufen Sie zu dieser Zeit an. Die Person hat sie selbst gewählt."
        ),
        Facts("Rückruf", facts),
        Quote("Anliegen", ticket.concern),
        Action("", "Ergebnis vermerken oder antworten", link),
    )
    return Letter(f"Rückruf {word}: {call.when} ({ticket.case_number})", blocks, FOOT)


def write_call_for_visitor(call: Call, page_url: str) -> Letter:
    """Return the mail to whoever is called; the address is not proven, so the number is only hinted at."""
    number, words = call.ticket.case_number, "mail.rueckruf_abgesagt" if call.is_cancelled else "mail.rueckruf"
    blocks = (
        Lead(sentence(words, wann=call.when)),
        Paragraph(f"{sentence('mail.anrede')}\n\n{_say_reach(call)}{sentence(f'{words}_nummer', nummer=number)}"),
        Action("", sentence("mail.seite_knopf"), page_url, (sentence("mail.seite_suchen", nummer=number),)),
    )
    return Letter(sentence(f"{words}_betreff", wann=call.when, nummer=number), blocks, sentence("mail.fuss"))


def write_calendar(call: Call, *, recipient: str, is_staff: bool, mail_from: str, now: datetime) -> dict[str, str]:
    """Return the attachment that puts the call into a calendar, or takes it out again."""
    ticket, (name, address) = call.ticket, parseaddr(mail_from)
    summary = f"Rückruf {ticket.name}".rstrip() if is_staff else sentence("mail.rueckruf_kalender")
    description = f"Telefon: {ticket.phone}\nAnliegen: {shorten(ticket.concern, LONGEST_CONCERN)}" if is_staff else ""
    text = write_invitation(
        f"rueckruf-{call.callback.id}-{ticket.case_number}@{address.rpartition('@')[2]}",
        call.callback.starts_at,
        minutes=call.callback.minutes,
        summary=f"{summary} ({ticket.case_number})",
        description=description,
        organizer=Participant(address, name or "TRegKS-Lotse"),
        attendee=Participant(recipient),
        sequence=int(call.is_cancelled),
        stamp=now,
        cancelled=call.is_cancelled,
    )
    method = "CANCEL" if call.is_cancelled else "REQUEST"
    return {"filename": "rueckruf.ics", "content_type": f"text/calendar; method={method}", "text": text}


def _say_reach(call: Call) -> str:
    if call.is_cancelled:
        return ""
    return sentence("mail.rueckruf_telefon", ende=call.ticket.phone[-SHOWN_DIGITS:]) + " "
