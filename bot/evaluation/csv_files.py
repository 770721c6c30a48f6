"""CSV files that an evaluation reads: their columns are checked before anything is measured."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.errors import UnusableFile


@dataclass(frozen=True)
class Row:
    """A row with the line it ends at; a cell that is missing is an empty text."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_rows(path: Path, columns: Collection[str], *, filled: Collection[str] = ()) -> list[Row]:
    """Read a UTF-8 file that has these columns, and in each row something under ``filled``. Raises UnusableFile."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = sorted(set(columns) - set(reader.fieldnames or ()))
            rows = [Row(reader.line_num, {name: cell or "" for name, cell in row.items() if name}) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnusableFile(f"Die Datei {path} lässt sich nicht lesen: {error}.") from None
    if len(missing) == 1:
        raise UnusableFile(f"Der Datei {path} fehlt die Spalte {missing[0]}.")
    if missing:
        raise UnusableFile(f"Der Datei {path} fehlen die Spalten {', '.join(missing)}.")
    if not rows:
        raise UnusableFile(f"Die Datei {path} enthält keine einzige Zeile.")
    for row in rows:
        for column in filled:
            if not row[column].strip():
                raise UnusableFile(f"In der Datei {path} steht in Zeile {row.line} nichts unter {column}.")
    return rows
