"""Take back what was done about a group of missed questions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.sessions import AccountView
from bot.analytics.miss_answers import undo_refer, undo_variants
from bot.analytics.miss_models import MissAction, MissGroup
from bot.analytics.miss_moves import undo_merge, undo_move
from bot.analytics.miss_notes import TITLES, restore_state, subject_of

UNDOABLE = ("variants", "gap", "scope", "dismiss", "merge", "move")


class CannotUndo(Exception):
    """An action cannot be taken back; the message is a German sentence."""


def undo(session: Session, action: MissAction, *, actor: AccountView, now: datetime) -> None:
    """Take the latest action on a group back. Raises CannotUndo, CannotMove, NotAllowed, StaleDraft."""
    latest = session.scalar(select(func.max(MissAction.id)).where(MissAction.group_id == action.group_id))
    if not is_undoable(action) or action.id != latest:
        raise CannotUndo("Das lässt sich nicht mehr rückgängig machen.")
    group = session.get(MissGroup, action.group_id)
    assert group is not None
    if action.kind == "variants":
        undo_variants(session, group, action, actor=actor, now=now)
    elif action.kind == "scope":
        undo_refer(session, group, action, actor=actor, now=now)
    elif action.kind == "merge":
        undo_merge(session, group, action)
    elif action.kind == "move":
        undo_move(session, group, action)
    else:
        restore_state(group, action)
    action.undone_at = now
    record_audit(session, actor, "rückgängig gemacht", subject_of(group), TITLES[action.kind])
    session.flush()


def is_undoable(action: MissAction) -> bool:
    """Tell whether an action can be taken back, as long as nothing came after it."""
    return action.kind in UNDOABLE and action.undone_at is None
