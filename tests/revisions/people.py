"""Who writes and approves in the tests, and what they write."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy.orm import Session

from bot.accounts.models import Account, AccountRole
from bot.accounts.roles import APPROVER, EDITOR
from bot.accounts.sessions import AccountView, view_account
from bot.content.kinds import FAQ
from bot.content.records import blank_record
from bot.revisions.drafts import Stamp, find_latest, save_draft, stamp_of
from bot.revisions.models import Revision

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)
KEY = "was-ist-tregks"


def add_person(session: Session, name: str, *roles: str, organisation: str = "") -> AccountView:
    """Make an account; an editor where no roles are named."""
    account = Account(
        email=f"{name.lower()}@example.org",
        name=name,
        organisation=organisation,
        roles=[AccountRole(role=role) for role in roles or (EDITOR,)],
    )
    session.add(account)
    session.flush()
    return view_account(account)


def add_approver(session: Session, name: str = "Frida") -> AccountView:
    """Make an account that writes and approves."""
    return add_person(session, name, EDITOR, APPROVER)


def faq_record(**changes: Any) -> dict[str, Any]:
    """Return a complete FAQ entry."""
    return blank_record(FAQ) | {
        "question": "Was ist TRegKS?",
        "topic_group": "netzwerk",
        "answer": "Ein Netzwerk.",
        "source_title": "Website",
        "source_date": "2026-11-01",
        "certainty": "belegt",
        **changes,
    }


def write(session: Session, actor: AccountView, base: Stamp | None = None, **changes: Any) -> Revision:
    """Save a draft of the one entry of these tests, by default on top of what is there."""
    base = base or stamp_of(find_latest(session, FAQ, KEY))
    return save_draft(session, FAQ, KEY, faq_record(**changes), actor=actor, base=base, now=NOW)
