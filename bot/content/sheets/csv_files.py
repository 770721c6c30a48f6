"""Read the cells of a CSV file, whatever spreadsheet has written it."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from io import StringIO

from bot.content.sheets.tables import MOST_COLUMNS, MOST_ROWS, RawRow, RawTable, UnreadableSheet, find_header

MARKS = {  # byte order marks; the longer ones first
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
DELIMITERS = (";", "\t", ",")
LONGEST_CELL = 200_000  # characters

UNKNOWN_ENCODING = (
    "Der Zeichensatz der Datei ist nicht zu erkennen. "
    "Bitte speichern Sie sie als „CSV UTF-8 (durch Trennzeichen getrennt)“."
)
NOT_CLOSED = "Die CSV-Datei ist beschädigt: Ab Zeile {number} stimmen die Anführungszeichen nicht."


def read_csv(content: bytes, *, key_label: str) -> RawTable:
    """Return the rows of a CSV file. Raises UnreadableSheet."""
    text = decode(content)
    if text.startswith("sep=") and "\n" in text:  # a hint for Excel
        text = text.partition("\n")[2]
    delimiter = next((one for one in DELIMITERS if find_header(_read_start(text, one), key_label) is not None), None)
    if delimiter is None:
        raise UnreadableSheet(
            f"In der Datei gibt es keine Spalte „{key_label}“. Am besten beginnen Sie mit einem Export."
        )
    rows: list[RawRow] = []
    try:
        for row in _split(text, delimiter):
            if row.number > MOST_ROWS:
                raise UnreadableSheet(f"Die Tabelle hat zu viele Zeilen. Höchstens {MOST_ROWS} gehen auf einmal.")
            rows += [] if row.is_empty else [row]
    except csv.Error:
        last = rows[-1].number if rows else 0
        raise UnreadableSheet(NOT_CLOSED.format(number=last + 1)) from None
    return RawTable(rows)


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252. Raises UnreadableSheet."""
    marked = next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    for encoding in (marked,) if marked else (_guess_utf16(content), "utf-8", "cp1252"):
        try:
            text = content.decode(encoding) if encoding else "\0"
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableSheet(UNKNOWN_ENCODING)


def _guess_utf16(content: bytes) -> str:
    """Return the name of UTF-16 where every other byte is zero, as in most German letters."""
    start = content[:2000]
    little, big = start[1::2].count(0), start[::2].count(0)
    if max(little, big) * 4 < len(start):
        return ""
    return "utf-16-le" if little > big else "utf-16-be"


def _read_start(text: str, delimiter: str) -> Iterator[RawRow]:
    """Yield rows as far as the delimiter makes sense."""
    try:
        yield from _split(text, delimiter)
    except csv.Error:
        return


def _split(text: str, delimiter: str) -> Iterator[RawRow]:
    csv.field_size_limit(LONGEST_CELL)
    for number, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
        yield RawRow(number, tuple(cells[:MOST_COLUMNS]))
