"""Tables as files for a spreadsheet: CSV and Excel, with texts that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from bot.analytics.table import MILLISECONDS, NUMBER, PERCENT, Cell, Column, Table
from bot.content.cells import safe_cell

FORMATS = {PERCENT: "0.0%", NUMBER: "#,##0", MILLISECONDS: "#,##0"}
UNITS = {MILLISECONDS: " (ms)", "hours": " (Stunden)"}


def write_csv(table: Table) -> bytes:
    """Return a table as German spreadsheets open it: UTF-8 with its mark, semicolons, comma as decimal sign."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(_head, table.columns))
    writer.writerows([_csv_cell(cell, column) for cell, column in table.pairs(row)] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def write_excel(table: Table, *, note: str) -> bytes:
    """Return a table as an Excel file; ``note`` stands above it, for example the period."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.title[:31].translate(str.maketrans("", "", "[]:*?/\\")))
    sheet.freeze_panes = "A4"
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = 16 if column.is_number else 44
    sheet.append([safe_cell(f"{table.title} – {note}")])
    sheet.append([])
    heads = [WriteOnlyCell(sheet, _head(column)) for column in table.columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in table.rows:
        sheet.append([_excel_cell(sheet, cell, column) for cell, column in table.pairs(row)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _head(column: Column) -> str:
    return safe_cell(column.title + UNITS.get(column.kind, ""))


def _csv_cell(value: Cell, column: Column) -> str:
    if isinstance(value, float):
        text = f"{value * 100:.1f} %" if column.kind == PERCENT else f"{value:.1f}"
        return text.replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else safe_cell(str(value))


def _excel_cell(sheet: object, value: Cell, column: Column) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, safe_cell(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
    elif column.kind in FORMATS:
        cell.number_format = FORMATS[column.kind]
    return cell
