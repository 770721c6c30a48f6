"""Catalogues of training providers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.offers.importers.reading import UnreadableSource
from tests.offers.importers.generate import HEADER, service, update_catalogue, write_openqcat
from tests.offers.importers.running import ReadFile, read_file

FIRST = date(2027, 3, 1)


def read(folder: Path, text: str) -> ReadFile:
    path = folder / "katalog.xml"
    path.write_text(text, encoding="utf-8")
    return read_file("openqcat", path)


def full(*services: str) -> str:
    return (
        f'<OPENQCAT version="1.1">{HEADER}<NEW_CATALOG FULLCATALOG="true">{"".join(services)}</NEW_CATALOG></OPENQCAT>'
    )


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-15"])
def test_dates_get_the_texts_of_their_offer_wherever_it_stands(tmp_path: Path, encoding: str) -> None:
    path = write_openqcat(tmp_path / "k.xml", 2, 3, first=FIRST, encoding=encoding)
    found = read_file("openqcat", path)
    assert len(found.records) == 6
    assert {record.values["title"] for record in found.records} == {"Hochvolt-Schulung 1", "Hochvolt-Schulung 2"}
    assert {record.values["provider"] for record in found.records} == {"Akademie für Fahrzeugtechnik Köln GmbH"}
    assert (found.reading.scope, found.reading.is_complete) == ("4711", True)


def test_a_date_becomes_a_training(tmp_path: Path) -> None:
    values = read(tmp_path, full(service(1), service(1, FIRST, town="Baunatal", price="1250.50"))).values
    assert (values["starts_on"], values["ends_on"], values["hours"]) == (FIRST, date(2027, 3, 3), 24)
    assert (values["place"], values["postcode"], values["price_eur"]) == ("Baunatal", "34117", 1250.5)
    assert (values["azav"], values["education_voucher"], values["format"]) == ("ja", "ja", "praesenz")


def test_a_catalogue_may_name_its_namespace(tmp_path: Path) -> None:
    named = full(service(1)).replace("<OPENQCAT ", '<OPENQCAT xmlns="http://www.openqcat.example.org" ')
    assert read(tmp_path, named).values["title"] == "Hochvolt-Schulung 1"


def test_an_offer_without_dates_stands_for_itself(tmp_path: Path) -> None:
    values = read(tmp_path, full(service(1))).values
    assert (values["title"], values["starts_on"]) == ("Hochvolt-Schulung 1", None)


def test_past_dates_are_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, full(service(1), service(1, date(2026, 1, 5)), service(1, FIRST)))
    assert [record.values["starts_on"] for record in found.records] == [FIRST]
    assert dict(found.reading.skipped) == {"vorbei": 1}


def test_an_update_lists_only_what_is_new_and_what_is_deleted(tmp_path: Path) -> None:
    text = update_catalogue(service(1, FIRST, title="Neu"), service(2, FIRST))
    found = read(tmp_path, text)
    assert [(record.key, record.is_gone) for record in found.records] == [
        ("4711/1-2027-03-01", False),
        ("4711/2-2027-03-01", True),
    ]
    assert found.reading.is_complete is False


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (service(9, FIRST), "Zur COURSE_ID „9“ gibt es weder einen Titel noch ein Angebot."),
        (service(9, product=" ", title="X"), "Ohne PRODUCT_ID lässt sich der Eintrag nicht wiedererkennen."),
        (service(9, price="viel"), "„viel“ ist kein Preis."),
        (
            service(9, FIRST, title="X").replace("2027-03-01T", "2027-13-01T"),
            "„2027-13-01T00:00:00.000+01:00“ ist kein",
        ),
        (service(9, FIRST, title="X").replace("2027-03-03T", "2026-12-03T"), "liegt vor dem Anfang (01.03.2027)"),
    ],
)
def test_a_service_that_cannot_be_used_is_named(tmp_path: Path, wrong: str, sentence: str) -> None:
    found = read(tmp_path, full(wrong, service(1)))
    assert [record.key for record in found.records] == ["4711/1"]
    (problem,) = found.reading.problems
    assert problem.startswith("SERVICE 1 (PRODUCT_ID ")
    assert sentence in problem


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('<OPENQCAT version="1.0"><HEADER/></OPENQCAT>', "kein openQ-cat-Katalog der Version 1.1"),
        ('<OPENQCAT version="1.1"><HEADER/></OPENQCAT>', "Im HEADER fehlt die SUPPLIER_ID"),
        ("<html><HEADER/></html>", "kein openQ-cat-Katalog"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><OPENQCAT/>', "DOCTYPE"),
        (full(service(1))[:-30], "Die XML-Datei ist beschädigt"),
    ],
)
def test_what_is_no_catalogue_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(UnreadableSource, match=sentence):
        read(tmp_path, text)
