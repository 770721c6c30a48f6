"""Hundreds of damaged files: cut off on the way, written wrongly by programs, or made by somebody on purpose."""

from __future__ import annotations

import csv
import gzip
import io
import random
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from bot.offers.importers.fdb_csv import CODES, COLUMNS, REQUIRED
from bot.offers.importers.fdb_xml import FOLDER
from tests.offers.importers.generate import (
    HEADER,
    calendar,
    events_table,
    programme,
    service,
    service_offer,
    write_fdb_csv,
    write_fdb_zip,
    write_openqcat,
)

FIRST = date(2027, 3, 1)
EVENT = (
    "UID:{number}\nSUMMARY:Übung {number}\nDTSTART:20270301T180000Z\nDTEND:20270301T200000Z\nRRULE:FREQ=WEEKLY;COUNT=3"
)
CUTS = 24  # places at which each file is cut off, and as many at which bytes are spoilt
LAUGHS = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10))


@dataclass(frozen=True)
class Damaged:
    """A file for a source; ``is_refused`` where nothing at all may be taken from it."""

    name: str
    source: str
    content: bytes
    is_refused: bool = False


def make_sound(folder: Path) -> dict[str, bytes]:
    """Return a sound file of each source."""
    programmes = [programme(number) for number in range(1, 9)]
    sound = {
        "fdb-csv": write_fdb_csv(folder / "a", programmes).read_bytes(),
        "fdb-xml": write_fdb_zip(folder / "b", programmes).read_bytes(),
        "openqcat": write_openqcat(folder / "c", 3, 2, first=FIRST).read_bytes(),
        "ical": calendar(*(EVENT.format(number=number) for number in range(4))).encode(),
    }
    rows = [
        (f"Übung {number}", f"{number}.3.2027", "", "Kassel", "34117", "IHK", "95", "", "") for number in range(1, 9)
    ]
    return {**sound, "termine-csv": events_table(rows).encode()}


def make_damaged(folder: Path) -> Iterator[Damaged]:
    """Yield all damaged files; the same ones each time."""
    sound = make_sound(folder)
    for source, content in sound.items():
        yield from _shortened(source, content)
        yield from _spoilt(source, content)
        yield from _recoded(source, content)
        yield from _other_things(source, sound)
    yield from _tables("fdb-csv", sound["fdb-csv"], REQUIRED)
    yield from _tables("termine-csv", sound["termine-csv"], ("Titel", "Beginn"))
    yield from _lists(sound["fdb-csv"])
    yield from _documents()
    yield from _archives()
    yield from _catalogues(sound["openqcat"])
    yield from _calendars()


def _shortened(source: str, content: bytes) -> Iterator[Damaged]:
    for number in range(CUTS):
        end = len(content) * number // CUTS
        yield Damaged(f"cut-{number}", source, content[:end], source == "fdb-xml" or end == 0)


def _spoilt(source: str, content: bytes) -> Iterator[Damaged]:
    chance = random.Random(source)
    for number in range(CUTS):
        spoilt = bytearray(content)
        for _ in range(1 + number):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        yield Damaged(f"spoilt-{number}", source, bytes(spoilt))


def _recoded(source: str, content: bytes) -> Iterator[Damaged]:
    if source == "fdb-xml":
        return
    text = content.decode()
    tolerated = {"termine-csv": ("utf-16", "cp1252", "utf-8-sig"), "ical": ("utf-8-sig",)}.get(source, ("utf-8-sig",))
    for encoding in ("utf-16", "utf-16-le", "utf-32", "cp1252", "cp037", "utf-7", "mac-roman", "utf-8-sig"):
        is_read = encoding in tolerated or (encoding == "mac-roman" and source == "termine-csv") or encoding == "utf-7"
        recoded = text.encode(encoding, "replace")
        yield Damaged(f"as-{encoding}", source, recoded, not is_read)


def _other_things(source: str, sound: dict[str, bytes]) -> Iterator[Damaged]:
    things = {
        "empty": b"",
        "blank": b" \r\n\r\n ",
        "zeros": bytes(5000),
        "noise": random.Random(1).randbytes(5000),
        "pdf": b"%PDF-1.7\n1 0 obj\n",
        "page": b"<!DOCTYPE html><html><body>Wartung</body></html>",
        "old-excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "json": b'{"error": "Forbidden"}',
        "long-line": b"x" * 2_000_000,
        "packed": gzip.compress(sound[source]),
        **{f"file-of-{other}": content for other, content in sound.items() if other != source},
    }
    for name, content in things.items():
        yield Damaged(name, source, content, is_refused=True)


def _tables(source: str, content: bytes, required: tuple[str, ...] | list[str]) -> Iterator[Damaged]:
    """Yield tables whose columns and cells are wrong."""
    delimiter = "," if source == "fdb-csv" else ";"
    rows = list(csv.reader(io.StringIO(content.decode()), delimiter=delimiter))

    def write(changed: list[list[str]]) -> bytes:
        file = io.StringIO()
        csv.writer(file, delimiter=delimiter).writerows(changed)
        return file.getvalue().encode()

    for name in required:
        position = rows[0].index(name)
        yield Damaged(f"without-{name}", source, write([row[:position] + row[position + 1 :] for row in rows]), True)
        yield Damaged(f"twice-{name}", source, write([[*row, row[position]] for row in rows]), True)
        yield Damaged(
            f"renamed-{name}", source, write([[*("?" if c == name else c for c in rows[0])], *rows[1:]]), True
        )
        emptied = [[*("" if number == position else cell for number, cell in enumerate(row))] for row in rows[1:]]
        yield Damaged(f"emptied-{name}", source, write([rows[0], *emptied]))
    yield Damaged("no-header", source, write(rows[1:]), True)
    yield Damaged("other-delimiter", source, content.replace(delimiter.encode(), b"|"), True)
    yield Damaged("too-wide", source, write([[*row, *("x" for _ in range(300))] for row in rows]), True)
    yield Damaged("open-quote", source, content + b'"offen', True)
    yield Damaged("zero-byte", source, content.replace(b"K", b"\0", 1), True)
    big = "x" * 10_000_000
    yield Damaged("cell-of-10-mb", source, write([rows[0], [big, *rows[1][1:]], *rows[2:]]), True)
    yield Damaged("every-row-twice", source, write([rows[0], *(row for row in rows[1:] for _ in range(2))]))
    yield Damaged("long-title", source, content.replace(b"bung 1", b"x" * 400, 1))
    for extra in (-3, -1, 1, 40):
        longer = [row[:extra] if extra < 0 else row + ["?"] * extra for row in rows[1:]]
        yield Damaged(f"cells-{extra}", source, write([rows[0], *longer]))


def _lists(content: bytes) -> Iterator[Damaged]:
    """Yield tables whose lists are no lists of texts."""
    rows = list(csv.reader(io.StringIO(content.decode())))
    for name in CODES:
        position = COLUMNS.index(name)
        for number, cell in enumerate(("zuschuss", "[", '["a"', "[1]", '{"a": 1}', "null", "[" * 100_000, '[["a"]]')):
            changed = [[*(cell if column == position else old for column, old in enumerate(row))] for row in rows[1:]]
            file = io.StringIO()
            csv.writer(file).writerows([rows[0], *changed])
            yield Damaged(f"list-{name}-{number}", "fdb-csv", file.getvalue().encode())


def _documents() -> Iterator[Damaged]:
    """Yield archives with a document that is no programme."""
    sound = service_offer(programme(1))
    start = sound.index(b"<document")
    documents = {
        "laughs": f'<!DOCTYPE d [<!ENTITY a0 "ha">{LAUGHS}]><document>&a9;</document>'.encode(),
        "outside": b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>',
        "outside-dtd": b'<!DOCTYPE d SYSTEM "http://127.0.0.1/x.dtd"><document/>',
        "hidden-doctype": b'<!-- <document> --><?x?><!DOCTYPE d [<!ENTITY x "y">]><document>&x;</document>',
        "unknown-entity": sound.replace(b"<property", b"&unbekannt;<property", 1),
        "deep": b"<a>" * 50_000 + b"</a>" * 50_000,
        "two-roots": sound + b"<document/>",
        "text-behind": sound + b"Ende",
        "other-encoding": sound.replace(b"UTF-8", b"EBCDIC-CP-DE"),
        "false-encoding": sound.replace(b"UTF-8", b"UTF-16"),
        "no-umlauts": "".join(map(chr, sound)).replace("Wenn", "W\xe4nn").encode("latin-1"),
        "late-declaration": b"\n" + sound,
        "empty": b"",
        "words": b"Hallo",
        "other-type": sound.replace(b"gsb:ServiceOffer", b"gsb:Contact"),
        "no-type": sound.replace(b' type="gsb:ServiceOffer"', b""),
        "no-title": sound.replace(b"gsb:title", b"gsb:titel"),
        "no-giver": sound.replace(b"Foerdergeber/", b"Foerdergeber/x"),
        "long-title": sound.replace(b"Digitalisierung der", b"x" * 400),
        "five-mb": sound[:start]
        + b"<!--"
        + random.Random(2).randbytes(4_000_000).hex().encode()
        + b"-->"
        + sound[start:],
        "only-properties": sound[start:].replace(b"</document>", b""),
    }
    for name, content in documents.items():
        packed = io.BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            archive.writestr(f"{FOLDER}Land/Hessen/kaputt.xml", content)
            archive.writestr(f"{FOLDER}Bund/BMWi/gut.xml", service_offer(programme(6)))
        yield Damaged(f"document-{name}", "fdb-xml", packed.getvalue())


def _archives() -> Iterator[Damaged]:
    """Yield archives that are not what they seem."""
    sound = service_offer(programme(1))
    good = f"{FOLDER}Land/Hessen/programm-1.xml"

    def pack(fill: Callable[[ZipFile], None], method: int = ZIP_DEFLATED) -> bytes:
        packed = io.BytesIO()
        with ZipFile(packed, "w", method) as archive:
            archive.writestr(good, sound)
            fill(archive)
        return packed.getvalue()

    unsafe = ("../../etc/cron.d/x", "/etc/passwd", f"{FOLDER}../../x.xml", "C:\\x.xml", "a\\..\\b.xml", "x\r\ny.xml")
    for number, name in enumerate((*unsafe, "innen.zip", f"{FOLDER}innen.tar", "x.gz", "x.7z")):
        yield Damaged(f"name-{number}", "fdb-xml", pack(lambda archive, name=name: _add(archive, name, sound)), True)
    for number, kind in enumerate((stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK)):
        yield Damaged(
            f"special-{number}",
            "fdb-xml",
            pack(lambda archive, kind=kind: _add(archive, f"{FOLDER}x.xml", b"/etc/passwd", kind)),
            True,
        )
    yield Damaged("bomb", "fdb-xml", pack(lambda archive: archive.writestr(f"{FOLDER}b.xml", bytes(20_000_000))), True)
    many = pack(lambda archive: [archive.writestr(f"{number}", b"") for number in range(61_000)] and None, ZIP_STORED)
    yield Damaged("many-entries", "fdb-xml", many, True)
    locked = bytearray(pack(lambda _archive: None))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    yield Damaged("password", "fdb-xml", bytes(locked), True)
    yield Damaged(
        "no-programmes", "fdb-xml", pack(lambda _archive: None).replace(b"Foerderprogramm", b"foerderprogramm"), True
    )
    stored = pack(lambda _archive: None, ZIP_STORED).replace(b"gsb:summary", b"gsb:sumnary")
    yield Damaged("wrong-checksum", "fdb-xml", stored)


def _add(archive: ZipFile, name: str, content: bytes, kind: int = stat.S_IFREG) -> None:
    entry = ZipInfo("x")
    entry.filename = name  # the constructor would tidy it
    entry.external_attr = (kind | 0o644) << 16
    archive.writestr(entry, content)


def _catalogues(sound: bytes) -> Iterator[Damaged]:
    """Yield catalogues of courses that are none, or that no parser may follow."""
    start = sound.index(b"<OPENQCAT")
    head, rest = sound[:start], sound[start:]
    refused = {
        "laughs": head + f'<!DOCTYPE d [<!ENTITY a0 "ha">{LAUGHS}]>'.encode() + rest.replace(b"Hochvolt", b"&a9;"),
        "outside": head + b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rest.replace(b"Hochvolt", b"&x;"),
        "parameter-entity": head + b'<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1/">%x;]>' + rest,
        "unknown-entity": sound.replace(b"Hochvolt", b"&uuml;bung", 1),
        "deep": sound.replace(b"<DEGREE", b"").replace(b"<HEADER>", b"<HEADER>" + b"<a>" * 500 + b"</a>" * 500),
        "ten-mb": sound.replace(b"Stufe 2S.", b"x" * 10_000_000, 1),
        "other-version": sound.replace(b'version="1.1">', b'version="2.0">'),
        "no-supplier": sound.replace(b"SUPPLIER_ID", b"SUPPLIER_NR"),
        "no-header": head + rest.replace(HEADER.encode(), b""),
        "crossed-tags": sound.replace(b"</TITLE><DESCRIPTION_LONG>", b"<DESCRIPTION_LONG></TITLE>", 1),
        "bare-ampersand": sound.replace(b"Hochvolt", b"Hoch & Volt", 1),
        "quotes": sound.replace(b'type="true"', b"type=true", 1),
    }
    yield from (Damaged(f"catalogue-{name}", "openqcat", content, True) for name, content in refused.items())
    partly = {
        "no-products": sound.replace(b"PRODUCT_ID", b"PRODUKT"),
        "no-courses": sound.replace(b"COURSE_ID", b"KURS"),
        "no-titles": sound.replace(b"TITLE", b"TITEL"),
        "prices": sound.replace(b"450.00", b"1e9"),
        "days": sound.replace(b"2027-03-01T", b"2027-02-30T"),
        "backwards": sound.replace(b"2027-03-03T", b"2026-12-24T"),
        "same-products": sound.replace(b"-2027-03-", b"-"),
        "long-town": sound.replace(b"Kassel", b"K" * 5000),
        "odd-link": sound.replace(b"https://www", b"javascript:alert(1)//"),
        "nothing-in-it": head + f'<OPENQCAT version="1.1">{HEADER}<NEW_CATALOG/></OPENQCAT>'.encode(),
        "empty-services": sound.replace(b"</NEW_CATALOG>", b"<SERVICE/><SERVICE></SERVICE></NEW_CATALOG>"),
        "services-within": sound.replace(b"<ANNOUNCEMENT", b"").replace(
            b"<TITLE>", service(7).encode() + b"<TITLE>", 1
        ),
    }
    yield from (Damaged(f"catalogue-{name}", "openqcat", content) for name, content in partly.items())


def _calendars() -> Iterator[Damaged]:
    """Yield calendars with lines that no calendar program writes."""
    event = EVENT.format(number=1)
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    changes = {
        "no-uid": ("UID:1\n", ""),
        "no-start": ("DTSTART:20270301T180000Z\n", ""),
        "no-title": ("SUMMARY:Übung 1\n", ""),
        "day-13": ("20270301T18", "20271301T18"),
        "start-words": ("20270301T180000Z", "bald"),
        "end-words": ("20270301T200000Z", "spät"),
        "secondly": (rule, "RRULE:FREQ=SECONDLY"),
        "hourly": (rule, "RRULE:FREQ=HOURLY;COUNT=999999999"),
        "no-frequency": (rule, "RRULE:COUNT=3"),
        "odd-frequency": (rule, "RRULE:FREQ=SOMETIMES"),
        "interval-0": (rule, "RRULE:FREQ=DAILY;INTERVAL=0"),
        "never": (rule, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        "never-by-day": (rule, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        "moved-words": (rule, f"{rule}\nRECURRENCE-ID:nie"),
        "forever": (rule, "RRULE:FREQ=DAILY"),
        "count-and-until": (rule, "RRULE:FREQ=DAILY;COUNT=3;UNTIL=20270401T000000Z"),
        "until-words": (rule, "RRULE:FREQ=DAILY;UNTIL=immer"),
        "two-rules": (rule, f"{rule}\n{rule}"),
        "exdate-words": (rule, f"{rule}\nEXDATE:nie"),
        "long-ago": ("DTSTART:2027", "DTSTART:1027"),
        "far-away": ("DTSTART:2027", "DTSTART:9999"),
        "unknown-zone": ("DTSTART:20270301T180000Z", "DTSTART;TZID=Mond/Krater:20270301T180000"),
        "odd-parameter": ("DTSTART:", "DTSTART;=;;x:"),
        "long-uid": ("UID:1", "UID:" + "u" * 5000),
        "ten-mb-title": ("Übung 1", "x" * 10_000_000),
        "negative-length": ("DTEND:20270301T200000Z", "DURATION:-P3D"),
        "huge-length": ("DTEND:20270301T200000Z", "DURATION:P99999999D"),
        "no-colon": ("SUMMARY:Übung 1", "SUMMARY"),
        "two-titles": ("SUMMARY:Übung 1", "SUMMARY:A\nSUMMARY:B"),
        "two-starts": ("DTSTART:20270301T180000Z", "DTSTART:20270301T180000Z\nDTSTART:20270302T180000Z"),
        "open-event": ("UID:1\n", "BEGIN:VEVENT\nUID:1\n"),
    }
    for name, (old, new) in changes.items():
        text = calendar(event.replace(old, new), EVENT.format(number=2))
        yield Damaged(f"calendar-{name}", "ical", text.encode())
    yield Damaged("calendar-too-large", "ical", b"x" * (20 * 1024**2 + 1), True)
