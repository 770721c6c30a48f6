"""What visitor and person write to each other about a ticket: taken once, kept, and delivered to the other side."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.conversations.live import STAFF, announce
from bot.conversations.models import Conversation
from bot.conversations.queries import find_button
from bot.conversations.record import add_message, make_message_id
from bot.handoff.deadlines import IDLE, SETTLE, UNSEEN, lift_deadlines, set_deadlines
from bot.handoff.mails import queue_addition, queue_replies
from bot.handoff.models import Ticket, TicketMessage
from bot.handoff.moves import add_event, move_ticket
from bot.handoff.plain_text import tidy_line, tidy_lines
from bot.handoff.timers import cancel_timers, set_timer
from bot.handoff.transitions import DONE
from bot.handoff.unique_rows import insert_if_new
from bot.search.reply import Button, Reply
from bot.search.sentences import sentence
from bot.settings import Settings

# A page in view says so at least this often.
THERE = timedelta(seconds=75)
SETTLED, UNSETTLED = "/fall/geklaert/{case}", "/fall/offen/{case}"


def deliver_reply(
    session: Session,
    settings: Settings,
    ticket_id: int,
    text: str,
    *,
    sender_name: str,
    channel: str,
    dedup_key: str,
    now: datetime,
) -> bool:
    """Write a person's words to the visitor: into the chat, and by mail where nobody looks there.

    ``channel`` is chat, mail, link or page. Within a live conversation the person goes on talking; otherwise the
    ticket is answered by it, and the assistant asks whether it is settled. False for a message taken before
    (``dedup_key``). The caller commits.
    """
    ticket = _lock(session, ticket_id)
    message = _add(session, ticket, "person", text, sender_name=sender_name, channel=channel, key=dedup_key, now=now)
    if message is None:
        return False
    body = {"id": make_message_id(), "from": "person", "kind": "answer", "name": message.sender_name}
    add_message(session, ticket.conversation_key, {**body, "text": message.text, "references": []})
    is_live = ticket.status == "claimed" and channel == "chat"
    if is_live:
        add_event(session, ticket_id, "replied", now=now, actor=sender_name)
        set_timer(session, ticket_id, "idle", now + IDLE)
    else:
        settle_later(session, settings, ticket, actor=sender_name, reason=f"by_{channel}", now=now)
    if is_live or is_there(session, ticket, now):
        set_timer(session, ticket_id, "unseen", now + UNSEEN)
    else:
        mail_unseen(session, settings, ticket, now=now)
    return True


def settle_later(
    session: Session, settings: Settings, ticket: Ticket, *, actor: str, reason: str, now: datetime, note: str = ""
) -> None:
    """Mark a ticket as answered and have the assistant ask whether it is settled. Raises IllegalTransition."""
    move_ticket(session, ticket.id, "answered", actor=actor, now=now, reason=reason, note=note, answered_at=now)
    lift_deadlines(session, ticket.id, now=now)
    cancel_timers(session, ticket.id, "idle", now=now)
    set_timer(session, ticket.id, "settle", now + SETTLE)
    if not is_with_person(session, ticket):  # else the question comes when that conversation is over
        say(session, ticket, ask_if_settled(ticket))
        ask_what_was_put_off(session, ticket)


def ask_what_was_put_off(session: Session, ticket: Ticket) -> None:
    """Ask about the visitor's other answered tickets what could not be asked while a person spoke about this one."""
    if is_with_person(session, ticket):
        return
    key = ticket.conversation_key
    answered = (Ticket.conversation_key == key, Ticket.status == "answered", Ticket.id != ticket.id)
    for other in session.scalars(select(Ticket).where(*answered)).all():
        if find_button(session, key, SETTLED.format(case=other.case_number)) is None:
            say(session, other, ask_if_settled(other))


def ask_if_settled(ticket: Ticket) -> Reply:
    """Return the question with its two buttons."""
    buttons = (
        Button(sentence("fall.geklaert_knopf"), SETTLED.format(case=ticket.case_number)),
        Button(sentence("fall.offen_knopf"), UNSETTLED.format(case=ticket.case_number)),
    )
    return Reply("notice", sentence("fall.geklaert_frage", nummer=ticket.case_number), buttons=buttons)


def add_from_visitor(
    session: Session, settings: Settings, ticket_id: int, text: str, *, channel: str, dedup_key: str, now: datetime
) -> bool:
    """Take what the visitor adds to a ticket and bring it to the person; an answered one is opened again.

    False for a message taken before. The caller commits.
    """
    ticket = _lock(session, ticket_id)
    message = _add(session, ticket, "visitor", text, sender_name=ticket.name, channel=channel, key=dedup_key, now=now)
    if message is None:
        return False
    add_event(session, ticket_id, "added", now=now, actor="visitor")
    if ticket.status == "claimed":
        announce(session, STAFF, "cases", {"case": ticket.case_number})
        return True
    if ticket.status in DONE:
        move_ticket(session, ticket_id, "reopened", actor="visitor", now=now, reason="by_visitor")
        set_deadlines(session, ticket, settings, now=now)
    queue_addition(session, settings, ticket, message, now=now)
    announce(session, STAFF, "cases", {"case": ticket.case_number})
    return True


def say(session: Session, ticket: Ticket, reply: Reply) -> None:
    """Put a message of the assistant into the conversation of a ticket, where it still exists."""
    shown = {name: value for name, value in reply.to_dict().items() if name not in ("state", "directive", "miss")}
    add_message(session, ticket.conversation_key, {"id": make_message_id(), "from": "bot", **shown})


def mail_unseen(session: Session, settings: Settings, ticket: Ticket, *, now: datetime) -> None:
    """Mail the visitor what a person wrote since the visitor last looked at the chat. The caller commits."""
    seen_at = session.scalar(select(Conversation.seen_at).where(Conversation.key == ticket.conversation_key))
    condition = [TicketMessage.ticket_id == ticket.id, TicketMessage.author == "person"]
    if seen_at is not None:
        condition.append(TicketMessage.created_at > seen_at)
    unseen = session.scalars(select(TicketMessage).where(*condition).order_by(TicketMessage.position)).all()
    queue_replies(session, settings, ticket, unseen, now=now)


def read_thread(session: Session, ticket_id: int) -> list[TicketMessage]:
    """Return what was written about a ticket, oldest first."""
    statement = select(TicketMessage).where(TicketMessage.ticket_id == ticket_id).order_by(TicketMessage.position)
    return list(session.scalars(statement))


def is_with_person(session: Session, ticket: Ticket) -> bool:
    """Tell whether a person speaks in the conversation of a ticket, so that the assistant has to be silent."""
    state = session.scalar(select(Conversation.state).where(Conversation.key == ticket.conversation_key))
    return bool(state == "person")


def is_there(session: Session, ticket: Ticket, now: datetime) -> bool:
    """Tell whether the visitor looks at the conversation now."""
    seen_at = session.scalar(select(Conversation.seen_at).where(Conversation.key == ticket.conversation_key))
    return seen_at is not None and now - seen_at < THERE


def _lock(session: Session, ticket_id: int) -> Ticket:
    """Take a ticket for this transaction: its messages get their positions one after the other."""
    session.execute(
        update(Ticket)
        .where(Ticket.id == ticket_id)
        .values(message_count=Ticket.message_count)
        .execution_options(synchronize_session=False)
    )
    return session.execute(
        select(Ticket).where(Ticket.id == ticket_id).execution_options(populate_existing=True)
    ).scalar_one()


def _add(
    session: Session, ticket: Ticket, author: str, text: str, *, sender_name: str, channel: str, key: str, now: datetime
) -> TicketMessage | None:
    position = ticket.message_count + 1
    values = {
        "ticket_id": ticket.id,
        "position": position,
        "author": author,
        "sender_name": tidy_line(sender_name)[:200],
        "channel": channel,
        "text": tidy_lines(text),
        "dedup_key": key,
        "created_at": now,
    }
    if not insert_if_new(session, TicketMessage, values):
        return None
    ticket.message_count = position
    ticket.unread_count = ticket.unread_count + 1 if author == "visitor" else 0
    ticket.updated_at = now
    session.flush()
    return session.scalars(select(TicketMessage).where(TicketMessage.dedup_key == key)).one()
