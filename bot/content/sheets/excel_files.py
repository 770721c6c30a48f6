"""Read the cells of an Excel file."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from bot.content.sheets.archives import DAMAGED, SheetShape, check_archive
from bot.content.sheets.tables import (
    HEADER_WITHIN,
    HINTS_SHEET,
    MOST_ROWS,
    Broken,
    Cell,
    RawRow,
    RawTable,
    UnreadableSheet,
    find_header,
)

FURTHEST_ROW = 1_048_576  # of any sheet of Excel
FORMULA = "Hier steht eine Formel. Bitte fügen Sie nur den Wert ein („Inhalte einfügen“, „Werte“)."
ERROR = "Hier meldet Excel einen Fehler: {value}."


def read_excel(content: bytes, *, title: str, key_label: str) -> RawTable:
    """Return the rows of the sheet with the records: the one of this title, or the first with the right headings.

    Raises UnreadableSheet.
    """
    shapes = check_archive(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts of a workbook that are not read anyway
            book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
            return _read_book(book, shapes, title, key_label)
    except UnreadableSheet:
        raise
    except Exception:  # openpyxl raises whatever a damaged part happens to cause
        raise UnreadableSheet(DAMAGED) from None


def _read_book(book: Any, shapes: dict[str, SheetShape], title: str, key_label: str) -> RawTable:
    sheets = [sheet for sheet in book.worksheets if sheet.title != HINTS_SHEET]
    sheets.sort(key=lambda sheet: sheet.title != title)
    chosen = next((sheet for sheet in sheets if _has_header(sheet, key_label)), None)
    if chosen is None:
        raise UnreadableSheet(
            f"In keinem Blatt der Datei gibt es eine Spalte „{key_label}“. Am besten beginnen Sie mit einem Export."
        )
    shape = shapes.get(chosen._worksheet_path, SheetShape())
    table = RawTable(list(_read_rows(chosen)), shape.merged)
    others = [f"„{sheet.title}“" for sheet in sheets if sheet is not chosen]
    if others:
        table.notes.append(f"Gelesen wird das Blatt „{chosen.title}“, nicht: {', '.join(others)}.")
    hidden = len(shape.hidden.intersection(row.number for row in table.rows))
    if hidden:
        lines = "Eine ausgeblendete Zeile ist" if hidden == 1 else f"{hidden} ausgeblendete Zeilen sind"
        table.notes.append(f"{lines} mitgelesen.")
    return table


def _has_header(sheet: Any, key_label: str) -> bool:
    return find_header(islice(_read_rows(sheet), HEADER_WITHIN), key_label) is not None


def _read_rows(sheet: Any) -> Iterator[RawRow]:
    """Yield the rows that are not empty. Raises UnreadableSheet."""
    sheet.reset_dimensions()  # some programs write wrong ones
    count = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > FURTHEST_ROW or count > MOST_ROWS:
            raise UnreadableSheet(f"Die Tabelle hat zu viele Zeilen. Höchstens {MOST_ROWS} gehen auf einmal.")
        if not cells:
            continue  # a gap
        row = RawRow(number, tuple(map(_read_cell, cells)))
        if not row.is_empty:
            count += 1
            yield row


def _read_cell(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Broken(FORMULA)
    if cell.data_type == "e":
        return Broken(ERROR.format(value=value))
    if isinstance(value, str):
        return value.replace("_x000D_", "")  # how Excel writes the carriage return of a pasted line
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return value * 100
    return value
