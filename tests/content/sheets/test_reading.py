"""What spreadsheets and people do to a file, and what is read nevertheless."""

from __future__ import annotations

import codecs
from datetime import date, datetime, time
from typing import Any

import pytest

from bot.content.kinds import FAQ, FUNDING, TRAINING, Kind
from bot.content.sheets.reading import Sheet, SheetRow, read_sheet
from tests.content.sheets.files import EXCEL_PARTS, HEADER, ROW, csv_of, excel_of, packed, repacked


def read_row(content: bytes, kind: Kind = TRAINING) -> SheetRow:
    return read_sheet(kind, content, "a.xlsx" if content.startswith(b"PK") else "a.csv").rows[0]


def read_cell(label: str, value: Any, kind: Kind = TRAINING, number_format: str = "") -> SheetRow:
    def style(sheet: Any) -> None:
        sheet["B2"].number_format = number_format or sheet["B2"].number_format

    return read_row(excel_of(["Kurzname", label], ["eins", value], change=style), kind)


@pytest.mark.parametrize(
    ("kind", "name", "value", "text"),
    [
        (TRAINING, "postcode", 34117.0, "34117"),
        (TRAINING, "postcode", 1067, "01067"),
        (TRAINING, "title", 2027, "2027"),
        (TRAINING, "title", True, "ja"),
        (TRAINING, "title", time(8, 30), "08:30:00"),
        (TRAINING, "title", "Zeile_x000D_\neins", "Zeile\neins"),
        (TRAINING, "starts_on", date(2027, 3, 1), "01.03.2027"),
        (TRAINING, "starts_on", datetime(2027, 3, 1, 9, 30), "01.03.2027"),
        (TRAINING, "starts_on", 46447, "01.03.2027"),
        (TRAINING, "source_date", 2026, "2026"),
        (TRAINING, "source_date", 46447, "01.03.2027"),
        (TRAINING, "price_eur", 1250.5, "1250,50"),
        (TRAINING, "price_eur", 1250, "1250"),
        (TRAINING, "hours", 7.5, "7,5"),
        (TRAINING, "is_sample", True, "ja"),
        (TRAINING, "is_sample", False, "nein"),
        (FUNDING, "max_amount_eur", 1e6, "1000000"),
        (FAQ, "question", "'=1+1", "=1+1"),
        (FAQ, "question", None, ""),
    ],
)
def test_a_cell_is_read_as_it_was_meant(kind: Kind, name: str, value: Any, text: str) -> None:
    row = read_cell(kind.field(name).label, value, kind)
    assert row.problems == {}
    assert row.texts[name] == text


def test_a_share_shown_as_percent_is_read_as_percent() -> None:
    assert read_cell("Förderquote höchstens (%)", 0.45, FUNDING, "0%").texts["max_quota_percent"] == "45"


@pytest.mark.parametrize(("value", "sentence"), [("=B1", "steht eine Formel"), ("#REF!", "meldet Excel einen Fehler")])
def test_a_cell_without_a_sure_value_is_a_problem_of_its_row(value: str, sentence: str) -> None:
    assert sentence in read_cell("Titel", value).problems["title"]


def test_a_number_without_end_is_a_problem_of_its_row() -> None:
    sheet = excel_of(["Kurzname", "Titel"], ["eins", 1.5])
    row = read_row(repacked(sheet, sheet1__xml=lambda part: part.replace(b">1.5<", b">1E999<")))
    assert row.problems == {"title": "Diese Zahl ist zu groß."}


def test_texts_are_read_as_excel_itself_stores_them() -> None:
    row = read_row(packed(EXCEL_PARTS))
    assert (row.key, row.texts) == ("kurs-eins", {"title": "Kurs eins, teils fett", "provider": "Träger"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_file_may_come_from_any_spreadsheet(encoding: str, delimiter: str) -> None:
    cells = [f'"{cell}"' for cell in ROW]
    row = read_row(csv_of(HEADER, cells, delimiter=delimiter, encoding=encoding))
    assert (row.key, row.texts["provider"], row.texts["price_eur"]) == ("kurs-eins", "Träger", "1.250,50")


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE])
def test_utf_16_is_known_by_its_mark(mark: bytes) -> None:
    encoding = "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-16-le"
    assert read_row(mark + csv_of(HEADER, ROW, encoding=encoding)).texts["provider"] == "Träger"


def test_a_hint_about_the_delimiter_and_quoted_lines_are_understood() -> None:
    content = b"sep=;\r\n" + csv_of(HEADER, ["eins", '"Zeile 1\nZeile ""2"""', "T"])
    assert read_row(content).texts["title"] == 'Zeile 1\nZeile "2"'


def test_empty_rows_are_left_out_and_numbers_stay_those_of_the_sheet() -> None:
    sheet = read_sheet(TRAINING, excel_of(HEADER, [], ROW, ["", " "], ["zwei", "Kurs zwei"]), "a.xlsx")
    assert [(row.number, row.key) for row in sheet.rows] == [(3, "kurs-eins"), (5, "zwei")]


def test_headings_may_stand_below_a_title_in_any_order_and_case() -> None:
    sheet = read_sheet(TRAINING, excel_of(["Unsere Kurse"], [], ["TITEL *", " kurzname"], ["Kurs", "eins"]), "a.xlsx")
    assert (sheet.rows[0].key, sheet.rows[0].texts) == ("eins", {"title": "Kurs"})
    assert sheet.fields == ("title",)


def test_missing_and_unknown_columns_are_named() -> None:
    notes = "\n".join(read_sheet(TRAINING, excel_of(["Kurzname", "Titel", "Anbietr"], ["a", "b", "c"]), "a").notes)
    assert "Die Spalte „Anbietr“ ist unbekannt und wird nicht gelesen. Meinten Sie „Anbieter“?" in notes
    assert "Diese Spalten fehlen, ihre Angaben bleiben, wie sie sind: „Anbieter“, „Themen“" in notes
    assert "Ohne die Spalte „Fassung“ fällt nicht auf" in notes


def test_a_short_name_that_stands_twice_is_a_problem_of_both_rows() -> None:
    sheet = read_sheet(TRAINING, csv_of(HEADER, ROW, ["zwei", "b"], ROW), "a.csv")
    assert [row.problems.get("slug", "") for row in sheet.rows] == [
        "„kurs-eins“ steht auch in Zeile 4.",
        "",
        "„kurs-eins“ steht auch in Zeile 2.",
    ]


def read_changed(change: Any, *rows: list[Any]) -> Sheet:
    return read_sheet(TRAINING, excel_of(HEADER, *rows, change=change), "a.xlsx")


def test_merged_cells_are_a_problem_of_their_rows() -> None:
    sheet = read_changed(lambda sheet: sheet.merge_cells("C2:C3"), ROW, ["zwei", "b"], ["drei", "c"])
    assert ["verbunden" in row.problems.get("slug", "") for row in sheet.rows] == [True, True, False]


def test_hidden_rows_are_read_and_named() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    sheet = read_changed(hide, ROW, ["zwei", "b"])
    assert [row.key for row in sheet.rows] == ["kurs-eins", "zwei"]
    assert "Eine ausgeblendete Zeile ist mitgelesen." in sheet.notes


def test_of_several_sheets_the_one_with_the_headings_is_read() -> None:
    def add_sheets(sheet: Any) -> None:
        sheet.parent.create_sheet("Notizen", 0).append(["Bitte bis Freitag"])
        sheet.parent.create_sheet("Hinweise").append(["Kurzname", "Titel"])

    sheet = read_changed(add_sheets, ROW)
    assert [row.key for row in sheet.rows] == ["kurs-eins"]
    assert "Gelesen wird das Blatt „Tabelle1“, nicht: „Notizen“." in sheet.notes
