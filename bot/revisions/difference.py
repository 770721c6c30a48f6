"""What changed between two states of a record, field by field and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from bot.content.fields import CHOICE, CHOICES, DATE, FLAG, STAND, Field
from bot.content.kinds import Kind
from bot.content.records import Record

KEPT, REMOVED, ADDED = "kept", "removed", "added"
PIECE = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class FieldChange:
    """One changed field: ``pieces`` are (kept | removed | added, text) in reading order."""

    name: str
    label: str
    before: str
    after: str
    pieces: tuple[tuple[str, str], ...]


def compare_records(kind: Kind, before: Record, after: Record) -> list[FieldChange]:
    """Return the fields that differ, in the order of the form; records may be JSON or live ones."""
    found = []
    for one in kind.fields:
        old, new = write_out(one, before.get(one.name)), write_out(one, after.get(one.name))
        if old != new:
            found.append(FieldChange(one.name, one.label, old, new, tuple(compare_texts(old, new))))
    return found


def compare_texts(before: str, after: str) -> Iterable[tuple[str, str]]:
    """Compare two texts word by word; long ones of little likeness as a whole."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) > 2000)
    if matcher.quick_ratio() < 0.2:
        return [(kind, text) for kind, text in ((REMOVED, before), (ADDED, after)) if text]
    pieces: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append((KEPT, "".join(old[i1:i2])))
            continue
        pieces += [(REMOVED, "".join(old[i1:i2]))] if i1 < i2 else []
        pieces += [(ADDED, "".join(new[j1:j2]))] if j1 < j2 else []
    return pieces


def write_out(one: Field, value: Any) -> str:
    """Return a value as people read it: dates in German, choices by their names, lists one per line."""
    if value is None or value == "" or value == []:
        return ""
    if one.kind == FLAG:
        return "ja" if value else "nein"
    if one.kind == CHOICE:
        return one.choices.get(value, str(value))
    if one.kind == CHOICES:
        return "\n".join(one.choices.get(item, item) for item in value)
    if one.is_list:
        return "\n".join(value)
    if one.kind in (DATE, STAND):
        return write_date(value)
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",") if value % 1 else str(int(value))
    return str(value)


def write_date(value: date | str) -> str:
    """Return a date or ISO string as 31.12.2026; a year alone stays a year."""
    text = value.isoformat() if isinstance(value, date) else value
    parts = text.split("-")
    return ".".join(reversed(parts)) if len(parts) == 3 else text
