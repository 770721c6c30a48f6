"""The forms in which records leave the house: tables that come back, and JSON for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.content.kinds import Kind
from bot.content.records import to_json
from bot.content.sheets.columns import SheetLine, key_label
from bot.content.sheets.writing import write_csv, write_excel


@dataclass(frozen=True)
class Form:
    """What a form is called, how browsers know it, and what writes it. Excel raises TooLongForExcel."""

    title: str
    media_type: str
    write: Callable[[Kind, Sequence[SheetLine]], bytes]


def write_json(kind: Kind, lines: Sequence[SheetLine]) -> bytes:
    """Return records as JSON in UTF-8: fields by their names in the database, days in ISO 8601, unknown ones null."""
    labels = {kind.key: key_label(kind)} | {one.name: one.label for one in kind.fields}
    entries = [{kind.key: line.key} | to_json(line.record) for line in lines]
    data = {"kind": kind.name, "title": kind.title, "labels": labels, "entries": entries}
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


FORMS = {  # by the ending of the file
    "xlsx": Form("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_excel),
    "csv": Form("CSV", "text/csv; charset=utf-8", write_csv),
    "json": Form("JSON", "application/json", write_json),
}
