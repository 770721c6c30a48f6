"""Ask the assistant again what it could not answer: groups that the present content settles leave the inbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.analytics.intake import SYSTEM
from bot.analytics.miss_models import Miss, MissAction, MissGroup
from bot.analytics.recording import ANSWERED_KINDS
from bot.db import read_content_version, utc_now
from bot.search.reply import Reply

Ask = Callable[[str], Sequence[Reply]]

EXAMPLES = 3  # texts of a group that all must be answered
LATEST = 30  # misses that are looked through for so many different texts
AT_ONCE = 40  # groups in a run
DISSATISFIED = ("thumbs_down", "handoff")  # these were answered: another answer must be found now


@dataclass(frozen=True)
class Asked:
    """One text with what the assistant says to it now; ``reference`` is "" where it gives no answer."""

    text: str
    replies: Sequence[Reply]
    reference: str

    @property
    def is_settled(self) -> bool:
        """Tell whether the question is answered now."""
        return bool(self.reference)


def ask_again(text: str, ask: Ask, *, rejected: str = "") -> Asked:
    """Ask a text; an answer from ``rejected``, which did not help before, is none."""
    replies = ask(text)
    said = next((reply for reply in replies if reply.kind != "notice"), None)
    is_answer = said is not None and said.kind in ANSWERED_KINDS and not any(reply.miss for reply in replies)
    reference = str(said.references[0]) if is_answer and said and said.references else ""
    return Asked(text, replies, "" if reference == rejected else reference)


def check_groups(factory: sessionmaker, ask: Ask) -> int:
    """Ask again about the most frequent groups that were not asked about since the content changed.

    Returns how many were asked about. Several processes may do so: each takes other groups.
    """
    count = 0
    with factory() as session:
        version = read_content_version(session)
        stale = find_stale(session, version, limit=AT_ONCE)
    for group_id in stale:
        if _claim(factory, group_id, version):
            check_group(factory, group_id, ask)
            count += 1
    return count


def find_stale(session: Session, version: int, *, limit: int) -> list[int]:
    """Return groups that were not asked about under a version of the content, the most frequent first."""
    wanted = (MissGroup.state.in_(("open", "answered")), MissGroup.checked_version != version)
    if session.execute(select(MissGroup.id).where(*wanted).limit(1)).first() is None:
        return []
    count = func.count(Miss.id)
    ranked = select(MissGroup.id).join(Miss, Miss.group_id == MissGroup.id).where(*wanted).group_by(MissGroup.id)
    return list(session.scalars(ranked.order_by(count.desc(), MissGroup.id).limit(limit)))


def check_group(factory: sessionmaker, group_id: int, ask: Ask) -> None:
    """Ask about a group, and open or settle it; nothing is locked while the assistant thinks."""
    with factory() as session:
        questions = read_questions(session, group_id)
    asked = [ask_again(text, ask, rejected=rejected) for text, rejected in questions]
    with factory.begin() as session:
        group = session.get(MissGroup, group_id)
        if group is not None:
            note_result(session, group, asked, now=utc_now())


def note_result(session: Session, group: MissGroup, asked: Sequence[Asked], *, now: datetime) -> None:
    """Open or settle a group by what the assistant says to its questions."""
    is_settled = bool(asked) and all(one.is_settled for one in asked)
    if group.state == "open" and is_settled:
        (reference, _), *_ = Counter(one.reference for one in asked).most_common(1)
        group.state, group.subject = "answered", reference
        session.add(MissAction(group_id=group.id, at=now, actor=SYSTEM, kind="answered", data={"subject": reference}))
    elif group.state == "answered" and asked and not is_settled:
        group.state = "open"
        note = "Der Lotse beantwortet nicht alle Fragen dieser Gruppe"
        session.add(MissAction(group_id=group.id, at=now, actor=SYSTEM, kind="returned", note=note))


def read_questions(session: Session, group_id: int) -> list[tuple[str, str]]:
    """Return the newest different texts of a group, each with the answer that did not help ("" without one)."""
    rows = session.execute(
        select(Miss.text, Miss.reason, Miss.best)
        .where(Miss.group_id == group_id, Miss.text != "")
        .order_by(Miss.at.desc(), Miss.id.desc())
        .limit(LATEST)
    )
    found: dict[str, str] = {}
    for text, reason, best in rows:
        found.setdefault(text, best if reason in DISSATISFIED else "")
    return list(found.items())[:EXAMPLES]


def _claim(factory: sessionmaker, group_id: int, version: int) -> bool:
    with factory.begin() as session:
        claimed = session.execute(
            update(MissGroup)
            .where(MissGroup.id == group_id, MissGroup.checked_version != version)
            .values(checked_version=version),
            execution_options={"synchronize_session": False},
        )
        return bool(claimed.rowcount)
