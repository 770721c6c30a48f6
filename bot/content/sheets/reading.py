"""Read a sheet that somebody has filled in: each row with its texts by field, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.content.fields import Field
from bot.content.kinds import Kind
from bot.content.sheets.cell_texts import write_cell
from bot.content.sheets.columns import STAMP_LABEL, all_labels, key_label
from bot.content.sheets.csv_files import read_csv
from bot.content.sheets.excel_files import read_excel
from bot.content.sheets.tables import (
    LARGEST_FILE,
    RawRow,
    RawTable,
    UnreadableSheet,
    find_header,
    plain_label,
)
from bot.content.texts import Unreadable

ZIP, OLD_EXCEL, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
HOW_TO_SAVE = "Bitte speichern Sie sie in Excel neu: Datei, „Speichern unter“, Dateityp „Excel-Arbeitsmappe (*.xlsx)“."
MERGED = "In dieser Zeile sind Zellen verbunden. Bitte heben Sie die Verbindung auf und füllen Sie jede Zeile für sich."


@dataclass
class SheetRow:
    """A row as it was filled in; ``number`` is the one in the sheet, ``problems`` hold a sentence by field."""

    number: int
    key: str = ""
    stamp: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """The rows of a file; ``fields`` names the fields that have a column, ``notes`` are German sentences."""

    rows: list[SheetRow]
    fields: tuple[str, ...]
    notes: list[str]


def read_sheet(kind: Kind, content: bytes, filename: str) -> Sheet:
    """Read an Excel or CSV file. Raises UnreadableSheet."""
    table = _open_table(kind, content, filename)
    header = find_header(table.rows, key_label(kind))
    assert header is not None, "a table without a header is refused when it is opened"
    columns, notes = _find_columns(kind, table.rows[header])
    if table.merged & {table.rows[header].number}:
        raise UnreadableSheet("In der Zeile mit den Überschriften sind Zellen verbunden. Bitte lösen Sie sie.")
    rows = [_read_row(kind, row, columns, is_merged=row.number in table.merged) for row in table.rows[header + 1 :]]
    if not rows:
        raise UnreadableSheet("Unter den Überschriften steht nichts.")
    _mark_doubles(kind, rows)
    fields = tuple(one.name for one in kind.fields if one.label in columns)
    return Sheet(rows, fields, [*table.notes, *notes])


def _open_table(kind: Kind, content: bytes, filename: str) -> RawTable:
    """Decide by the content, not by the name, how a file is read."""
    if not content.strip():
        raise UnreadableSheet("Die Datei ist leer.")
    if len(content) > LARGEST_FILE:
        raise UnreadableSheet(f"Die Datei ist zu groß. Erlaubt sind {LARGEST_FILE // 1024**2} MB.")
    if content.startswith(OLD_EXCEL):
        raise UnreadableSheet(f"Die Datei hat das alte Excel-Format oder ein Kennwort. {HOW_TO_SAVE}")
    if content.startswith(ZIP):
        return read_excel(content, title=kind.title, key_label=key_label(kind))
    suffix = filename.rpartition(".")[2].casefold()
    if suffix.startswith("xls") or content.startswith(PDF):
        raise UnreadableSheet(f"In der Datei steckt keine Excel-Tabelle. {HOW_TO_SAVE}")
    return read_csv(content, key_label=key_label(kind))


def _find_columns(kind: Kind, header: RawRow) -> tuple[dict[str, int], list[str]]:
    """Return the position of each known label, and sentences about the others. Raises UnreadableSheet."""
    known = {plain_label(label): label for label in all_labels(kind)}
    written = [plain_label(cell) for cell in header.cells]
    double = [known[name] for name, count in Counter(written).items() if name in known and count > 1]
    if double:
        raise UnreadableSheet(f"Die Spalte „{double[0]}“ gibt es zweimal. Bitte löschen Sie eine davon.")
    columns = {known[name]: position for position, name in enumerate(written) if name in known}
    missing = [label for label in all_labels(kind) if label not in columns]
    unknown = [position for position, name in enumerate(written) if name and name not in known]
    if len(columns) - (STAMP_LABEL in columns) < 2:
        raise UnreadableSheet(f"Außer „{key_label(kind)}“ ist keine Spalte bekannt. Gewählt ist: {kind.title}.")
    notes = [_describe_unknown(str(header.cells[position]), missing) for position in unknown]
    if missing:
        names = ", ".join(f"„{label}“" for label in missing if label != STAMP_LABEL)
        notes += [f"Diese Spalten fehlen, ihre Angaben bleiben, wie sie sind: {names}."] if names else []
    if STAMP_LABEL in missing:
        notes.append(
            f"Ohne die Spalte „{STAMP_LABEL}“ fällt nicht auf, wenn inzwischen jemand anderes geändert hat. "
            "Bitte sehen Sie genau hin."
        )
    return columns, notes


def _describe_unknown(label: str, missing: list[str]) -> str:
    near = get_close_matches(label, missing, n=1)
    return f"Die Spalte „{label[:60]}“ ist unbekannt und wird nicht gelesen." + (
        f" Meinten Sie „{near[0]}“?" if near else ""
    )


def _read_row(kind: Kind, raw: RawRow, columns: dict[str, int], *, is_merged: bool) -> SheetRow:
    row = SheetRow(raw.number)

    def read(label: str, one: Field | None) -> str:
        position = columns.get(label)
        if position is None or position >= len(raw.cells):
            return ""
        try:
            return write_cell(one, raw.cells[position])
        except Unreadable as error:
            row.problems[one.name if one else kind.key] = str(error)
            return ""

    row.key = " ".join(read(key_label(kind), None).split())
    row.stamp = read(STAMP_LABEL, None)
    row.texts = {one.name: read(one.label, one) for one in kind.fields if one.label in columns}
    if is_merged:
        row.problems[kind.key] = MERGED
    return row


def _mark_doubles(kind: Kind, rows: list[SheetRow]) -> None:
    """Mark all rows that share a key: nobody knows which of them counts."""
    counts = Counter(row.key for row in rows if row.key)
    numbers = {key: [row.number for row in rows if row.key == key] for key, count in counts.items() if count > 1}
    for row in rows:
        if row.key in numbers:
            others = ", ".join(str(number) for number in numbers[row.key] if number != row.number)
            row.problems[kind.key] = f"„{row.key}“ steht auch in Zeile {others}."
