"""Files for spreadsheets: figures stay figures, texts stay texts."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from bot.analytics.spreadsheet import write_csv, write_excel
from bot.analytics.table import DAY, HOURS, MILLISECONDS, NUMBER, PERCENT, Column, Table, write_cell

ALL_KINDS = Table(
    "alles",
    "Alles: auf/einmal",
    (
        Column("Text"),
        Column("Zahl", NUMBER),
        Column("Anteil", PERCENT),
        Column("Zeit", MILLISECONDS),
        Column("Dauer", HOURS),
        Column("Tag", DAY),
    ),
    (("Größe; „neu“", 12345, 0.125, 640, 7.25, date(2026, 11, 1)), ("leer", None, None, None, None, None)),
)


def table_of(text: str) -> Table:
    return Table("t", text, (Column(text),), ((text,),))


def read_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_a_csv_file_is_written_the_german_way() -> None:
    assert read_csv(write_csv(ALL_KINDS)) == [
        ["Text", "Zahl", "Anteil", "Zeit (ms)", "Dauer (Stunden)", "Tag"],
        ["Größe; „neu“", "12345", "12,5 %", "640", "7,2", "01.11.2026"],
        ["leer", "", "", "", "", ""],
    ]


def test_an_excel_file_holds_numbers_and_dates_as_such() -> None:
    sheet = load_workbook(BytesIO(write_excel(ALL_KINDS, note="November 2026"))).active
    assert sheet.title == "Alles aufeinmal"
    assert sheet["A1"].value == "Alles: auf/einmal – November 2026"
    assert [cell.value for cell in sheet[4]][:5] == ["Größe; „neu“", 12345, 0.125, 640, 7.25]
    assert sheet["F4"].value.date() == date(2026, 11, 1)
    assert sheet["C4"].number_format == "0.0%"
    assert sheet["A3"].font.bold
    assert [cell.value for cell in sheet[5]] == ["leer", None, None, None, None, None]


@pytest.mark.parametrize("text", ["=1+1", "+49 561 1", "-3", "@SUMME(A1)", "\tx", "\rx", "=cmd|'/c calc'!A0"])
def test_no_text_becomes_a_formula(text: str) -> None:
    head, cell = (row[0] for row in read_csv(write_csv(table_of(text))))
    assert head.startswith("'")
    assert cell.startswith("'")
    sheet = load_workbook(BytesIO(write_excel(table_of(text), note=""))).active
    for row in (1, 3, 4):
        assert sheet.cell(row, 1).data_type == "s"
        assert sheet.cell(row, 1).value.startswith("'")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, NUMBER, "–"),
        (12345, NUMBER, "12.345"),
        (0.126, PERCENT, "13 %"),
        (640, MILLISECONDS, "640 ms"),
        (0.25, HOURS, "15 Minuten"),
        (7.25, HOURS, "7,2 Stunden"),
        (72.0, HOURS, "3,0 Tage"),
        (date(2026, 11, 1), DAY, "01.11.2026"),
        ("Text", NUMBER, "Text"),
    ],
)
def test_a_cell_is_written_as_people_read_it(value: object, kind: str, text: str) -> None:
    assert write_cell(value, kind) == text
