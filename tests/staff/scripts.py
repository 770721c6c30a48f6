"""Content and accounts that try to run scripts, and a look at pages for what a browser would run."""

from __future__ import annotations

from html.parser import HTMLParser

from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.sessions import AccountView
from bot.contacts.duty import save_duty
from bot.contacts.leave import add_absence
from bot.contacts.rules import save_rule
from bot.content.fields import EMAIL, LINE, LINES, MARKDOWN, STAND, TEXT, URL, Field
from bot.content.kinds import KINDS, SEEDED, SENTENCE, Kind
from bot.content.records import Record, blank_record, save_record
from bot.db import utc_now
from bot.handoff.canned_texts import save_canned_text
from bot.handoff.models import Ticket, TicketMessage
from bot.handoff.moves import add_event
from bot.handoff.outbox import queue_mail
from bot.revisions.drafts import Stamp, hand_in, save_draft

SCRIPT = "\"'></title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>"
LINK = "javascript:alert(1)"
MARKED = f"{SCRIPT} [klick]({LINK}) <a href='{LINK}'>klick</a>"
HOSTILE = {LINE: SCRIPT, TEXT: SCRIPT, MARKDOWN: MARKED, LINES: [SCRIPT], URL: LINK, EMAIL: SCRIPT, STAND: "2026"}
CASE = "TK-2026-BCDFGH"
ADDRESSES = ("href", "src", "action", "formaction")
KEYS = {name: SCRIPT if kind in (KINDS["verweis"], SENTENCE) else "tregks-laufzeit" for name, kind in KINDS.items()}


def add_scripts(session: Session, actor: AccountView) -> None:
    """Make a record of every kind, a draft of it that waits for approval, what stands behind hand-offs, and a log."""
    for kind in (*SEEDED, SENTENCE):
        key, record = KEYS[kind.name], _make_hostile(kind)
        save_record(session, kind, key, record)
        draft = save_draft(session, kind, key, record, actor=actor, base=Stamp(), now=utc_now())
        hand_in(session, draft, actor=actor, note=SCRIPT)
    today = utc_now().date()
    save_duty(session, KEYS["kontakt"], takes_handoffs=True, deputy_slug=SCRIPT[:80])
    save_rule(session, KEYS["thema"], SCRIPT[:80])
    save_canned_text(session, None, SCRIPT, SCRIPT)
    add_absence(session, KEYS["kontakt"], today, today, note=SCRIPT, today=today)
    record_audit(session, actor, SCRIPT[:40], SCRIPT, SCRIPT)
    add_case(session)


def add_case(session: Session) -> None:
    """Make a case, waiting for an answer, that is a script wherever visitors and others write."""
    texts = dict.fromkeys(("concern", "name", "phone", "company", "transcript", "page", "summary"), SCRIPT)
    known = {"questions": [SCRIPT], "answers": [SCRIPT], "offers": [SCRIPT], "filters": [[SCRIPT, SCRIPT]]}
    ticket = Ticket(
        case_number=CASE,
        conversation_key="s" * 64,
        organisation=SCRIPT,  # that of the account
        email=LINK,
        dossier=known,
        route={"to": SCRIPT, "why": SCRIPT},
        rating=1,
        rating_comment=SCRIPT,
        consent_at=utc_now(),
        **{name: text[:40] if name == "phone" else text for name, text in texts.items()},
    )
    session.add(ticket)
    session.flush()
    add_event(session, ticket.id, "note", now=utc_now(), actor=SCRIPT, note=SCRIPT)
    for number, author in enumerate(("visitor", "person"), start=1):
        values = {"author": author, "channel": "chat", "sender_name": SCRIPT, "text": SCRIPT, "dedup_key": author}
        session.add(TicketMessage(ticket_id=ticket.id, position=number, **values))
    queue_mail(session, dedup_key="x", recipient=SCRIPT, subject=SCRIPT, body=SCRIPT, ticket_id=ticket.id)


def find_dangers(html: str) -> list[str]:
    """Return what a browser would run of a page: inline scripts, handlers, addresses that are scripts."""
    finder = _DangerFinder()
    finder.feed(html)
    return finder.found


class _DangerFinder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag in ("script", "iframe", "object", "embed") and not (names.get("src") or "").startswith("/redaktion/"):
            self.found.append(tag)
        for name, value in attrs:
            address = (value or "").strip().lower()
            if name.startswith("on") or (name in ADDRESSES and address.startswith(("javascript:", "data:text"))):
                self.found.append(f"{tag} {name}={value}")


def _make_hostile(kind: Kind) -> Record:
    return blank_record(kind) | {one.name: _hostile_value(one) for one in kind.fields if _is_free(one)}


def _hostile_value(one: Field) -> object:
    return HOSTILE[one.kind]


def _is_free(one: Field) -> bool:
    """Tell whether a field takes any text; names of other records must exist."""
    return one.kind in HOSTILE and one.name not in ("topics", "related", "status")
