"""Mails that visitors ask for on the page of their case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversations.queries import read_messages
from bot.handoff.models import Ticket
from bot.handoff.posting import case_page, lookup_page, post_to_visitor
from bot.handoff.thread import read_thread
from bot.handoff.transcript import list_sources
from bot.handoff.transitions import STATUS_NAMES
from bot.handoff.visitor_mail import write_case_link, write_history
from bot.settings import Settings


def queue_case_link(session: Session, settings: Settings, ticket: Ticket, *, now: datetime) -> bool:
    """Send the visitor a way to the case, at most once an hour; who follows it has proven to read these mails.

    Nothing that was typed goes along. False where one is on its way already. The caller commits.
    """
    letter = write_case_link(ticket.case_number, case_page(session, settings, ticket, now).url)
    key = f"zugang-{ticket.id}-{now:%Y%m%d%H}"
    return post_to_visitor(session, settings, ticket, letter, key=key, now=now)


def queue_transcript(session: Session, settings: Settings, ticket: Ticket, *, now: datetime) -> bool:
    """Send the visitor everything that was said, to an address that is proven; the same only once a day.

    The sources of answers go along as long as the conversation exists. False where it was sent already. The caller
    commits.
    """
    said = read_messages(session, ticket.conversation_key)
    letter = write_history(
        ticket,
        read_thread(session, ticket.id),
        list_sources(message.body for message in said),
        STATUS_NAMES[ticket.status],
        lookup_page(settings),
    )
    key = f"verlauf-{ticket.id}-{ticket.message_count}-{now:%Y%m%d}"
    return post_to_visitor(session, settings, ticket, letter, key=key, now=now)
