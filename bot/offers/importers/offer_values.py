"""The fields of an offer as plain values: read from rows and written into them, lists as child rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Session, selectinload

from bot.offers.importers.reading import Original, SourceRecord, Values
from bot.offers.models import FundingKind, FundingProgramme, Offer, OfferTopic, TrainingOffer

STAND = "source_date"  # follows the other fields: a file that is only newer changes nothing
CHUNK = 500
MODELS: dict[str, Any] = {"foerderung": FundingProgramme, "weiterbildung": TrainingOffer}
# How lists become child rows: the attribute that holds the text, and the row of a text.
LISTS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "topics": ("topic", lambda text: OfferTopic(topic=text)),
    "kinds": ("kind", lambda text: FundingKind(kind=text)),
}
LABELS = {
    "title": "Titel",
    "provider": "Anbieter",
    "source_url": "Adresse der Quelle",
    "place": "Ort",
    "postcode": "Postleitzahl",
}


def find_offers(session: Session, type_: str, offer_ids: list[int]) -> dict[int, Any]:
    """Return rows of offers with their lists, as they stand in the database now."""
    model = MODELS[type_]
    lists = [selectinload(getattr(model, name)) for name in LISTS if hasattr(model, name)]
    statement = select(model).where(Offer.id.in_(offer_ids)).options(*lists)
    return {row.id: row for row in session.scalars(statement.execution_options(populate_existing=True))}


def read_value(offer: Any, name: str) -> Any:
    """Return one field of an offer."""
    if name in LISTS:
        return [getattr(child, LISTS[name][0]) for child in getattr(offer, name)]
    return getattr(offer, name)


def write_value(session: Session, offer: Any, name: str, value: Any) -> None:
    """Set one field of an offer."""
    if name not in LISTS:
        setattr(offer, name, value)
        return
    children = getattr(offer, name)
    children.clear()
    session.flush()  # a text must be gone before it comes anew at another place
    children.extend(LISTS[name][1](text) for text in value)


def to_json(value: Any) -> Any:
    """Return a value that JSON holds: days as ISO texts."""
    return value.isoformat() if isinstance(value, date) else value


def from_json(offer: Any, name: str, value: Any) -> Any:
    """Return the value of a field from what ``to_json`` gave."""
    column = None if name in LISTS else type(offer).__mapper__.columns[name]
    is_day = column is not None and isinstance(value, str) and column.type.python_type is date
    return date.fromisoformat(value) if is_day else value


def find_too_long(type_: str, values: Values) -> str | None:
    """Return a sentence about the first text that does not fit its column."""
    columns = MODELS[type_].__mapper__.columns
    for name, value in values.items():
        column = columns.get(name)
        most = getattr(column.type, "length", None) if column is not None and isinstance(column.type, String) else None
        if most and isinstance(value, str) and len(value) > most:
            return f"„{LABELS.get(name, name)}“ hat {len(value)} Zeichen, höchstens {most} gehen."
    return None


def original_columns(offer_id: int, original: Original) -> dict[str, Any]:
    """Return the row of texts that stay as they are."""
    return {"offer_id": offer_id, **asdict(original)}


def make_fingerprint(record: SourceRecord) -> str:
    """Return a digest of what a source says about an offer."""
    values = {name: to_json(value) for name, value in record.values.items() if name != STAND}
    original = asdict(record.original) if record.original else None
    text = json.dumps([values, original], sort_keys=True, ensure_ascii=False)
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
