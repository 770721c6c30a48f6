"""The federal funding database as its XML export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.offers.importers.fdb_xml import FOLDER
from bot.offers.importers.reading import UnreadableSource
from tests.offers.importers.generate import programme, service_offer, write_fdb_csv, write_fdb_zip
from tests.offers.importers.running import ReadFile, read_file


def read(folder: Path, *programmes: dict[str, Any], extra: dict[str, bytes] | None = None) -> ReadFile:
    return read_file("fdb-xml", write_fdb_zip(folder / "export.zip", programmes, extra))


def test_both_exports_give_the_same_programme(tmp_path: Path) -> None:
    (xml,) = read(tmp_path, programme(1)).records
    (table,) = read_file("fdb-csv", write_fdb_csv(tmp_path / "a.csv", [programme(1)])).records
    assert xml.key == table.key
    assert xml.values | {"provider": ""} == table.values | {"provider": ""}
    assert xml.original is not None
    assert table.original is not None
    assert [heading for heading, _text in xml.original.sections] == [
        heading for heading, _text in table.original.sections
    ]


def test_the_provider_is_the_office_that_a_programme_points_to(tmp_path: Path) -> None:
    assert read(tmp_path, programme(1)).values["provider"] == "WIBank"


def test_escaped_html_becomes_its_words(tmp_path: Path) -> None:
    (record,) = read(tmp_path, programme(1, description="Forschung & Entwicklung < 5 Jahre")).records
    assert record.original is not None
    assert record.original.sections[0] == ("Volltext", "Forschung & Entwicklung < 5 Jahre")


def test_control_characters_and_soft_hyphens_are_left_out(tmp_path: Path) -> None:
    document = service_offer(programme(1)).replace(b"Digitalisierung der", "Di\x02gita&#2;li\u00adsierung der".encode())
    found = read(tmp_path, extra={f"{FOLDER}Land/Hessen/programm-1.xml": document})
    assert found.values["title"] == "Digitalisierung der Fertigung 1"


@pytest.mark.parametrize(
    ("written", "keywords"),
    [("Digitalisierung Maschinen Anlagen", ()), ("KMU, Forschung; Anlagen", ("KMU", "Forschung", "Anlagen"))],
)
def test_keywords_without_separators_say_nothing(tmp_path: Path, written: str, keywords: tuple[str, ...]) -> None:
    document = service_offer(programme(1), keywords=written)
    (record,) = read(tmp_path, extra={f"{FOLDER}Land/Hessen/programm-1.xml": document}).records
    assert record.original is not None
    assert record.original.keywords == keywords


def test_the_path_is_the_key_where_names_are_the_same(tmp_path: Path) -> None:
    document = service_offer(programme(1))
    extra = {f"{FOLDER}Bund/BMWi/programm-1.xml": document}
    found = read(tmp_path, programme(1), extra=extra)
    assert [record.key for record in found.records] == ["Bund/BMWi/programm-1", "Land/Hessen/programm-1"]


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (b"<document", "Die XML-Datei ist beschädigt"),
        (b'<document type="gsb:Contact"/>', "Das Dokument hat den Typ „gsb:Contact“ statt „gsb:ServiceOffer“."),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><document/>', "DOCTYPE"),
        (b"<a>" * 100 + b"</a>" * 100, "Das Dokument hat den Typ „“"),
        (b"Hallo", "Das ist keine XML-Datei."),
    ],
)
def test_a_broken_document_is_named_and_the_others_are_read(tmp_path: Path, document: bytes, sentence: str) -> None:
    found = read(tmp_path, programme(1), extra={f"{FOLDER}Land/Hessen/kaputt.xml": document})
    assert [record.key for record in found.records] == ["Land/Hessen/programm-1"]
    (problem,) = found.reading.problems
    assert problem.startswith("Land/Hessen/kaputt: ")
    assert sentence in problem


def test_an_archive_without_programmes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="gibt es keine Förderprogramme"):
        read(tmp_path)
