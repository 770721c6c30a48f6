"""Decisions about fields that both staff and a source have changed: keep ours, take theirs, and undo it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.sessions import AccountView
from bot.content.fields import Field
from bot.content.kinds import FUNDING, KINDS, TRAINING, Kind
from bot.content.records import Record, from_json, read_record, read_records, to_json
from bot.offers.importers.models import OfferConflict, OfferImport, OfferOrigin
from bot.offers.models import Offer
from bot.revisions.difference import FieldChange, compare_values
from bot.revisions.drafts import NotAllowed, NotOpen, check_writing, lock_record
from bot.revisions.publishing import change_live

KEPT, TAKEN = "kept", "taken"
PAGE_SIZE = 50
BROKEN = "Eine Angabe steht schon bei einem anderen Eintrag oder passt nicht dazu."
CHANGED_SINCE = "Die Angabe wurde seither noch einmal geändert. Den früheren Stand finden Sie im Verlauf."


@dataclass(frozen=True)
class Disagreement:
    """A field with both values; ``decision`` is empty while it is open. ``id`` names it in forms."""

    id: str
    kind: Kind
    slug: str
    title: str
    change: FieldChange  # from what staff have to what the source says
    filename: str
    read_at: datetime
    decision: str
    decided_by: str
    decided_at: datetime | None


@dataclass
class Outcome:
    """How many fields were decided, how many of these wait for approval, and why others were not: by title."""

    done: int = 0
    waiting: int = 0
    refused: list[str] = field(default_factory=list)

    def refuse(self, title: str, reason: str) -> None:
        """Note a field that stays as it is."""
        self.refused.append(f"„{title}“: {reason}")


def count_open(session: Session, *, import_id: int | None = None) -> int:
    """Return how many fields are to be decided, of all imports or of one."""
    return session.scalar(select(func.count()).select_from(_select(import_id).subquery())) or 0


def find_open(session: Session, *, import_id: int | None = None, page: int = 1) -> list[Disagreement]:
    """Return a page of fields to be decided, by the titles of their offers."""
    statement = _select(import_id).order_by(Offer.title, Offer.id, OfferConflict.field)
    return _view(session, statement.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))


def find_decided(session: Session, *, import_id: int | None = None, limit: int = PAGE_SIZE) -> list[Disagreement]:
    """Return the latest decisions that can still be undone."""
    statement = _select(import_id, is_open=False).order_by(OfferConflict.decided_at.desc(), OfferConflict.offer_id)
    return _view(session, statement.limit(limit))


def find_open_ids(session: Session, *, import_id: int | None = None, limit: int) -> list[str]:
    """Return the names of fields to be decided."""
    rows = session.execute(_select(import_id).order_by(Offer.title, Offer.id, OfferConflict.field).limit(limit))
    return [_name(conflict) for conflict, *_ in rows]


def decide(session: Session, names: Iterable[str], decision: str, *, actor: AccountView, now: datetime) -> Outcome:
    """Keep our value or take the source's; a field that another one has decided meanwhile is left alone."""
    outcome = Outcome()
    for name in names:
        conflict = _find(session, name)
        if conflict is None or conflict.decision:
            continue
        offer = session.get(Offer, conflict.offer_id)
        try:
            with session.begin_nested():
                outcome.waiting += _decide(session, conflict, offer, decision, actor=actor, now=now)
            outcome.done += 1
        except (NotAllowed, NotOpen) as refusal:
            outcome.refuse(offer.title, str(refusal))
        except IntegrityError:
            outcome.refuse(offer.title, BROKEN)
    return outcome


def undo(session: Session, name: str, *, actor: AccountView, now: datetime) -> Outcome:
    """Open a decided field again, with the value that staff had."""
    outcome, conflict = Outcome(), _find(session, name)
    if conflict is None or not conflict.decision:
        return outcome
    offer = session.get(Offer, conflict.offer_id)
    try:
        with session.begin_nested():
            outcome.waiting += _undo(session, conflict, offer, actor=actor, now=now)
        outcome.done += 1
    except (NotAllowed, NotOpen) as refusal:
        outcome.refuse(offer.title, str(refusal))
    return outcome


def _decide(
    session: Session, conflict: OfferConflict, offer: Any, decision: str, *, actor: AccountView, now: datetime
) -> bool:
    """Carry a decision out and tell whether it waits for approval. Raises NotAllowed, NotOpen, IntegrityError."""
    kind = KINDS[offer.type]
    lock_record(session, kind, offer.slug)
    live = read_record(session, kind, offer.slug)
    assert live is not None
    check_writing(session, kind, live, actor)
    waits = False
    if decision == TAKEN:
        note = f"Angabe aus der Quelle: {kind.field(conflict.field).label}"
        waits = _write(session, kind, offer.slug, conflict.field, conflict.incoming[0], actor=actor, now=now, note=note)
    origin = session.get(OfferOrigin, offer.id)
    conflict.before = [to_json(live)[conflict.field], origin.fields.get(conflict.field)]
    origin.fields = {**origin.fields, conflict.field: [conflict.incoming[0], now.isoformat(timespec="seconds")]}
    conflict.decision, conflict.decided_by, conflict.decided_at = decision, actor.name, now
    done = "Angabe aus der Quelle übernommen" if decision == TAKEN else "eigene Angabe behalten"
    record_audit(session, actor, done, f"{kind.name}:{offer.slug}", kind.field(conflict.field).label)
    session.flush()
    return waits


def _undo(session: Session, conflict: OfferConflict, offer: Any, *, actor: AccountView, now: datetime) -> bool:
    kind = KINDS[offer.type]
    lock_record(session, kind, offer.slug)
    live = read_record(session, kind, offer.slug)
    assert live is not None
    check_writing(session, kind, live, actor)
    ours, entry = conflict.before
    present = to_json(live)[conflict.field]
    waits = False
    if conflict.decision == TAKEN and present != ours:
        if present != conflict.incoming[0]:
            raise NotOpen(CHANGED_SINCE)
        note = f"Angabe aus der Quelle zurückgenommen: {kind.field(conflict.field).label}"
        waits = _write(session, kind, offer.slug, conflict.field, ours, actor=actor, now=now, note=note)
    origin = session.get(OfferOrigin, offer.id)
    others = {name: value for name, value in origin.fields.items() if name != conflict.field}
    origin.fields = others if entry is None else {**others, conflict.field: entry}
    conflict.decision, conflict.decided_by, conflict.decided_at, conflict.before = "", "", None, None
    label = kind.field(conflict.field).label
    record_audit(session, actor, "Entscheidung zur Quelle zurückgenommen", f"{kind.name}:{offer.slug}", label)
    session.flush()
    return waits


def _write(
    session: Session, kind: Kind, slug: str, name: str, value: Any, *, actor: AccountView, now: datetime, note: str
) -> bool:
    change = from_json(kind, {name: value})
    return change_live(session, kind, slug, change, actor=actor, now=now, note=note).status != "published"


def _select(import_id: int | None, *, is_open: bool = True) -> Any:
    statement = (
        select(OfferConflict, Offer.type, Offer.slug, Offer.title, OfferImport.filename, OfferImport.created_at)
        .join(Offer, Offer.id == OfferConflict.offer_id)
        .join(OfferImport, OfferImport.id == OfferConflict.import_id)
        .where(OfferConflict.decision == "" if is_open else OfferConflict.decision != "")
    )
    return statement if import_id is None else statement.where(OfferConflict.import_id == import_id)


def _view(session: Session, statement: Any) -> list[Disagreement]:
    rows = session.execute(statement).all()
    live = {kind.name: read_records(session, kind, _slugs_of(rows, kind)) for kind in (FUNDING, TRAINING)}
    return [
        Disagreement(
            _name(conflict),
            KINDS[type_],
            slug,
            title,
            _compare(KINDS[type_].field(conflict.field), conflict, live[type_].get(slug, {})),
            filename,
            read_at,
            conflict.decision,
            conflict.decided_by,
            conflict.decided_at,
        )
        for conflict, type_, slug, title, filename, read_at in rows
    ]


def _slugs_of(rows: Sequence[Any], kind: Kind) -> list[str]:
    """Return the offers of a kind of which our value is to be read: where it was decided it is kept."""
    return sorted({slug for conflict, type_, slug, *_ in rows if type_ == kind.name and conflict.before is None})


def _compare(one: Field, conflict: OfferConflict, live: Record) -> FieldChange:
    """Return the difference between our value and the source's, as people write both."""
    ours = live.get(one.name) if conflict.before is None else conflict.before[0]
    return compare_values(one, ours, conflict.incoming[0])


def _name(conflict: OfferConflict) -> str:
    return f"{conflict.offer_id}.{conflict.field}"


def _find(session: Session, name: str) -> OfferConflict | None:
    number, _, of_field = name.partition(".")
    is_number = number.isdecimal() and len(number) < 10
    return session.get(OfferConflict, (int(number), of_field), populate_existing=True) if is_number else None
