"""Sheets as people and programs make them, whole and damaged, without any database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from bot.content.kinds import TRAINING, Kind
from bot.content.records import blank_record
from bot.content.sheets.columns import SheetLine
from bot.content.sheets.writing import write_csv, write_excel

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# A workbook as Excel writes it: texts apart from the sheet, one of them in runs of different type.
EXCEL_PARTS = {
    "[Content_Types].xml": f'''<Types xmlns="{PACKAGE}/content-types">
        <Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>
        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>
        <Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/></Types>'''.encode(),
    "_rels/.rels": f'''<Relationships xmlns="{PACKAGE}/relationships">
        <Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'''.encode(),
    "xl/workbook.xml": f'''<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">
        <sheets><sheet name="Tabelle1" sheetId="1" r:id="rId1"/></sheets></workbook>'''.encode(),
    "xl/_rels/workbook.xml.rels": f'''<Relationships xmlns="{PACKAGE}/relationships">
        <Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'''.encode(),
    "xl/sharedStrings.xml": f'''<sst xmlns="{MAIN}"><si><t>Kurzname</t></si><si><t>Titel</t></si>
        <si><t>Anbieter</t></si><si><t>kurs-eins</t></si><si><r><t xml:space="preserve">Kurs eins, </t></r>
        <r><rPr><b/></rPr><t>teils fett</t></r></si><si><t>Träger</t></si></sst>'''.encode(),
    "xl/worksheets/sheet1.xml": f'''<worksheet xmlns="{MAIN}"><sheetData>
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>
        <row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" t="s"><v>4</v></c><c r="C2" t="s"><v>5</v></c></row>
        </sheetData></worksheet>'''.encode(),
}
HEADER = ["Kurzname", "Titel", "Anbieter", "Themen", "Stand der Quelle", "Beginn", "Postleitzahl", "Preis (Euro)"]
ROW = ["kurs-eins", "Kurs eins", "Träger", "", "2026", "01.03.2027", "34117", "1.250,50"]


def line(key: str = "kurs-eins", *, stamp: str = "", **changes: Any) -> SheetLine:
    """Return a training offer on its way into a sheet."""
    record = {"title": "Kurs eins", "provider": "Träger", "source_date": "2026", "status": "laufend", **changes}
    return SheetLine(key, blank_record(TRAINING) | record, stamp)


def excel_of(*rows: list[Any], change: Callable[[Any], None] | None = None, title: str = "Tabelle1") -> bytes:
    """Return a workbook with these rows, as if somebody had typed them; ``change`` gets its sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def csv_of(*rows: list[str], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """Return a CSV file with these rows, cells as they are."""
    return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of these parts."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def repacked(content: bytes, **changes: Callable[[bytes], bytes]) -> bytes:
    """Return an archive some of whose parts are changed; the names are ends of paths, ``__`` for the dot."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for end, change in changes.items():
        name = next(name for name in parts if name.endswith(end.replace("__", ".")))
        parts[name] = change(parts[name])
    return packed(parts)


def written(kind: Kind, lines: list[SheetLine], form: str) -> bytes:
    """Return an export in one of the two formats."""
    return write_csv(kind, lines) if form == "csv" else write_excel(kind, lines)
