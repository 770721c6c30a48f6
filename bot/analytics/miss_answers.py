"""Settle a group of missed questions in the content: as ways of asking for an entry, or as a question of others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.analytics.miss_models import MissAction, MissGroup
from bot.analytics.miss_notes import note_action, put_aside, restore_state
from bot.contacts.models import Contact
from bot.content.kinds import KINDS, REFERRAL, Kind
from bot.content.records import blank_record, find_row, read_record
from bot.faq.models import Referral
from bot.revisions.additions import PUBLISHED
from bot.revisions.additions import add_variants as record_variants
from bot.revisions.drafts import NotOpen, discard, find_open, record_of, save_draft, stamp_of
from bot.revisions.publishing import publish_now, publish_or_hand_in, set_archived

FROM_INBOX = "Aus den unbeantworteten Fragen"


def add_variants(
    session: Session,
    group: MissGroup,
    kind: Kind,
    key: str,
    texts: Sequence[str],
    *,
    actor: AccountView,
    now: datetime,
) -> str:
    """Add texts as ways of asking for a record, and publish them where that is allowed.

    Returns what they are now: published, in review, or in the draft that was open already. Raises KeyError for an
    unknown record, Unreadable for a text that is too long, NotAllowed, StaleDraft.
    """
    status = record_variants(session, kind, key, texts, actor=actor, now=now, note=FROM_INBOX)
    data = {"kind": kind.name, "key": key, "texts": list(texts)}
    reference = f"{kind.name}:{key}"
    if status == PUBLISHED:
        put_aside(
            session, group, "variants", "answered", actor=actor, now=now, subject=reference, note=reference, data=data
        )
    else:
        note_action(session, group, "variants", actor=actor, now=now, note=f"{reference} (Entwurf)", data=data)
    return status


def undo_variants(session: Session, group: MissGroup, action: MissAction, *, actor: AccountView, now: datetime) -> None:
    """Take texts out of a record, or of its draft, again. Raises NotOpen, NotAllowed, StaleDraft."""
    kind, key = KINDS[action.data["kind"]], action.data["key"]
    was_published, waiting = "before" in action.data, find_open(session, kind, key)
    if was_published and waiting is not None:
        raise NotOpen("Zu diesem Eintrag gibt es einen offenen Entwurf. Veröffentlichen oder verwerfen Sie ihn zuerst.")
    record = record_of(waiting) if waiting else read_record(session, kind, key)
    if record is not None:
        record["variants"] = [variant for variant in record["variants"] if variant not in action.data["texts"]]
        if waiting is None:
            publish_now(session, kind, key, record, actor=actor, now=now)
        else:
            save_draft(session, kind, key, record, actor=actor, base=stamp_of(waiting), now=now)
    if was_published:
        restore_state(group, action)


def refer(
    session: Session, group: MissGroup, office: str, texts: Sequence[str], *, actor: AccountView, now: datetime
) -> None:
    """Make texts questions that belong to an office; what may not be published at once waits for approval.

    Raises NotAllowed, StaleDraft.
    """
    fresh = [text for text in texts if not _is_referred(session, text)]
    for text in fresh:
        record = {**blank_record(REFERRAL), "office": office}
        publish_or_hand_in(session, REFERRAL, text, record, actor=actor, now=now, note=FROM_INBOX)
    data = {"texts": fresh}
    put_aside(session, group, "scope", "scope", actor=actor, now=now, subject=office, note=office, data=data)


def undo_refer(session: Session, group: MissGroup, action: MissAction, *, actor: AccountView, now: datetime) -> None:
    """Put the questions of others in the archive again, and give up their drafts. Raises NotAllowed."""
    for text in action.data["texts"]:
        waiting = find_open(session, REFERRAL, text)
        if waiting is not None:
            discard(session, waiting, actor=actor)
        if _is_referred(session, text):
            set_archived(session, REFERRAL, text, True, actor=actor, now=now)
    restore_state(group, action)


def read_offices(session: Session) -> list[str]:
    """Return the offices that questions are referred to, in their order."""
    return list(
        session.scalars(select(Referral.office).where(Referral.office != "").distinct().order_by(Referral.office))
    )


def read_partners(session: Session) -> list[tuple[str, str]]:
    """Return short name and name of the contacts who may see to a missing offer, by name."""
    rows = session.execute(
        select(Contact.slug, Contact.name, Contact.organisation)
        .where(Contact.is_archived.is_(False))
        .order_by(Contact.name, Contact.id)
    )
    return [(slug, ", ".join(filter(None, (name, organisation)))) for slug, name, organisation in rows]


def _is_referred(session: Session, text: str) -> bool:
    referral = find_row(session, REFERRAL, text)
    return referral is not None and not referral.is_archived
