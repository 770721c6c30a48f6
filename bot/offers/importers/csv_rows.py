"""Rows of a CSV file one after the other, whatever its size; what cannot be a table is refused."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.offers.importers.reading import Reading, UnreadableSource

LONGEST_CELL = 1_000_000  # characters
MOST_COLUMNS = 200
CHUNK = 1024 * 1024
DELIMITERS = (";", ",", "\t")

UNKNOWN_ENCODING = "Der Zeichensatz der Datei ist nicht zu erkennen. Erlaubt sind: {names}."
DAMAGED = "Die Datei ist beschädigt: Ab Zeile {number} stimmen die Anführungszeichen nicht."
LONG_CELL = f"Nach Zeile {{number}} steht eine Zelle mit mehr als {LONGEST_CELL:,} Zeichen.".replace(",", ".")


def find_encoding(path: Path, allowed: Sequence[str] = ("utf-8",)) -> str:
    """Return the first of the allowed encodings that the whole file is in. Raises UnreadableSource."""
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise UnreadableSource("Die Datei ist leer.")
    candidates = allowed
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = [name for name in allowed if name == "utf-16"]
    elif start.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    for name in candidates:
        if _is_in(path, name):
            return name
    raise UnreadableSource(UNKNOWN_ENCODING.format(names=", ".join(allowed)))


def read_rows(
    path: Path, reading: Reading, *, encoding: str, required: Sequence[str], names: Mapping[str, str] | None = None
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the place and the cells of each row by column; rows with a wrong number of cells are rejected.

    ``names`` gives the column for a heading that may be written in several ways. Raises UnreadableSource.
    """
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        rows = csv.reader(file, delimiter=_find_delimiter(path, encoding), strict=True)
        try:
            columns = _read_header(next(rows, []), required, names or {})
            for cells in rows:
                place = f"Zeile {rows.line_num}"
                if not any(cells):
                    continue
                if len(cells) != len(columns):
                    reading.reject(place, f"{len(cells)} Spalten statt {len(columns)}.")
                    continue
                yield place, dict(zip(columns, cells, strict=True))
        except csv.Error as error:
            sentence = LONG_CELL if "field larger" in str(error) else DAMAGED
            raise UnreadableSource(sentence.format(number=rows.line_num)) from None


def _is_in(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
        decoder.decode(b"", True)
    except UnicodeError:
        return False
    return True


def _find_delimiter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as file:
        header = file.readline(100_000)
    return max(DELIMITERS, key=header.count)


def _read_header(cells: Sequence[str], required: Sequence[str], names: Mapping[str, str]) -> list[str]:
    written = [" ".join(cell.casefold().split()) for cell in cells]
    columns = [names.get(name, name) for name in written]
    if len(columns) > MOST_COLUMNS:
        raise UnreadableSource(f"Die Tabelle ist zu breit: Höchstens {MOST_COLUMNS} Spalten gehen.")
    missing = [f"„{name}“" for name in required if name not in columns]
    if missing:
        raise UnreadableSource(f"Das ist nicht die erwartete Tabelle. Es fehlen die Spalten {', '.join(missing)}.")
    double = next((name for name, count in Counter(columns).items() if name and count > 1), None)
    if double:
        raise UnreadableSource(f"Die Spalte „{double}“ gibt es zweimal.")
    return columns
