"""What a file is before anybody knows what its columns mean: rows of cells, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

LARGEST_FILE = 5 * 1024 * 1024  # bytes
MOST_ROWS = 20_000
MOST_COLUMNS = 200
HINTS_SHEET = "Hinweise"  # explains the columns; it is never read
HEADER_WITHIN = 10  # rows: some people write a title above the columns

Cell = Any  # str, int, float, bool, date, datetime, Broken or None


class UnreadableSheet(ValueError):
    """A file cannot be read at all; the message is a German sentence."""


@dataclass(frozen=True)
class Broken:
    """A cell whose value nobody can know; the text is a German sentence."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class RawRow:
    """A row under its number in the file."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands in it."""
        return all(cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in self.cells)


@dataclass
class RawTable:
    """The rows of one sheet; ``merged`` are numbers of rows that share cells, ``notes`` German sentences."""

    rows: list[RawRow]
    merged: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def plain_label(cell: Any) -> str:
    """Return a heading as it is compared: without case, stars and doubled spaces."""
    return " ".join(str("" if cell is None else cell).replace("*", " ").casefold().split())


def find_header(rows: Iterable[RawRow], key_label: str) -> int | None:
    """Return the position of the row with the headings among the first rows, None where there is none."""
    for position, row in zip(range(HEADER_WITHIN), rows, strict=False):
        if plain_label(key_label) in map(plain_label, row.cells):
            return position
    return None
