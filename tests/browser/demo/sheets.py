"""An Excel file as somebody brings it back: one row changed, one new, two with mistakes."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook

HEADINGS = ("Kurzname", "Titel", "Anbieter", "Beginn", "Ort", "Preis (Euro)", "Status", "Stand der Quelle")
SAMPLE = "Musterträger (Beispieldaten)"
STATE = ("läuft", "24.11.2026")
ROWS = (
    ("bsp-hochvolt-1s", "Hochvolt: Unterwiesene Person (Stufe 1S)", SAMPLE, "15.03.2027", "Kassel", "390", *STATE),
    ("", "Batterien sicher lagern", SAMPLE, "12.04.2027", "Baunatal", "250", *STATE),
    ("bsp-hochvolt-3s", "Hochvolt: Unter Spannung (Stufe 3S)", SAMPLE, "31.02.2027", "Kassel", "990", *STATE),
    ("", "Wasserstoff für Führungskräfte", "", "03.05.2027", "Kassel", "auf Anfrage", *STATE),
)


def write_faulty_sheet() -> bytes:
    """Return the file: training offers, of whose four rows the last two cannot be taken."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Weiterbildungsangebote"
    for row in (HEADINGS, *ROWS):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
