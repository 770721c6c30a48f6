"""What is exported and read again is the same, to the last sign."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.content.catalogue import read_catalogue
from bot.content.cells import plain_cell, safe_cell
from bot.content.fields import CHOICE
from bot.content.kinds import CONTACT, FAQ, FUNDING, REFERRAL, TOPIC, TRAINING, Kind
from bot.content.records import blank_record
from bot.content.sheets.columns import KINDS_IN_SHEETS, SheetLine, all_labels
from bot.content.sheets.reading import read_sheet
from bot.content.sheets.writing import TooLongForExcel, write_csv, write_excel
from bot.content.texts import write_texts
from tests.content.sheets.files import line, written

CATALOGUE = read_catalogue()
SEED = {
    FAQ.name: CATALOGUE.faq,
    FUNDING.name: CATALOGUE.funding,
    TRAINING.name: CATALOGUE.training,
    CONTACT.name: CATALOGUE.contacts,
    TOPIC.name: CATALOGUE.topics,
    REFERRAL.name: CATALOGUE.referrals[:200],
}
FORMULAS = ["=1+1", "+49 561 1", "-5 Grad", "@SUM(A1)", "'=1", "''+", "=cmd|' /C calc'!A0", "＝1"]


def lines_of(kind: Kind) -> list[SheetLine]:
    lines = []
    for row in SEED[kind.name]:
        fields = {name: value for name, value in row.items() if name != kind.key}
        lines.append(SheetLine(row[kind.key], blank_record(kind) | fields, "v1.0a1b2c3d"))
    return lines


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS_IN_SHEETS.values(), ids=lambda kind: kind.name)
def test_the_whole_seed_comes_back_without_a_difference(kind: Kind, form: str) -> None:
    lines = lines_of(kind)
    sheet = read_sheet(kind, written(kind, lines, form), f"export.{form}")
    assert [(row.key, row.stamp, row.texts, row.problems) for row in sheet.rows] == [
        (one.key, one.stamp, write_texts(kind, one.record), {}) for one in lines
    ]
    assert sheet.notes == []
    assert sheet.fields == tuple(one.name for one in kind.fields)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("text", [*FORMULAS, "'", "''", "'Zitat'", 'Er sagt "ja"; oder nein', "a;b,c\td"])
def test_every_text_comes_back(text: str, form: str) -> None:
    sheet = read_sheet(TRAINING, written(TRAINING, [line(title=text, variants=[text, "zwei"])], form), f"x.{form}")
    assert sheet.rows[0].texts["title"] == text
    assert sheet.rows[0].texts["variants"] == f"{text}\nzwei"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_an_export_is_a_formula(text: str) -> None:
    exported = [line(text, stamp=text, title=text, topics=[text])]
    for cells in csv.reader(StringIO(write_csv(TRAINING, exported).decode("utf-8-sig")), delimiter=";"):
        assert not any(cell.startswith(tuple("=+-@＝")) for cell in cells)
    for sheet in load_workbook(BytesIO(write_excel(TRAINING, exported))).worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert "f" not in {cell.data_type for cell in cells}
        assert not any(str(cell.value).startswith(tuple("=+-@＝")) for cell in cells)


@pytest.mark.parametrize("text", [*FORMULAS, "", "'", "'a", "a=1", "ja"])
def test_a_safe_cell_is_undone(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


def test_excel_shows_dates_numbers_and_choices_as_such() -> None:
    record: dict[str, Any] = {"price_eur": 1250.5, "hours": 8, "format": "online", "source_date": "2026-11-01"}
    book = load_workbook(BytesIO(write_excel(TRAINING, [line(**record)])))
    sheet = book[TRAINING.title]
    cells = dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))
    assert (cells["Preis (Euro)"].value, cells["Dauer (Stunden)"].value, cells["Format"].value) == (1250.5, 8, "online")
    assert cells["Stand der Quelle"].is_date
    assert sheet.freeze_panes == "B2"
    assert [row[0].value for row in book["Hinweise"].iter_rows(min_row=2)] == all_labels(TRAINING)


@pytest.mark.parametrize("kind", KINDS_IN_SHEETS.values(), ids=lambda kind: kind.name)
def test_excel_can_offer_every_choice(kind: Kind) -> None:
    labels = all_labels(kind)
    assert len(set(labels)) == len(labels)
    for one in kind.fields:
        if one.kind == CHOICE:
            assert len(",".join(one.choices.values())) <= 255, "Excel takes no longer list"
            assert not any("," in label or '"' in label for label in one.choices.values())


def test_a_text_that_no_cell_of_excel_holds_is_not_cut_off() -> None:
    long = line(title="Kurs", variants=[f"{number:0500d}" for number in range(70)])
    with pytest.raises(TooLongForExcel, match="„So fragen Menschen danach“ von „Kurs“ hat 35069 Zeichen"):
        write_excel(TRAINING, [long])
    assert len(read_sheet(TRAINING, write_csv(TRAINING, [long]), "x.csv").rows[0].texts["variants"]) == 35069
