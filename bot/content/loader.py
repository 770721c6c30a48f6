"""Fill the database from the seed catalogue, as often as wanted, without ever undoing a change by staff."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.contacts.models import Contact
from bot.content.catalogue import TAKES_HANDOFFS, Catalogue, read_catalogue
from bot.content.kinds import SEEDED, Kind
from bot.content.models import SeedRecord
from bot.content.records import clear_changed_children, read_fields, write_record

LATER = ("rules",)  # fields that came after the first seeding
RECEIVERS_MARK = "uebergabe:empfaenger"  # among the seed records: the receivers were switched on


@dataclass
class SeedReport:
    """What a seeding did, per kind of record."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Return one German line per kind."""
        words = (("new", "neu"), ("changed", "geändert"), ("kept", "von der Redaktion geändert, behalten"))
        return [
            f"{title}: " + (", ".join(f"{count[name]} {word}" for name, word in words if count[name]) or "unverändert")
            for title, count in self.counts.items()
        ]


def seed_database(factory: sessionmaker, catalogue: Catalogue | None = None) -> SeedReport:
    """Write the catalogue in one transaction; a row that staff changed or removed stays as staff left it."""
    catalogue = catalogue or read_catalogue()
    records = dict(
        zip(
            (kind.name for kind in SEEDED),
            (
                catalogue.topics,
                catalogue.faq,
                catalogue.funding,
                catalogue.training,
                catalogue.contacts,
                catalogue.referrals,
            ),
            strict=True,
        )
    )
    report = SeedReport()
    with factory.begin() as session:
        seeded = {row.reference: row for row in session.scalars(select(SeedRecord))}
        for kind in SEEDED:
            report.counts[kind.title] = _seed_kind(session, kind, records[kind.name], seeded)
        if RECEIVERS_MARK not in seeded:
            _switch_receivers_on(session)
    return report


def _switch_receivers_on(session: Session) -> None:
    """Let the first contacts take concerns, once: from then on staff decide, so this is no field of a record."""
    for contact in session.scalars(select(Contact).where(Contact.slug.in_(TAKES_HANDOFFS))):
        contact.takes_handoffs = True
    session.add(SeedRecord(reference=RECEIVERS_MARK, fingerprint=fingerprint({"slugs": TAKES_HANDOFFS})))
    session.flush()


def _seed_kind(
    session: Session, kind: Kind, records: list[dict[str, Any]], seeded: dict[str, SeedRecord]
) -> Counter[str]:
    rows = {getattr(row, kind.key): row for row in session.scalars(select(kind.model))}
    count: Counter[str] = Counter()
    new: list[tuple[str, dict[str, Any]]] = []
    changed: list[tuple[Any, dict[str, Any]]] = []
    for record in records:
        key = record[kind.key]
        reference = f"{kind.name}:{key}" if kind.key == "slug" else f"{kind.name}:{fingerprint({'key': key})}"
        row, mark = rows.get(key), seeded.get(reference)
        mine = fingerprint(record)
        if mark is None and row is None:
            new.append((reference, record))
        elif mark is None or row is None or not _is_as_seeded(read_fields(row, kind, record), mark.fingerprint):
            count["kept"] += mark is None or mark.fingerprint != mine or row is not None
        elif mark.fingerprint != mine:
            changed.append((row, record))
            mark.fingerprint = mine
    for row, record in changed:
        clear_changed_children(row, kind, record)
    session.flush()  # a text must be gone before it comes anew, at another place or in another row
    for row, record in changed:
        write_record(row, kind, record)
    for reference, record in new:
        session.add(write_record(kind.model(), kind, record))
        session.add(SeedRecord(reference=reference, fingerprint=fingerprint(record)))
    session.flush()
    return count + Counter(new=len(new), changed=len(changed))


def _is_as_seeded(record: dict[str, Any], seeded: str) -> bool:
    """Tell whether nobody has changed a record; one that was seeded before a field came has nothing in it."""
    before = {name: value for name, value in record.items() if name not in LATER or value}
    return seeded in (fingerprint(record), fingerprint(before))


def fingerprint(record: dict[str, Any]) -> str:
    """Return a digest of a record that does not depend on the order of its keys."""
    # SQLite gives a price of 680.0 back as 680, PostgreSQL as 680.0.
    plain = {
        name: int(value) if isinstance(value, float) and value.is_integer() else value for name, value in record.items()
    }
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
