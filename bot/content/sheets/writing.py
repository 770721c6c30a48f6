"""Write records as a sheet, so that reading it again gives the same records."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from bot.content.cells import safe_cell
from bot.content.fields import CHOICE, DATE, FLAG, LINE, LISTS, MARKDOWN, MONEY, NUMBER, STAND, TEXT, Field
from bot.content.kinds import Kind
from bot.content.sheets.columns import SheetLine, all_labels, explain_columns
from bot.content.sheets.tables import HINTS_SHEET
from bot.content.texts import read_date, write_texts, write_value

LONGEST_CELL = 32_767  # characters: what Excel holds
ROOM_BELOW = 1000  # rows for new records that have the lists of choices as well
WIDTHS = {**dict.fromkeys((*LISTS, MARKDOWN, TEXT), 60), DATE: 14, STAND: 14, NUMBER: 14, MONEY: 14, FLAG: 12}
AS_TEXT = "@"
NUMBER_FORMATS = {NUMBER: "#,##0", MONEY: "#,##0.00", DATE: "DD.MM.YYYY"}
WRAP = Alignment(wrap_text=True, vertical="top")
BOLD, TINT = Font(bold=True), PatternFill("solid", fgColor="E6F0F2")


class TooLongForExcel(ValueError):
    """A text is longer than a cell may be; the message is a German sentence."""


def write_csv(kind: Kind, lines: Iterable[SheetLine]) -> bytes:
    """Return a CSV file as German spreadsheets open it: UTF-8 with its mark, semicolons, quotes as in RFC 4180."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(all_labels(kind))
    for line in lines:
        cells = (line.key, *write_texts(kind, line.record).values(), line.stamp)
        writer.writerow(map(safe_cell, cells))
    return text.getvalue().encode("utf-8-sig")


def write_excel(kind: Kind, lines: Sequence[SheetLine]) -> bytes:
    """Return an Excel file with a sheet of records and one that explains the columns. Raises TooLongForExcel."""
    _check_lengths(kind, lines)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(kind.title)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(kind.fields) + 2)}{len(lines) + 1}"
    for number, form in enumerate((LINE, *(one.kind for one in kind.fields), LINE), start=1):
        column = _styled(sheet.column_dimensions[get_column_letter(number)], NUMBER_FORMATS.get(form, AS_TEXT))
        column.width = WIDTHS.get(form, 28)
    _add_choices(sheet, kind, len(lines) + 1 + ROOM_BELOW)
    sheet.append([_head(sheet, label) for label in all_labels(kind)])
    for line in lines:
        sheet.append(_cells(sheet, kind, line))
    _write_hints(book, kind)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _check_lengths(kind: Kind, lines: Sequence[SheetLine]) -> None:
    """Refuse what Excel would cut off: only lists have no limit of their own."""
    for line in lines:
        for one in kind.fields:
            length = len("\n".join(line.record.get(one.name) or ())) if one.is_list else 0
            if length >= LONGEST_CELL:
                title = line.record.get(kind.title_field) or line.key
                raise TooLongForExcel(
                    f"„{one.label}“ von „{title}“ hat {length} Zeichen, mehr als in eine Zelle von Excel passen. "
                    "Nehmen Sie das CSV-Format."
                )


def _write_hints(book: Any, kind: Kind) -> None:
    sheet = book.create_sheet(HINTS_SHEET)
    sheet.freeze_panes = "A2"
    for column, width in (("A", 32), ("B", 110)):
        sheet.column_dimensions[column].width = width
    sheet.append([_head(sheet, label) for label in ("Spalte", "Was darin steht")])
    for label, text in explain_columns(kind):
        sheet.append([_text_cell(sheet, label), _text_cell(sheet, text)])


def _add_choices(sheet: Any, kind: Kind, last_row: int) -> None:
    """Let Excel offer what may be chosen."""
    for number, one in enumerate(kind.fields, start=2):
        choices = ("ja", "nein") if one.kind == FLAG else tuple(one.choices.values()) if one.kind == CHOICE else ()
        if not choices:
            continue
        rule = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=True)
        rule.error = f"Möglich sind: {', '.join(choices)}."[:225]  # Excel refuses more
        letter = get_column_letter(number)
        rule.add(f"{letter}2:{letter}{last_row}")
        sheet.data_validations.append(rule)


def _cells(sheet: Any, kind: Kind, line: SheetLine) -> list[Any]:
    fields = [_field_cell(sheet, one, line.record.get(one.name)) for one in kind.fields]
    return [_text_cell(sheet, line.key), *fields, _text_cell(sheet, line.stamp)]


def _field_cell(sheet: Any, one: Field, value: Any) -> Any:
    if one.kind in (NUMBER, MONEY) and value is not None:
        return _styled(WriteOnlyCell(sheet, value), NUMBER_FORMATS[one.kind])
    text = write_value(one, value)
    day = _read_day(one, text)
    if day is not None:
        return _styled(WriteOnlyCell(sheet, day), NUMBER_FORMATS[DATE])
    return _text_cell(sheet, text)


def _read_day(one: Field, text: str) -> date | None:
    """Return the day of a date, also of a source's; a year alone is none."""
    return read_date(text) if one.kind in (DATE, STAND) and "." in text else None


def _text_cell(sheet: Any, text: str) -> Any:
    if not text:
        return None  # the column says how it looks
    cell = WriteOnlyCell(sheet, safe_cell(ILLEGAL_CHARACTERS_RE.sub("", text)))
    cell.data_type = "s"  # never a formula, whatever it begins with
    return _styled(cell, AS_TEXT)


def _styled(place: Any, number_format: str) -> Any:
    place.alignment, place.number_format = WRAP, number_format
    return place


def _head(sheet: Any, label: str) -> Any:
    cell = _text_cell(sheet, label)
    cell.font, cell.fill = BOLD, TINT
    return cell
