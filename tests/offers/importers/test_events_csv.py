"""Events of partners as a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.offers.importers.generate import events_table
from tests.offers.importers.running import ReadFile, read_file

ROW = (
    "Stammtisch für Übergänge",
    "1.3.2027",
    "",
    "Kassel",
    "34117",
    "IHK",
    "kostenlos",
    "Text",
    "https://ihk.example.org",
)


def read(folder: Path, rows: list[tuple[str, ...]], encoding: str = "utf-8", delimiter: str = ";") -> ReadFile:
    path = folder / "termine.csv"
    path.write_bytes(events_table(rows, delimiter).encode(encoding))
    return read_file("termine-csv", path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_tables_of_any_spreadsheet_are_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    values = read(tmp_path, [ROW], encoding, delimiter).values
    assert (values["title"], values["provider"]) == ("Stammtisch für Übergänge", "IHK")
    assert (values["starts_on"], values["price_eur"]) == (date(2027, 3, 1), 0.0)


@pytest.mark.parametrize(
    ("written", "price"), [("1.250,50 €", 1250.5), ("95", 95.0), ("1.200", 1200.0), ("99.90 EUR", 99.9), ("", None)]
)
def test_prices_are_read_as_people_write_them(tmp_path: Path, written: str, price: float | None) -> None:
    assert read(tmp_path, [(*ROW[:6], written, *ROW[7:])]).values["price_eur"] == price


def test_the_same_event_has_the_same_key_in_the_next_file(tmp_path: Path) -> None:
    first, second = read(tmp_path, [ROW]), read(tmp_path, [(*ROW[:7], "Anderer Text", ROW[8])])
    assert first.records[0].key == second.records[0].key


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("X", "irgendwann", *ROW[2:]), "Zeile 3: Ein Datum oder Preis ist nicht zu lesen"),
        (("X", "", *ROW[2:]), "Zeile 3: Der Beginn fehlt."),
        (("", *ROW[1:]), "Zeile 3: Der Titel fehlt."),
        (("X", "2.3.2027", "1.3.2027", *ROW[3:]), "Zeile 3: Das Ende (01.03.2027) liegt vor dem Anfang (02.03.2027)."),
        (("X", "2.3.2027"), "Zeile 3: 2 Spalten statt 9."),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, row: tuple[str, ...], sentence: str) -> None:
    found = read(tmp_path, [ROW, row])
    assert len(found.records) == 1
    assert found.reading.problems[0].startswith(sentence)


def test_past_events_and_odd_links_are_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, [("Alt", "1.3.2020", *ROW[2:]), (*ROW[:8], "javascript:alert(1)")])
    assert found.values["source_url"] == ""
    assert dict(found.reading.skipped) == {"vorbei": 1}
