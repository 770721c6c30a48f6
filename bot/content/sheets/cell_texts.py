"""Cells as the texts that people meant, also where a spreadsheet made numbers, dates or truth values of them."""

from __future__ import annotations

from datetime import date, datetime
from math import isfinite

from openpyxl.utils.datetime import from_excel

from bot.content.cells import plain_cell
from bot.content.fields import DATE, MONEY, STAND, Field
from bot.content.sheets.tables import Broken, Cell
from bot.content.texts import Unreadable, tidy, write_date

# The days that a bare number may mean where a date is expected: 1990 to 2100. A year is none of them.
SERIAL_DAYS = range(32_874, 73_415)
POSTCODE, POSTCODE_DIGITS = "postcode", 5


def write_cell(one: Field | None, cell: Cell) -> str:
    """Return a cell as text; ``one`` is its field, None for key and state. Raises Unreadable."""
    if isinstance(cell, Broken):
        raise Unreadable(cell.text)
    if cell is None:
        return ""
    if isinstance(cell, str):
        return tidy(plain_cell(cell))
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, date):  # a datetime is one, too
        return write_date(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, int | float):
        return _write_number(one, cell)
    return str(cell)  # a time of day


def _write_number(one: Field | None, number: float) -> str:
    kind = one.kind if one else ""
    if not isfinite(number):
        raise Unreadable("Diese Zahl ist zu groß.")
    if kind in (DATE, STAND) and number in SERIAL_DAYS:
        return write_date(from_excel(number).date())
    if number == int(number):
        text = str(int(number))
        return text.zfill(POSTCODE_DIGITS) if one and one.name == POSTCODE else text
    return (f"{number:.2f}" if kind == MONEY else repr(number)).replace(".", ",")
