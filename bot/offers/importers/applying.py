"""Carry out a plan in the caller's transaction: all of it, or an exception and nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.db import raise_content_version
from bot.offers.importers.adding import add_offers
from bot.offers.importers.history import History
from bot.offers.importers.models import OfferConflict, OfferImport, OfferOrigin, OfferOriginal
from bot.offers.importers.offer_values import (
    CHUNK,
    find_offers,
    make_fingerprint,
    original_columns,
    read_value,
    to_json,
    write_value,
)
from bot.offers.importers.planning import Change, Plan
from bot.offers.importers.report import list_changes

CHANGED = "„{title}“ ist gerade geändert worden. Bitte lesen Sie die Datei noch einmal ein."


class ChangedMeanwhile(Exception):
    """Somebody has edited an offer after the plan was made; the message is a German sentence."""


def apply_plan(
    session: Session,
    plan: Plan,
    *,
    filename: str,
    author: str,
    history: History,
    now: datetime,
    is_shown: bool = False,
    find_topics: Callable[[str], list[str]] = lambda _text: [],
) -> OfferImport:
    """Write what a plan says and return its report; the caller commits, or rolls back on any exception.

    New offers wait in the archive until somebody releases them, unless they are to be shown at once.
    ``find_topics`` proposes topics for new offers that come without any. Raises ChangedMeanwhile.
    """
    if plan.new or plan.changed or plan.gone:
        raise_content_version(session)  # first, so that nobody writes content until this transaction ends
    found = OfferImport(
        source=plan.source,
        scope=plan.reading.scope,
        filename=filename[:300],
        author=author,
        created_at=now,
        counts=plan.counts,
        notes=plan.reading.notes,
        problems=plan.reading.problems,
        lists=list_changes(plan),
    )
    session.add(found)
    session.flush()
    add_offers(session, plan, found, history=history, is_shown=is_shown, find_topics=find_topics)
    changes = plan.changed + plan.gone
    for start in range(0, len(changes), CHUNK):
        _apply_chunk(session, changes[start : start + CHUNK], found, history)
    record_audit(session, None, "Angebote eingelesen", f"{plan.source}:{found.id}", found.filename)
    session.flush()
    return found


def _apply_chunk(session: Session, changes: list[Change], found: OfferImport, history: History) -> None:
    ids = [change.known.offer_id for change in changes]
    origins = {row.offer_id: row for row in session.query(OfferOrigin).filter(OfferOrigin.offer_id.in_(ids))}
    session.execute(delete(OfferConflict).where(OfferConflict.offer_id.in_(ids)))
    edited: list[Change] = []
    for type_ in {change.known.type for change in changes}:
        offers = find_offers(session, type_, ids)
        known_slugs = history.find_slugs(session, type_)
        for change in (one for one in changes if one.known.type == type_):
            offer, origin = offers[change.known.offer_id], origins[change.known.offer_id]
            _apply(session, change, offer, origin, found)
            if change.changes and change.known.slug in known_slugs:
                edited.append(change)
    session.flush()
    for change in edited:
        note = f"Aus „{found.filename}“"
        author = f"Quelle {found.source}"
        history.keep(session, change.known.type, change.known.slug, author=author, note=note, now=found.created_at)
    session.expunge_all()  # a hundred thousand offers would stay in memory
    session.add(found)


def _apply(session: Session, change: Change, offer: Any, origin: OfferOrigin, found: OfferImport) -> None:
    for one in (*change.changes, *change.conflicts):
        if read_value(offer, one.name) != one.live:
            raise ChangedMeanwhile(CHANGED.format(title=change.title))
    for one in change.changes:
        write_value(session, offer, one.name, one.incoming)
    for one in change.conflicts:
        session.add(
            OfferConflict(offer_id=offer.id, field=one.name, incoming=[to_json(one.incoming)], import_id=found.id)
        )
    at = found.created_at.isoformat(timespec="seconds")
    origin.fields = {**origin.fields, **_taken(change, at)}
    if change.record is None:
        origin.gone_at = found.created_at
        return
    origin.gone_at, origin.fingerprint = None, make_fingerprint(change.record)
    if change.record.original:
        session.merge(OfferOriginal(**original_columns(offer.id, change.record.original)))


def _taken(change: Change, at: str) -> dict[str, list[Any]]:
    """Return what now is the last value taken from the source; of a field to be decided it stays the earlier one."""
    if change.record is None:
        return {one.name: [to_json(one.incoming), at] for one in change.changes}
    to_decide = {one.name for one in change.conflicts}
    return {name: [to_json(value), at] for name, value in change.record.values.items() if name not in to_decide}
