"""Make a person's reply part of the FAQ: as a draft of its own, or as another way to ask for an entry."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.content.kinds import FAQ
from bot.content.records import blank_record
from bot.conversations.redaction import redact
from bot.faq.models import GROUPS
from bot.handoff.models import Ticket, TicketMessage
from bot.handoff.moves import add_event
from bot.handoff.plain_text import shorten
from bot.local_time import local_day
from bot.revisions.additions import add_variants
from bot.revisions.drafts import Stamp, save_draft
from bot.revisions.slugs import find_free_slug

LONGEST_QUESTION = 300  # also of a way to ask
LEGAL_FORM = re.compile(r"(?:[\s,&+]+(?:g?gmbh|ag|kg|ohg|ug|gbr|se|mbh|co\.?|e\. ?k\.?|e\. ?v\.?))+$", re.IGNORECASE)
PARTICLES = frozenset("von van vom zum zur der den dem und frau herr".split())
FROM_CASES = "Aus einem Anliegen"


def redact_case(ticket: Ticket, text: str, *, senders: tuple[str, ...] = ()) -> str:
    """Return a text of a case without what tells who wrote it: names, company, addresses, numbers.

    ``senders`` are names of staff in it.
    """
    text = _replace(text, [ticket.email], "[E-Mail-Adresse]")
    text = _replace(text, [ticket.phone], "[Telefonnummer]")
    bare = LEGAL_FORM.sub("", ticket.company or "")
    text = _replace(text, [ticket.company, bare], "[Unternehmen]")
    for name in (ticket.name, *senders):
        text = _replace(text, [name, *(part for part in name.split() if part.casefold() not in PARTICLES)], "[Name]")
    return redact(text)


def draft_entry(session: Session, ticket: Ticket, reply: TicketMessage, *, actor: AccountView, now: datetime) -> str:
    """Write a draft of an FAQ entry from a concern and its reply, both redacted, and return its key.

    Raises NotAllowed for an account that may not write there.
    """
    senders = (reply.sender_name, actor.name)
    question = shorten(redact_case(ticket, ticket.concern, senders=senders), LONGEST_QUESTION)
    areas = (ticket.route or {}).get("areas", ())
    record = {
        **blank_record(FAQ),
        "question": question,
        "answer": redact_case(ticket, reply.text, senders=senders),
        "topic_group": next((area for area in areas if area in GROUPS), GROUPS[0]),
        "source_title": "Antwort des Teams auf ein Anliegen",
        "source_date": local_day(reply.created_at).isoformat(),
    }
    key = find_free_slug(session, FAQ, question)
    save_draft(session, FAQ, key, record, actor=actor, base=Stamp(), now=now)
    add_event(session, ticket.id, "harvested", now=now, actor=actor.name, note=f"Entwurf „{question}“")
    return key


def add_as_variant(session: Session, ticket: Ticket, key: str, *, actor: AccountView, now: datetime) -> str:
    """Add a redacted concern as a way to ask for an FAQ entry, and return what it is now, as ``add_variants`` does.

    Raises KeyError for an unknown entry, NotAllowed, NotOpen, StaleDraft.
    """
    text = shorten(redact_case(ticket, ticket.concern, senders=(actor.name,)), LONGEST_QUESTION)
    status = add_variants(session, FAQ, key, [text], actor=actor, now=now, note=FROM_CASES)
    add_event(session, ticket.id, "harvested", now=now, actor=actor.name, note=f"Formulierung für „{key}“")
    return status


def _replace(text: str, wanted: list[str], by: str) -> str:
    """Replace whole words, in either case, the longest first."""
    for one in sorted({one for one in wanted if one and len(one) > 2}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", by, text, flags=re.IGNORECASE)
    return text
