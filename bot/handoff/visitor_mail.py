"""The mails that visitors get about their concern; every sentence in them is content that staff can word anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.handoff.letter import Action, Block, Facts, Lead, Letter, Paragraph, Points, Quote
from bot.handoff.models import Ticket, TicketMessage
from bot.handoff.transcript import write_thread
from bot.search.sentences import sentence


@dataclass(frozen=True)
class CasePage:
    """Where a visitor sees the case: by a link of one's own, or by number and address (``is_lookup``)."""

    url: str
    is_lookup: bool


def write_confirmation(case_number: str, waiting: str, page: CasePage) -> Letter:
    """Return the mail that a concern has arrived, with what is true about ``waiting``.

    Nobody has proven yet to read this address: nothing that was typed into the form goes there.
    """
    blocks = (
        Lead(sentence("mail.eingang", nummer=case_number)),
        Paragraph(f"{sentence('mail.anrede')}\n\n{sentence('mail.eingang_weiter')}\n\n{waiting}"),
        _make_action(case_number, page),
    )
    return Letter(sentence("mail.eingang_betreff", nummer=case_number), blocks, sentence("mail.fuss"))


def write_replies(ticket: Ticket, messages: Sequence[TicketMessage], asked: str, page: CasePage) -> Letter:
    """Return the mail with what people wrote, oldest first; ``asked`` is what they answer."""
    number = ticket.case_number
    blocks: tuple[Block, ...] = (
        Lead(sentence("mail.antwort", nummer=number)),
        Paragraph(sentence("mail.anrede")),
        *_write_words(messages),
        Quote(sentence("mail.antwort_auf"), asked),
        _make_action(number, page),
    )
    return Letter(sentence("mail.antwort_betreff", nummer=number), blocks, sentence("mail.fuss"))


def write_history(
    ticket: Ticket, thread: Sequence[TicketMessage], sources: Sequence[str], status: str, page: CasePage
) -> Letter:
    """Return the mail with everything that was said; ``sources`` are those of the assistant's answers."""
    number = ticket.case_number
    blocks = (
        Lead(sentence("mail.verlauf", nummer=number)),
        Facts("", ((sentence("mail.verlauf_nummer"), number), (sentence("mail.verlauf_stand"), status))),
        Quote(sentence("mail.verlauf_anliegen"), ticket.concern),
        Quote(sentence("mail.verlauf_nachrichten"), write_thread(thread)),
        Quote(sentence("mail.verlauf_gespraech"), ticket.transcript),
        Points(sentence("mail.verlauf_quellen"), tuple(sources)),
        _make_action(number, page),
    )
    return Letter(sentence("mail.verlauf_betreff", nummer=number), blocks, sentence("mail.fuss"))


def write_case_link(case_number: str, url: str) -> Letter:
    """Return the mail with a way to the case; whoever follows it has proven to read these mails."""
    blocks = (
        Lead(sentence("mail.zugang", nummer=case_number)),
        Paragraph(f"{sentence('mail.anrede')}\n\n{sentence('mail.zugang_weiter')}"),
        Action("", sentence("mail.zugang_knopf"), url),
    )
    return Letter(sentence("mail.zugang_betreff", nummer=case_number), blocks, sentence("mail.fuss"))


def _make_action(case_number: str, page: CasePage) -> Action:
    lookup = (sentence("mail.seite_suchen", nummer=case_number),) if page.is_lookup else ()
    return Action("", sentence("mail.seite_knopf"), page.url, (*lookup, sentence("mail.antworten")))


def _write_words(messages: Sequence[TicketMessage]) -> Iterator[Block]:
    """Yield what each person wrote below the name; who goes on is not named again."""
    name = ""
    for message in messages:
        if message.sender_name != name:
            name = message.sender_name
            yield Paragraph(sentence("mail.antwort_name", name=name))
        yield Paragraph(message.text)
