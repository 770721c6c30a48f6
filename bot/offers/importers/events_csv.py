"""Events of partners as a plain CSV table: one row per date, headings as people write them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bot.german.slugs import make_slug
from bot.offers.importers.csv_rows import find_encoding, read_rows
from bot.offers.importers.reading import Reading, ReadOptions, RejectedRecord, SourceRecord
from bot.offers.importers.texts import plain_text, read_day, read_price, tidy
from bot.offers.importers.trainings import Training, find_format, make_record
from bot.offers.importers.web_addresses import read_url

# The columns, and what else they may be called.
NAMES = {
    "id": "nummer",
    "kennung": "nummer",
    "veranstaltung": "titel",
    "start": "beginn",
    "datum": "beginn",
    "bis": "ende",
    "veranstalter": "anbieter",
    "träger": "anbieter",
    "postleitzahl": "plz",
    "preis": "kosten",
    "link": "url",
    "webseite": "url",
    "internetadresse": "url",
}
REQUIRED = ("titel", "beginn")
TEMPLATE = "Nummer Titel Beginn Ende Ort PLZ Veranstalter Kosten Format Zielgruppe Beschreibung Internetadresse".split()
ENCODINGS = ("utf-8", "utf-16", "cp1252")
PAST = "vorbei"


def read_events_csv(path: Path, options: ReadOptions, reading: Reading) -> Iterator[SourceRecord]:
    """Yield the events that are still to come. Raises UnreadableSource."""
    reading.scope = make_slug(options.provider) if options.provider else ""
    encoding = find_encoding(path, ENCODINGS)
    for place, row in read_rows(path, reading, encoding=encoding, required=REQUIRED, names=NAMES):
        key = _make_key(row, reading.scope)
        try:
            training = _read_row(row, key, place, options)
            if (training.ends_on or training.starts_on or options.today) < options.today:
                reading.skip(PAST)
                reading.seen.add(key)
                continue
            yield make_record(training)
        except RejectedRecord as problem:
            reading.reject(place, str(problem), key=key)


def write_template() -> bytes:
    """Return the table without events, as German spreadsheets open it."""
    return (";".join(TEMPLATE) + "\r\n").encode("utf-8-sig")


def _make_key(row: dict[str, str], scope: str) -> str:
    """Return the number that the table gives, or what tells an event from others: its title, day and place."""
    number = tidy(row.get("nummer", ""))
    if not number:
        told = "|".join(tidy(row.get(name, "")) for name in ("titel", "beginn", "ort"))
        number = hashlib.sha256(told.encode()).hexdigest()[:32]
    return f"{scope}/{number[:200]}"


def _read_row(row: dict[str, str], key: str, place: str, options: ReadOptions) -> Training:
    def read(name: str) -> str:
        return tidy(row.get(name, ""))

    try:
        first, last, price = read_day(read("beginn")), read_day(read("ende")), read_price(read("kosten"))
    except ValueError as error:
        raise RejectedRecord(f"Ein Datum oder Preis ist nicht zu lesen: {error}.") from None
    if first is None:
        raise RejectedRecord("Der Beginn fehlt.")
    return Training(
        key,
        place,
        title=read("titel"),
        provider=read("anbieter") or options.provider,
        description=plain_text(row.get("beschreibung", "")),
        audience=read("zielgruppe"),
        url=read_url(read("url")),
        format=find_format(read("format") or read("ort")),
        town=read("ort")[:100],
        postcode=read("plz")[:10],
        starts_on=first,
        ends_on=last,
        price_eur=price,
    )
