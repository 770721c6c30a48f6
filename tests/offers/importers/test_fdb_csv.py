"""The federal funding database as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.offers.importers.fdb_csv import COLUMNS
from bot.offers.importers.reading import UnreadableSource
from tests.offers.importers.generate import programme, write_fdb_csv
from tests.offers.importers.running import ReadFile, read_file


def read(folder: Path, *programmes: dict[str, Any]) -> ReadFile:
    return read_file("fdb-csv", write_fdb_csv(folder / "programme.csv", list(programmes)))


def test_the_layout_has_51_columns() -> None:
    assert len(set(COLUMNS)) == 51


def test_a_programme_becomes_a_record(tmp_path: Path) -> None:
    values = read(tmp_path, programme(1)).values
    assert values["title"] == "Digitalisierung der Fertigung 1"
    assert (values["level"], values["area"], values["kinds"]) == ("land", "hessen", ["zuschuss"])
    assert values["topics"] == ["digitalisierung", "investition"]
    assert values["max_employees"] == 249
    assert values["source_date"] == "2026-08-17"  # the Monday of 2026-W34


def test_the_texts_stay_as_they_are_with_their_attribution(tmp_path: Path) -> None:
    one = programme(1, description="  Zwei  Leerzeichen\nund eine Zeile. ")
    (record,) = read(tmp_path, one).records
    assert record.original is not None
    assert ("Volltext", one["description"]) in record.original.sections
    assert (record.original.short_text, record.original.attribution) == (one["short_description"], one["license_info"])
    assert "description" not in record.values


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"funding_location": ["bayern"]}, "nicht für Hessen oder bundesweit"),
        ({"funding_location": []}, "nicht für Hessen oder bundesweit"),
        ({"eligible_applicants": ["kommune"]}, "nicht für Unternehmen"),
    ],
)
def test_what_is_not_for_companies_of_the_region_is_left_out(
    tmp_path: Path, changes: dict[str, Any], reason: str
) -> None:
    found = read(tmp_path, programme(1, **changes))
    assert (found.records, dict(found.reading.skipped)) == ([], {reason: 1})


@pytest.mark.parametrize("code", ["bundesweit", "_bundesweit", "de_he", "hessen"])
def test_doubled_codes_of_places_are_understood(tmp_path: Path, code: str) -> None:
    values = read(tmp_path, programme(1, funding_location=["de_ni", code])).values
    assert values["area"] == ("bundesweit" if "bundesweit" in code else "hessen")


def test_what_is_absent_is_gone(tmp_path: Path) -> None:
    (record,) = read(tmp_path, programme(1, absent="true")).records
    assert (record.key, record.is_gone) == ("Land/Hessen/programm-1", True)


def test_a_note_on_the_status_makes_a_programme_uncertain(tmp_path: Path) -> None:
    values = read(tmp_path, programme(1, status_note="Programm aktiv, Antragstellung nicht möglich")).values
    assert values["status"] == "unsicher"


@pytest.mark.parametrize(
    ("sizes", "most"),
    [([], None), (["grosses_unternehmen", "kleines_unternehmen"], None), (["kleinstunternehmen"], 9)],
)
def test_sizes_become_a_largest_number_of_employees(tmp_path: Path, sizes: list[str], most: int | None) -> None:
    assert read(tmp_path, programme(1, unternehmensgroesse=sizes)).values["max_employees"] == most


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " \u00ad"}, "Zeile 2: Das Programm hat keinen Titel."),
        ({"funding_body": ["stadt"]}, "Zeile 2: Der Fördergeber fehlt oder ist unbekannt. Möglich: bund, land, eu."),
        ({"last_updated": "2026-W60"}, "Zeile 2: „2026-W60“ ist weder ein Datum noch eine Kalenderwoche."),
        ({"url": "https://example.org/x"}, "Zeile 2: „https://example.org/x“ ist keine Adresse eines Förderprogramms."),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, changes: dict[str, Any], sentence: str) -> None:
    found = read(tmp_path, programme(1, **changes), programme(2))
    assert [record.key for record in found.records] == ["Land/Hessen/programm-2"]
    assert found.reading.problems == [sentence]


def test_a_list_that_is_none_is_rejected_with_its_column(tmp_path: Path) -> None:
    path = write_fdb_csv(tmp_path / "programme.csv", [programme(1)])
    path.write_text(path.read_text(encoding="utf-8").replace('[""zuschuss""]', "zuschuss"), encoding="utf-8")
    (problem,) = read_file("fdb-csv", path).reading.problems
    assert problem == "Zeile 2: In der Spalte „funding_type“ steht keine Liste: „zuschuss“."


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "programme.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnreadableSource, match="Es fehlen die Spalten „url“"):
        read_file("fdb-csv", path)
