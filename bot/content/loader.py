"""Fill the database from the seed catalogue, as often as wanted, without ever undoing a change by staff."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.contacts.models import Contact, ContactArea, ContactVariant
from bot.content.catalogue import Catalogue, read_catalogue
from bot.content.models import SeedRecord
from bot.faq.models import FaqEntry, FaqKeyword, FaqRelation, FaqVariant, Referral
from bot.offers.models import FundingKind, FundingProgramme, OfferTopic, OfferVariant, TrainingOffer
from bot.topics.models import Topic, TopicSynonym


@dataclass(frozen=True)
class Kind:
    """How one kind of record becomes a row: its table, its key and the lists that become child rows."""

    name: str
    title: str
    model: Any
    key: str = "slug"
    children: dict[str, Callable[[str], Any]] = field(default_factory=dict)
    child_text: dict[str, str] = field(default_factory=dict)


KINDS = (
    Kind("thema", "Themen", Topic, children={"synonyms": lambda text: TopicSynonym(text=text)}),
    Kind(
        "faq",
        "FAQ-Einträge",
        FaqEntry,
        children={
            "variants": lambda text: FaqVariant(text=text),
            "keywords": lambda text: FaqKeyword(text=text),
            "related": lambda slug: FaqRelation(slug=slug),
        },
        child_text={"related": "slug"},
    ),
    Kind(
        "foerderung",
        "Förderprogramme",
        FundingProgramme,
        children={
            "topics": lambda slug: OfferTopic(topic=slug),
            "kinds": lambda kind: FundingKind(kind=kind),
            "variants": lambda text: OfferVariant(text=text),
        },
        child_text={"topics": "topic", "kinds": "kind"},
    ),
    Kind(
        "weiterbildung",
        "Weiterbildungsangebote",
        TrainingOffer,
        children={
            "topics": lambda slug: OfferTopic(topic=slug),
            "variants": lambda text: OfferVariant(text=text),
        },
        child_text={"topics": "topic"},
    ),
    Kind(
        "kontakt",
        "Kontakte",
        Contact,
        children={
            "areas": lambda area: ContactArea(area=area),
            "variants": lambda text: ContactVariant(text=text),
        },
        child_text={"areas": "area"},
    ),
    Kind("verweis", "Verweise an andere Stellen", Referral, key="text"),
)


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
            (kind.name for kind in KINDS),
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
        for kind in KINDS:
            report.counts[kind.title] = _seed_kind(session, kind, records[kind.name], seeded)
    return report


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
        elif mark is None or row is None or fingerprint(_read(row, kind, record)) != mark.fingerprint:
            count["kept"] += mark is None or mark.fingerprint != mine or row is not None
        elif mark.fingerprint != mine:
            changed.append((row, record))
            mark.fingerprint = mine
    for row, record in changed:
        _clear_changed_children(row, kind, record)
    session.flush()  # a text must be gone before it comes anew, at another place or in another row
    for row, record in changed:
        _write(row, kind, record)
    for reference, record in new:
        session.add(_write(kind.model(), kind, record))
        session.add(SeedRecord(reference=reference, fingerprint=fingerprint(record)))
    session.flush()
    return count + Counter(new=len(new), changed=len(changed))


def fingerprint(record: dict[str, Any]) -> str:
    """Return a digest of a record that does not depend on the order of its keys."""
    # SQLite gives a price of 680.0 back as 680, PostgreSQL as 680.0.
    plain = {
        name: int(value) if isinstance(value, float) and value.is_integer() else value for name, value in record.items()
    }
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _clear_changed_children(row: Any, kind: Kind, record: dict[str, Any]) -> None:
    for name in kind.children:
        if _texts(row, kind, name) != record[name]:
            getattr(row, name).clear()


def _write(row: Any, kind: Kind, record: dict[str, Any]) -> Any:
    for name, value in record.items():
        make = kind.children.get(name)
        if make is None:
            setattr(row, name, value)
        elif _texts(row, kind, name) != value:
            getattr(row, name).extend(make(text) for text in value)
    return row


def _read(row: Any, kind: Kind, record: dict[str, Any]) -> dict[str, Any]:
    return {name: _texts(row, kind, name) if name in kind.children else getattr(row, name) for name in record}


def _texts(row: Any, kind: Kind, name: str) -> list[str]:
    return [getattr(child, kind.child_text.get(name, "text")) for child in getattr(row, name)]
