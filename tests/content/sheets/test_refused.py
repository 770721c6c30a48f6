"""Files that are not read at all: each with a German sentence about what to do."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.content.kinds import TRAINING
from bot.content.sheets import tables
from bot.content.sheets.reading import read_sheet
from bot.content.sheets.tables import LARGEST_FILE, UnreadableSheet
from tests.content.sheets.files import HEADER, ROW, csv_of, excel_of, packed, repacked

GOOD = excel_of(HEADER, ROW)
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd">'


def after_declaration(doctype: bytes) -> Callable[[bytes], bytes]:
    """Put a declaration in front of a part."""
    return lambda part: doctype + part.partition(b"?>")[2] if part.startswith(b"<?xml") else doctype + part


def cut(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def flip(content: bytes) -> bytes:
    middle = len(content) // 3
    return content[:middle] + bytes(255 - byte for byte in content[middle : middle + 40]) + content[middle + 40 :]


def with_password() -> bytes:
    content = bytearray(GOOD)
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        position = content.find(start)
        while position >= 0:
            content[position + (6 if start == b"PK\x03\x04" else 8)] |= 1
            position = content.find(start, position + 4)
    return bytes(content)


def lying_about_its_size() -> bytes:
    """A part that is larger than the directory of the archive says."""
    content = bytearray(repacked(GOOD, sheet1__xml=lambda part: part + b" " * 5_000_000))
    with ZipFile(BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return bytes(content).replace(size.to_bytes(4, "little"), (2000).to_bytes(4, "little"))


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "a.csv", "Die Datei ist leer"),
    "only spaces": (lambda: b" \r\n \r\n", "a.csv", "Die Datei ist leer"),
    "too large": (lambda: b"a" * (LARGEST_FILE + 1), "a.csv", "zu groß. Erlaubt sind 5 MB"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "„Speichern unter“"),
    "a locked workbook": (lambda: b"\xd0\xcf\x11\xe0" + b"EncryptedPackage", "a.xlsx", "oder ein Kennwort"),
    "a page named like a workbook": (lambda: b"<html><table></table></html>", "a.xls", "steckt keine Excel-Tabelle"),
    "a PDF": (lambda: b"%PDF-1.7 ...", "a.csv", "steckt keine Excel-Tabelle"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "a.png", "Zeichensatz"),
    "a workbook with macros": (lambda: repacked_with("xl/vbaProject.bin"), "a.xlsm", "enthält Makros"),
    "macros under another name": (lambda: repacked_with("xl/vbaProject.bin"), "a.xlsx", "enthält Makros"),
    "another archive": (lambda: packed({"brief.txt": b"Guten Tag"}), "a.zip", "keine Excel-Datei"),
    "a table of another office": (
        lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
        "a.ods",
        "keine Excel-Datei",
    ),
    "cut in the middle": (lambda: cut(GOOD, 0.5), "a.xlsx", "beschädigt"),
    "cut at the end": (lambda: cut(GOOD, 0.98), "a.xlsx", "beschädigt"),
    "only the first bytes": (lambda: GOOD[:4], "a.xlsx", "beschädigt"),
    "flipped bytes": (lambda: flip(GOOD), "a.xlsx", "beschädigt"),
    "parts locked by a password": (with_password, "a.xlsx", "beschädigt"),
    "a sheet that is no XML": (lambda: repacked(GOOD, sheet1__xml=lambda part: part[:300]), "a.xlsx", "beschädigt"),
    "a text that does not exist": (
        lambda: repacked(
            GOOD, sheet1__xml=lambda part: part.replace(b'<c r="B2"', b'<c r="A2" t="s"><v>999</v></c><c r="B2"')
        ),
        "a.xlsx",
        "beschädigt",
    ),
    "a number that is none": (
        lambda: repacked(excel_of(HEADER, [12.5]), sheet1__xml=lambda part: part.replace(b">12.5<", b">1,2,3<")),
        "a.xlsx",
        "beschädigt",
    ),
    "an impossible cell": (
        lambda: repacked(GOOD, sheet1__xml=lambda part: part.replace(b'r="B2"', b'r="2B"')),
        "a.xlsx",
        "beschädigt",
    ),
    "entities in a sheet": (
        lambda: repacked(GOOD, sheet1__xml=after_declaration(DOCTYPE)),
        "a.xlsx",
        "Anweisungen, die nicht in eine Tabelle gehören",
    ),
    "entities in the texts": (
        lambda: repacked_with("xl/sharedStrings.xml", DOCTYPE + b"<sst/>"),
        "a.xlsx",
        "Anweisungen, die nicht in eine Tabelle gehören",
    ),
    "entities in the links between parts": (
        lambda: repacked(GOOD, workbook__xml__rels=after_declaration(DOCTYPE)),
        "a.xlsx",
        "Anweisungen, die nicht in eine Tabelle gehören",
    ),
    "a file of the server": (
        lambda: repacked(GOOD, workbook__xml=after_declaration(EXTERNAL)),
        "a.xlsx",
        "Anweisungen, die nicht in eine Tabelle gehören",
    ),
    "entities in UTF-16": (
        lambda: repacked(GOOD, sheet1__xml=lambda _part: '<!DOCTYPE a [<!ENTITY a "b">]><a/>'.encode("utf-16")),
        "a.xlsx",
        "Anweisungen, die nicht in eine Tabelle gehören",
    ),
    "a bomb of spaces": (
        lambda: repacked(GOOD, sheet1__xml=lambda part: part + b" " * 30_000_000),
        "a.xlsx",
        "ausgepackt viel größer",
    ),
    "a bomb in a part that is not read": (
        lambda: packed({"xl/workbook.xml": b"<a/>", "xl/media/bild.bin": b"\0" * 30_000_000}),
        "a.xlsx",
        "ausgepackt viel größer",
    ),
    "a bomb of parts": (
        lambda: packed({"xl/workbook.xml": b"<a/>", **{f"{number}.xml": b"<a/>" for number in range(600)}}),
        "a.xlsx",
        "ausgepackt viel größer",
    ),
    "a row of countless cells": (
        lambda: repacked(GOOD, sheet1__xml=lambda part: part.replace(b"</row>", b"<c/>" * 50_000 + b"</row>", 1)),
        "a.xlsx",
        "zu breit",
    ),
    "a cell far to the right": (
        lambda: repacked(GOOD, sheet1__xml=lambda part: part.replace(b'r="B2"', b'r="XFD2"')),
        "a.xlsx",
        "zu breit",
    ),
    "a size that is not true": (lying_about_its_size, "a.xlsx", "beschädigt"),
    "a row far below": (
        lambda: repacked(GOOD, sheet1__xml=lambda part: part.replace(b'<row r="2"', b'<row r="99999999999"')),
        "a.xlsx",
        "zu viele Zeilen",
    ),
    "no headings": (lambda: excel_of(ROW, ROW), "a.xlsx", "keinem Blatt der Datei gibt es eine Spalte „Kurzname“"),
    "no headings in a CSV file": (lambda: csv_of(ROW), "a.csv", "keine Spalte „Kurzname“"),
    "headings only": (lambda: excel_of(HEADER), "a.xlsx", "Unter den Überschriften steht nichts"),
    "columns of another kind": (lambda: excel_of(["Kurzname", "Frage"], ["a", "b"]), "a.xlsx", "Gewählt ist: Weiter"),
    "a column twice": (lambda: excel_of([*HEADER, "titel "], ROW), "a.xlsx", "Spalte „Titel“ gibt es zweimal"),
    "merged headings": (
        lambda: excel_of(HEADER, ROW, change=lambda sheet: sheet.merge_cells("D1:E1")),
        "a.xlsx",
        "Überschriften sind Zellen verbunden",
    ),
    "an open quotation mark": (lambda: csv_of(HEADER, ROW, ['"offen', "b"]), "a.csv", "Ab Zeile 3 stimmen"),
    "a sign that no encoding has": (lambda: csv_of(HEADER, ROW) + b"\x81\x8d", "a.csv", "Zeichensatz"),
    "half of UTF-16": (lambda: csv_of(HEADER, ROW, encoding="utf-16")[:-1], "a.csv", "Zeichensatz"),
    "zeros among the letters": (lambda: csv_of(HEADER, [*ROW, "\0"]), "a.csv", "Zeichensatz"),
    "a cell as long as a book": (lambda: csv_of(HEADER, ["a" * 300_000]), "a.csv", "Ab Zeile 2 stimmen"),
    "only the list of hints": (lambda: excel_of(HEADER, ROW, title="Hinweise"), "a.xlsx", "keinem Blatt"),
}


def repacked_with(name: str, content: bytes = b"makro") -> bytes:
    with ZipFile(BytesIO(GOOD)) as archive:
        return packed({**{part: archive.read(part) for part in archive.namelist()}, name: content})


@pytest.mark.parametrize("name", REFUSED)
def test_a_damaged_file_is_refused_with_a_sentence(name: str) -> None:
    make, filename, sentence = REFUSED[name]
    with pytest.raises(UnreadableSheet, match=sentence.replace("(", r"\(")):
        read_sheet(TRAINING, make(), filename)


@pytest.mark.parametrize("make", [excel_of, csv_of])
def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch, make: Callable[..., bytes]) -> None:
    for module in ("excel_files", "csv_files"):
        monkeypatch.setattr(f"bot.content.sheets.{module}.MOST_ROWS", 50)
    assert tables.MOST_ROWS == 20_000
    with pytest.raises(UnreadableSheet, match="zu viele Zeilen"):
        read_sheet(TRAINING, make(HEADER, *[ROW] * 60), "a")
