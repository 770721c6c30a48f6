"""Look into an Excel file before anything reads it: bombs and what is no plain workbook are refused."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from openpyxl.utils.cell import range_boundaries

from bot.content.sheets.tables import MOST_COLUMNS, UnreadableSheet

MOST_PARTS = 500
LARGEST_UNPACKED = 80 * 1024 * 1024  # bytes; 10,000 real FAQ entries have 20
SMALL_PART = 1024 * 1024  # bytes: below, no ratio is dangerous
HIGHEST_RATIO = 100  # of unpacked to packed; real sheets have 5 to 20
CHUNK = 64 * 1024
DIGITS, LETTERS = "0123456789", 2  # a cell is named AB12: two letters are 702 columns

# The last two: an unknown way of packing, and a password.
DAMAGES = (BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)

DAMAGED = "Die Datei ist beschädigt und lässt sich nicht lesen. Bitte speichern Sie sie in Excel neu."
BOMB = "Die Datei ist ausgepackt viel größer, als eine Tabelle sein kann, und wird deshalb nicht gelesen."
TOO_WIDE = f"Die Tabelle ist zu breit. Höchstens {MOST_COLUMNS} Spalten gehen auf einmal."
NOT_PLAIN = "Die Datei enthält Anweisungen, die nicht in eine Tabelle gehören, und wird deshalb nicht gelesen."
MACROS = (
    "Die Datei enthält Makros. Bitte speichern Sie sie ohne: Datei, „Speichern unter“, "
    "Dateityp „Excel-Arbeitsmappe (*.xlsx)“."
)
NO_WORKBOOK = "Das ist keine Excel-Datei. Möglich sind Excel-Arbeitsmappen (*.xlsx) und CSV-Dateien."


@dataclass
class SheetShape:
    """What a reader of values does not see: hidden rows, and rows whose cells are merged."""

    hidden: set[int] = field(default_factory=set)
    merged: set[int] = field(default_factory=set)


def check_archive(content: bytes) -> dict[str, SheetShape]:
    """Return the shape of each sheet, by the path of its part. Raises UnreadableSheet."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            names = [part.filename for part in parts]
            if any("vbaproject" in name.casefold() for name in names):
                raise UnreadableSheet(MACROS)
            if "xl/workbook.xml" not in names:
                raise UnreadableSheet(NO_WORKBOOK)
            shapes = {}
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    shapes[part.filename] = _scan(archive, part)
            return shapes
    except UnreadableSheet:
        raise
    except DAMAGES:
        raise UnreadableSheet(DAMAGED) from None


def _check_sizes(parts: list[ZipInfo]) -> None:
    """Refuse bombs; a part is never unpacked further than the size it declares."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnreadableSheet(BOMB)
    for part in parts:
        if part.file_size > SMALL_PART and part.file_size > HIGHEST_RATIO * part.compress_size:
            raise UnreadableSheet(BOMB)


def _scan(archive: ZipFile, part: ZipInfo) -> SheetShape:
    """Walk through a part without building a tree. Raises UnreadableSheet for declarations of entities."""
    shape, parser = SheetShape(), expat.ParserCreate(namespace_separator="}")
    cells = 0

    def refuse(*_declaration: Any) -> None:
        raise UnreadableSheet(NOT_PLAIN)

    def look(name: str, attributes: dict[str, str]) -> None:
        nonlocal cells
        tag = name.rpartition("}")[2]
        if tag == "c":
            cells += 1
            if cells > MOST_COLUMNS or len(attributes.get("r", "").rstrip(DIGITS)) > LETTERS:
                raise UnreadableSheet(TOO_WIDE)
        elif tag == "row":
            cells = 0
            if attributes.get("hidden") in ("1", "true"):
                shape.hidden.add(int(attributes.get("r", 0)))
        elif tag == "mergeCell":
            _column, first, _last_column, last = range_boundaries(attributes.get("ref", ""))
            shape.merged.update(range(first, min(last, first + 100_000) + 1))

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = look
    with archive.open(part) as file:
        while chunk := file.read(CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return shape
