"""What changed between two states of a record, field by field and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bot.content.fields import Field
from bot.content.kinds import Kind
from bot.content.records import Record
from bot.content.texts import write_value

KEPT, REMOVED, ADDED = "kept", "removed", "added"
PIECE = re.compile(r"\s+|\d[\d.,:/-]*\d|\w+|[^\w\s]")  # a date or an amount is one word


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
        change = compare_values(one, before.get(one.name), after.get(one.name))
        if change.before != change.after:
            found.append(change)
    return found


def compare_values(one: Field, before: Any, after: Any) -> FieldChange:
    """Return the difference of two values of a field, as people write both; they may be JSON or live ones."""
    old, new = write_value(one, before), write_value(one, after)
    return FieldChange(one.name, one.label, old, new, tuple(compare_texts(old, new)))


def compare_texts(before: str, after: str) -> Iterable[tuple[str, str]]:
    """Compare two texts word by word; long ones of little likeness as a whole."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) > 2000)
    if matcher.quick_ratio() < 0.2:
        return [(kind, text) for kind, text in ((REMOVED, before), (ADDED, after)) if text]
    pieces: list[tuple[str, str]] = []
    removed = added = ""
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag != "equal" or (gone.isspace() and (removed or added)):  # words in a row change together
            removed, added = removed + gone, added + come
            continue
        pieces += [(REMOVED, removed), (ADDED, added), (KEPT, gone)]
        removed = added = ""
    return [(kind, text) for kind, text in (*pieces, (REMOVED, removed), (ADDED, added)) if text]
