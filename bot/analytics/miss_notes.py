"""What was done about a group of missed questions, written down with what is needed to undo it, and in the audit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.sessions import AccountView
from bot.analytics.miss_models import Miss, MissAction, MissGroup
from bot.analytics.naming import UNCHECKED

TITLES = {
    "draft": "FAQ-Entwurf begonnen",
    "variants": "Als Formulierung ergänzt",
    "gap": "Als Angebotslücke vorgemerkt",
    "scope": "An eine andere Stelle verwiesen",
    "dismiss": "Verworfen",
    "merge": "Mit einer anderen Gruppe vereint",
    "move": "Aus einer anderen Gruppe herausgenommen",
    "answered": "Beantwortet",
    "returned": "Wieder offen",
}


def note_action(
    session: Session,
    group: MissGroup,
    kind: str,
    *,
    actor: AccountView,
    now: datetime,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Write down what was done; ``data`` is what undoing it needs."""
    session.add(MissAction(group_id=group.id, at=now, actor=actor.name, kind=kind, note=note, data=data or {}))
    record_audit(session, actor, TITLES[kind], subject_of(group), note)
    session.flush()


def put_aside(
    session: Session,
    group: MissGroup,
    kind: str,
    state: str,
    *,
    actor: AccountView,
    now: datetime,
    subject: str = "",
    note: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Move a group out of the inbox; the note remembers where it was."""
    before = {"state": group.state, "subject": group.subject, "count": group.count_when_dismissed}
    group.state, group.subject, group.checked_version = state, subject[:200], UNCHECKED
    note_action(session, group, kind, actor=actor, now=now, note=note, data={"before": before, **(data or {})})


def restore_state(group: MissGroup, action: MissAction) -> None:
    """Bring a group back to where it was before an action."""
    before = action.data["before"]
    group.state, group.subject, group.count_when_dismissed = before["state"], before["subject"], before["count"]
    group.checked_version = UNCHECKED


def dismiss(session: Session, group: MissGroup, *, reason: str, actor: AccountView, now: datetime) -> None:
    """Put a group aside; it returns by itself when its count has doubled."""
    put_aside(session, group, "dismiss", "dismissed", actor=actor, now=now, note=reason)
    group.count_when_dismissed = session.scalar(select(func.count()).where(Miss.group_id == group.id)) or 0


def note_gap(
    session: Session, group: MissGroup, *, contact: str, conditions: str, actor: AccountView, now: datetime
) -> None:
    """Note that an offer is missing, for a contact (slug) to see to, with what visitors asked for."""
    put_aside(session, group, "gap", "gap", actor=actor, now=now, subject=contact, note=conditions)


def reopen(session: Session, group: MissGroup, *, actor: AccountView, now: datetime) -> None:
    """Bring a group back into the inbox."""
    group.state, group.subject, group.checked_version = "open", "", UNCHECKED
    note_action(session, group, "returned", actor=actor, now=now)


def subject_of(group: MissGroup) -> str:
    """Return how audit entries name a group."""
    return f"frage:{group.id}"
