"""What a file would change, before anything is written: what is new, changed, unchanged, gone, or to be decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.offers.importers.history import History
from bot.offers.importers.models import OfferConflict, OfferOrigin
from bot.offers.importers.offer_values import (
    CHUNK,
    STAND,
    find_offers,
    find_too_long,
    make_fingerprint,
    read_value,
    to_json,
)
from bot.offers.importers.reading import Reading, RejectedRecord, SourceRecord
from bot.offers.models import Offer

COUNTS = ("new", "changed", "unchanged", "gone", "conflicts", "rejected", "skipped")
FEW_GONE, MOST_GONE = 20, 0.3  # more at once is a broken export rather than the truth
PROGRESS = 5_000  # records
GONE_STATUS = {"foerderung": "unsicher", "weiterbildung": "ausgelaufen"}
BLANKS: tuple[Any, ...] = ("", None, [])
UNKNOWN_GONE = "steht nicht mehr in der Quelle"
NAMELESS = "Einige Einträge der Datei sind nicht zu erkennen. Deshalb gilt nichts als entfallen, was in ihr fehlt."
TOO_MANY_GONE = (
    "{gone} von {current} Angeboten dieser Quelle fehlen in der Datei. Wahrscheinlich ist sie unvollständig."
)


@dataclass(frozen=True)
class Known:
    """An offer that came from the source before."""

    offer_id: int
    type: str
    slug: str
    scope: str
    fingerprint: str
    is_gone: bool


@dataclass(frozen=True)
class FieldChange:
    """A field that the source has changed since its last import; ``live`` is what stands there now."""

    name: str
    live: Any
    incoming: Any


@dataclass(frozen=True)
class Change:
    """What becomes of a known offer; ``record`` is None for one that is gone."""

    known: Known
    record: SourceRecord | None
    title: str
    changes: tuple[FieldChange, ...] = ()
    conflicts: tuple[FieldChange, ...] = ()


@dataclass
class Plan:
    """What a file would change."""

    source: str
    reading: Reading
    drafts: dict[str, set[str]] = field(default_factory=dict)  # by type: short names of offers with an open draft
    new: list[SourceRecord] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    gone: list[Change] = field(default_factory=list)
    unchanged: int = 0
    open_conflicts: int = 0  # of earlier imports, about values that are still the same
    doubts: list[str] = field(default_factory=list)  # German reasons not to trust the file

    @property
    def conflicts(self) -> list[Change]:
        """Return the changes with fields to be decided."""
        return [change for change in self.changed if change.conflicts]

    @property
    def counts(self) -> dict[str, int]:
        """Return the numbers of the report by the names of ``COUNTS``."""
        conflicts = self.open_conflicts + sum(len(change.conflicts) for change in self.changed)
        reading = self.reading
        numbers = (len(self.new), len(self.changed), self.unchanged, len(self.gone), conflicts, reading.rejected)
        return dict(zip(COUNTS, (*numbers, sum(reading.skipped.values())), strict=True))


def make_plan(
    session: Session,
    source: str,
    records: Iterable[SourceRecord],
    reading: Reading,
    *,
    history: History,
    today: date,
    progress: Callable[[int], None] = lambda _count: None,
) -> Plan:
    """Compare the records of a file with what the source gave before; nothing is written. Raises UnreadableSource."""
    drafts = {type_: history.find_drafts(session, type_) for type_ in GONE_STATUS}
    plan, known = Plan(source, reading, drafts), _read_known(session, source)
    places: dict[str, str] = {}  # of the keys of this file
    waiting: list[tuple[Known, SourceRecord]] = []
    for number, record in enumerate(records, 1):
        if number % PROGRESS == 0:
            progress(number)
        try:
            _check(record, places)
        except RejectedRecord as problem:
            reading.reject(record.place, str(problem), key=record.key)
            continue
        places[record.key] = record.place
        before = known.get(record.key)
        if record.is_gone:
            _note_gone(plan, before, reading)
        elif before is None:
            plan.new.append(record)
        elif before.fingerprint == make_fingerprint(record) and not before.is_gone:
            plan.unchanged += 1
        else:
            waiting.append((before, record))
    for chunk in _chunks(waiting):
        _compare(session, plan, chunk)
    _find_gone(plan, known, places.keys() | reading.seen)
    _complete_gone(session, plan, today)
    _doubt(plan, known)
    plan.open_conflicts = _count_open_conflicts(session, plan)
    return plan


def _read_known(session: Session, source: str) -> dict[str, Known]:
    columns = (OfferOrigin.offer_id, Offer.type, Offer.slug, OfferOrigin.scope, OfferOrigin.fingerprint)
    statement = select(OfferOrigin.source_key, *columns, OfferOrigin.gone_at.is_not(None))
    rows = session.execute(statement.join(Offer, Offer.id == OfferOrigin.offer_id).where(OfferOrigin.source == source))
    return {row[0]: Known(*row[1:]) for row in rows}


def _check(record: SourceRecord, places: dict[str, str]) -> None:
    """Refuse what is twice in the file or does not fit our fields. Raises RejectedRecord."""
    if record.key in places:
        raise RejectedRecord(f"Derselbe Eintrag steht schon hier: {places[record.key]}.")
    if len(record.key) > 500:
        raise RejectedRecord("Der Schlüssel des Eintrags ist länger als 500 Zeichen.")
    problem = None if record.is_gone else find_too_long(record.type, record.values)
    if problem:
        raise RejectedRecord(problem)


def _note_gone(plan: Plan, before: Known | None, reading: Reading) -> None:
    if before is None or before.is_gone:
        reading.skip(UNKNOWN_GONE)
    else:
        plan.gone.append(Change(before, None, before.slug))


def _compare(session: Session, plan: Plan, chunk: list[tuple[Known, SourceRecord]]) -> None:
    pairs = _read_live(session, [known for known, _record in chunk])
    for known, record in chunk:
        offer, base = pairs[known.offer_id]
        plan.changed.append(_merge(known, record, offer, base, is_draft=known.slug in plan.drafts[known.type]))
    session.expunge_all()  # a hundred thousand offers would stay in memory


def _read_live(session: Session, known: list[Known]) -> dict[int, tuple[Any, dict[str, list[Any]]]]:
    """Return rows of offers, each with the values that were last taken from the source."""
    ids = [one.offer_id for one in known]
    statement = select(OfferOrigin.offer_id, OfferOrigin.fields).where(OfferOrigin.offer_id.in_(ids))
    bases = dict(map(tuple, session.execute(statement)))
    types = {one.type for one in known}
    return {
        offer_id: (offer, bases[offer_id])
        for type_ in types
        for offer_id, offer in find_offers(session, type_, ids).items()
    }


def _merge(known: Known, record: SourceRecord, offer: Any, base: dict[str, list[Any]], *, is_draft: bool) -> Change:
    """Follow the source where staff have not written; where they have, or have begun to, they are asked."""
    changes: list[FieldChange] = []
    conflicts: list[FieldChange] = []
    for name, incoming in record.values.items():
        live, before = read_value(offer, name), base.get(name)
        if live == incoming or (before is not None and to_json(incoming) == before[0] and name != STAND):
            continue
        is_ours = live in BLANKS if before is None else to_json(live) == before[0]
        (changes if is_ours and not is_draft else conflicts).append(FieldChange(name, live, incoming))
    has_more = any(change.name != STAND for change in changes)
    return Change(
        known,
        record,
        offer.title,
        tuple(changes) if has_more else (),
        tuple(change for change in conflicts if change.name != STAND),
    )


def _find_gone(plan: Plan, known: dict[str, Known], listed: set[str]) -> None:
    """Add what the file no longer lists, where it lists everything and is readable throughout."""
    if not plan.reading.is_complete:
        return
    missing = [one for key, one in known.items() if key not in listed and one.scope == plan.reading.scope]
    missing = [one for one in missing if not one.is_gone]
    if missing and plan.reading.has_nameless:
        plan.reading.notes.append(NAMELESS)
        return
    plan.gone += [Change(one, None, one.slug) for one in missing]


def _complete_gone(session: Session, plan: Plan, today: date) -> None:
    """Give what is gone its title and its status; what is over anyway has not been withdrawn."""
    listed, plan.gone = plan.gone, []
    for chunk in _chunks(listed):
        pairs = _read_live(session, [change.known for change in chunk])
        for known in (change.known for change in chunk):
            offer, base = pairs[known.offer_id]
            end = getattr(offer, "ends_on", None) or getattr(offer, "starts_on", None)
            if end is not None and end < today:
                continue
            is_ours = base.get("status", [None])[0] == offer.status and known.slug not in plan.drafts[known.type]
            status = FieldChange("status", offer.status, GONE_STATUS[offer.type])
            plan.gone.append(Change(known, None, offer.title, (status,) if is_ours else ()))
        session.expunge_all()


def _doubt(plan: Plan, known: dict[str, Known]) -> None:
    current = sum(one.scope == plan.reading.scope and not one.is_gone for one in known.values())
    if len(plan.gone) > max(FEW_GONE, MOST_GONE * current):
        plan.doubts.append(TOO_MANY_GONE.format(gone=len(plan.gone), current=current))


def _count_open_conflicts(session: Session, plan: Plan) -> int:
    """Count what was to be decided before and still is."""
    compared = {change.known.offer_id for change in plan.changed}
    statement = select(OfferConflict.offer_id).join(OfferOrigin, OfferOrigin.offer_id == OfferConflict.offer_id)
    rows = session.scalars(statement.where(OfferOrigin.source == plan.source, OfferConflict.decision == ""))
    return sum(offer_id not in compared for offer_id in rows)


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
