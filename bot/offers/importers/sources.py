"""The sources of offers by the names they have on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.offers.importers.events_csv import read_events_csv
from bot.offers.importers.fdb_csv import read_fdb_csv
from bot.offers.importers.fdb_xml import read_fdb_xml
from bot.offers.importers.ical import read_ical
from bot.offers.importers.openqcat import read_openqcat
from bot.offers.importers.reading import Reader, Reading, ReadOptions, SourceRecord, UnreadableSource

LARGEST_FILE = 500 * 1024**2  # bytes


@dataclass(frozen=True)
class Source:
    """``identity`` is shared by formats of the same data: an offer that came as CSV is known when it comes as XML."""

    identity: str
    title: str
    read: Reader


SOURCES = {
    "fdb-csv": Source("foerderdatenbank", "Förderdatenbank des Bundes (CSV)", read_fdb_csv),
    "fdb-xml": Source("foerderdatenbank", "Förderdatenbank des Bundes (XML-Export)", read_fdb_xml),
    "openqcat": Source("openqcat", "Kurse eines Bildungsträgers (openQ-cat)", read_openqcat),
    "ical": Source("ical", "Termine aus einem Kalender (iCalendar)", read_ical),
    "termine-csv": Source("termine", "Termine als CSV-Tabelle", read_events_csv),
}


def read_source(source: Source, path: Path, options: ReadOptions, reading: Reading) -> Iterator[SourceRecord]:
    """Yield the records of a file. Raises UnreadableSource."""
    try:
        if not path.is_file():
            raise UnreadableSource("Das ist keine Datei." if path.exists() else "Diese Datei gibt es nicht.")
        size = path.stat().st_size
        if size == 0:
            raise UnreadableSource("Die Datei ist leer.")
        if size > LARGEST_FILE:
            raise UnreadableSource(f"Die Datei ist zu groß. Erlaubt sind {LARGEST_FILE // 1024**2} MB.")
        yield from source.read(path, options, reading)
    except OSError as error:
        raise UnreadableSource(f"Die Datei lässt sich nicht lesen: {error.strerror or error}.") from None
