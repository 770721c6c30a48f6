"""Put right by hand what the grouping did not: unite two groups, take a text out, and both back again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.analytics.miss_models import Miss, MissAction, MissGroup
from bot.analytics.miss_notes import note_action, put_aside, restore_state
from bot.analytics.naming import LONGEST_TITLE, name_anew


class CannotMove(Exception):
    """Texts cannot be moved so; the message is a German sentence."""


def merge(session: Session, group: MissGroup, target: MissGroup, *, actor: AccountView, now: datetime) -> None:
    """Move everything of a group into another one. Raises CannotMove."""
    if target.id == group.id or "merged" in (group.state, target.state):
        raise CannotMove("Diese beiden Gruppen lassen sich nicht vereinen.")
    _move(session, (Miss.group_id == group.id,), target.id)
    note = f"Jetzt in „{target.title}“"
    data = {"target": target.id, "title": group.title}
    put_aside(session, group, "merge", "merged", actor=actor, now=now, subject=str(target.id), note=note, data=data)
    name_anew(session, target)
    group.words = []


def move_out(
    session: Session, group: MissGroup, texts: Sequence[str], *, actor: AccountView, now: datetime
) -> MissGroup:
    """Take texts out of a group into one of their own, and return that. Raises CannotMove."""
    if not texts:
        raise CannotMove("Bitte wählen Sie mindestens einen Text aus.")
    fresh = MissGroup(title=texts[0][:LONGEST_TITLE], created_at=now)
    session.add(fresh)
    session.flush()
    _move(session, (Miss.group_id == group.id, Miss.text.in_(texts)), fresh.id)
    name_anew(session, group)
    name_anew(session, fresh)
    note_action(session, fresh, "move", actor=actor, now=now, data={"source": group.id})
    return fresh


def take_up(session: Session, miss: Miss, *, actor: AccountView, now: datetime) -> MissGroup:
    """Give a miss that was sorted away a group of its own."""
    group = MissGroup(title=miss.text[:LONGEST_TITLE], created_at=now)
    session.add(group)
    session.flush()
    miss.state, miss.group_id = "grouped", group.id
    session.flush()
    name_anew(session, group)
    note_action(session, group, "returned", actor=actor, now=now)
    return group


def undo_merge(session: Session, group: MissGroup, action: MissAction) -> None:
    """Take everything that came with a merge out of the other group again."""
    _move_back(session, source=group.id, target=action.data["target"])
    restore_state(group, action)
    group.title = action.data["title"]
    name_anew(session, group)
    name_anew(session, session.get(MissGroup, action.data["target"]))


def undo_move(session: Session, group: MissGroup, action: MissAction) -> None:
    """Put texts back into the group they were taken out of. Raises CannotMove."""
    source = session.get(MissGroup, action.data["source"])
    if source is None or source.state == "merged":
        raise CannotMove("Die Gruppe, aus der diese Texte kamen, gibt es nicht mehr.")
    _move(session, (Miss.group_id == group.id,), source.id)
    name_anew(session, source)
    group.state, group.subject, group.words = "merged", str(source.id), []


def _move(session: Session, which: Sequence[Any], target: int) -> None:
    session.execute(
        update(Miss).where(*which).values(former_group_id=Miss.group_id, group_id=target),
        execution_options={"synchronize_session": False},
    )


def _move_back(session: Session, *, source: int, target: int) -> None:
    session.execute(
        update(Miss)
        .where(Miss.group_id == target, Miss.former_group_id == source)
        .values(group_id=source, former_group_id=None),
        execution_options={"synchronize_session": False},
    )
