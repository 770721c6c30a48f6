"""Sheets as people and programs make them, whole and damaged, without any database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from bot.content.kinds import TRAINING, Kind
from bot.content.records import blank_record
from bot.content.sheets.columns import SheetLine
from bot.content.sheets.writing import write_csv, write_excel

HEADER = ["Kurzname", "Titel", "Anbieter", "Themen", "Stand der Quelle", "Beginn", "Postleitzahl", "Preis (Euro)"]
ROW = ["kurs-eins", "Kurs eins", "Träger", "", "2026", "01.03.2027", "34117", "1.250,50"]


def line(key: str = "kurs-eins", *, stamp: str = "", **changes: Any) -> SheetLine:
    """Return a training offer on its way into a sheet."""
    record = {"title": "Kurs eins", "provider": "Träger", "source_date": "2026", "status": "laufend", **changes}
    return SheetLine(key, blank_record(TRAINING) | record, stamp)


def excel_of(*rows: list[Any], change: Callable[[Any], None] | None = None, title: str = "Tabelle1") -> bytes:
    """Return a workbook with these rows, as if somebody had typed them; ``change`` gets its sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def csv_of(*rows: list[str], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """Return a CSV file with these rows, cells as they are."""
    return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of these parts."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def repacked(content: bytes, **changes: Callable[[bytes], bytes]) -> bytes:
    """Return an archive some of whose parts are changed; the names are ends of paths, ``__`` for the dot."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for end, change in changes.items():
        name = next(name for name in parts if name.endswith(end.replace("__", ".")))
        parts[name] = change(parts[name])
    return packed(parts)


def written(kind: Kind, lines: list[SheetLine], form: str) -> bytes:
    """Return an export in one of the two formats."""
    return write_csv(kind, lines) if form == "csv" else write_excel(kind, lines)
