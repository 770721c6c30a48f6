"""Files as the sources write them, of any size: the documented layouts with their documented quirks."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from bot.offers.importers.fdb import SITE
from bot.offers.importers.fdb_csv import COLUMNS
from bot.offers.importers.fdb_xml import FOLDER

LISTED = (
    "funding_type eligible_applicants funding_area funding_body funding_location funding_organisation "
    "unternehmensgroesse contact_ids funding_subarea applicant_sector previous_update_dates keywords_extracted "
    "further_links grw"
).split()
TEXT = (
    "Wenn Sie als Unternehmen in Forschung, Anlagen oder Beschäftigte investieren, können Sie unter bestimmten "
    "Voraussetzungen einen Zuschuss erhalten. Sie erhalten die Förderung als Projektförderung. "
)
TITLES = (
    "Energieeffizienz im Betrieb",
    "Digitalisierung der Fertigung",
    "Innovation im Mittelstand",
    "Beratung für KMU",
)


def programme(number: int, **changes: Any) -> dict[str, Any]:
    """Return one programme by the columns of the CSV; every programme of a number is the same."""
    path = f"Land/Hessen/programm-{number}" if number % 3 else f"Bund/BMWi/programm-{number}"
    title = f"{TITLES[number % len(TITLES)]} {number}"
    url = f"{SITE}{path}.html"
    return {
        **dict.fromkeys(COLUMNS, ""),
        "programme_slug": f"programm-{number}",
        "url": url,
        "title": title,
        "short_description": f"Kurztext zu „{title}“.",
        "description": TEXT * (10 + number % 20),
        "legal_basis": "Richtlinie. " + TEXT * (20 + number % 40),
        "deadlines": "Anträge sind vor Beginn zu stellen." if number % 8 == 0 else "",
        "funding_type": ["zuschuss"] if number % 4 else ["darlehen", "garantie"],
        "eligible_applicants": ["unternehmen", "hochschule"],
        "funding_area": ["digitalisierung", "regionalfoerderung"],
        "funding_body": ["land", "eu"] if number % 3 else ["bund"],
        "funding_location": ["hessen"] if number % 3 else ["_bundesweit"],
        "unternehmensgroesse": ["kleinstunternehmen", "kleines_unternehmen", "mittleres_unternehmen"],
        "keywords": "Digitalisierung Maschinen Anlagen",
        "keywords_extracted": ["Digitalisierung", "Maschinen"],
        "contact_info_institution": "Wirtschafts- und Infrastrukturbank Hessen (WIBank)",
        "further_links": [{"url": "https://www.wibank.de", "title": "WIBank"}],
        "license_info": f"{title} von BMWE, lizensiert unter CC BY-ND 4.0, Quelle: {url}",
        "id_url": path.replace("/", "-").lower(),
        "on_website_from": "2026-W20",
        "last_updated": "2026-W34",
        "absent": "false",
        **changes,
    }


def write_fdb_csv(path: Path, programmes: list[dict[str, Any]] | Iterator[dict[str, Any]]) -> Path:
    """Write the table of 51 columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for one in programmes:
            rows.writerow(json.dumps(one[name]) if name in LISTED and one[name] else one[name] for name in COLUMNS)
    return path


CATEGORIES = {
    "Foerderart": "funding_type",
    "Foerderberechtigte": "eligible_applicants",
    "Foerderbereich": "funding_area",
    "Foerdergeber": "funding_body",
    "Foerdergebiet": "funding_location",
    "Unternehmensgroesse": "unternehmensgroesse",
}
RICH = {
    "gsb:title": "title",
    "gsb:teaserText": "short_description",
    "gsb:summary": "description",
    "gsb:bodyText": "legal_basis",
    "gsb:procInfluence": "deadlines",
    "gsb:header": "status_note",
}
CONTACT = "BMWI/FDB/Content/DE/Kontakt/W/wibank"


def service_offer(one: dict[str, Any], *, keywords: str = "Digitalisierung Maschinen") -> bytes:
    """Return the document of a programme: rich text as escaped HTML in CDATA, categories as links."""
    name, path = one["programme_slug"], one["url"].removeprefix(SITE).removesuffix(".html")
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<document xmlns:xlink="http://www.w3.org/1999/xlink" name="{name}" path="/{FOLDER}{path}"'
        ' type="gsb:ServiceOffer">',
    ]
    for prop, column in RICH.items():
        rich = html.escape(f"<![CDATA[<div><p>{html.escape(one[column])}</p></div>]]>")
        parts.append(f'<property name="{prop}" type="RichText"><text>{rich}</text></property>')
    parts.append(f'<property name="gsb:keywords" type="String"><value>{keywords}</value></property>')
    parts.append('<property name="gsb:dateOfIssue" type="Date"><value>2026-08-17T12:15:00+02:00</value></property>')
    parts.append('<property name="gsb:dateOfExpiration" type="Date"><value>0207-01-01T00:00:00</value></property>')
    parts.append('<property name="gsb:categories" type="ClassifiedLinkLists"><classifiedLinkLists>')
    for classifier, column in CATEGORIES.items():
        targets = [f"target:/BMWI/SiteGlobals/Categories/FDB/{classifier}/{code}" for code in one[column]]
        parts.append(_links(classifier, targets))
    parts.append(_links("Kontakt", [f"target:/{CONTACT}"]))
    parts.append("</classifiedLinkLists></property></document>")
    return "\n".join(parts).encode()


def _links(classifier: str, targets: list[str]) -> str:
    links = "".join(f'<link xlink:href="{target}"/>' for target in targets)
    own = f'<link xlink:href="target:/BMWI/Classifications/Classifier/Common/{classifier}"/>'
    return f"<classifiedLinkList><classifierLinks>{own}</classifierLinks><links>{links}</links></classifiedLinkList>"


def write_fdb_zip(path: Path, programmes: Any, extra: dict[str, bytes] | None = None) -> Path:
    """Write the export: one document per programme and those they point to."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for one in programmes:
            name = one["url"].removeprefix(SITE).removesuffix(".html")
            archive.writestr(f"{FOLDER}{name}.xml", service_offer(one))
        title = '<property name="gsb:title"><text>WIBank</text></property>'
        archive.writestr(f"{CONTACT}.xml", f'<document name="wibank" type="gsb:Contact">{title}</document>')
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return path


def service(course: int, day: date | None = None, *, town: str = "Kassel", price: str = "450.00", **texts: str) -> str:
    """Return a SERVICE: an offer, or with a day one of its dates."""
    is_date = day is not None
    product = texts.get("product") or (f"{course}-{day}" if is_date else f"{course}")
    title = texts.get("title", "" if is_date else f"Hochvolt-Schulung {course}")
    dates = ""
    if day is not None:
        end = day + timedelta(days=2)
        dates = (
            f"<SERVICE_DATE><START_DATE>{day}T00:00:00.000+01:00</START_DATE>"
            f"<END_DATE>{end}T00:00:00.000+01:00</END_DATE></SERVICE_DATE>"
        )
    return f"""<SERVICE mode="new"><PRODUCT_ID>{product}</PRODUCT_ID><COURSE_TYPE>1</COURSE_TYPE>
<SUPPLIER_ID_REF type="supplier_specific">4711</SUPPLIER_ID_REF>
<SERVICE_DETAILS><TITLE>{title}</TITLE><DESCRIPTION_LONG>{"" if is_date else "Arbeiten an Hochvoltsystemen, Stufe 2S."}
</DESCRIPTION_LONG><CONTACT><URL>https://www.traeger.example.org/kurs</URL></CONTACT>{dates}
<SERVICE_MODULE><EDUCATION type="{"false" if is_date else "true"}"><COURSE_ID>{course}</COURSE_ID>
<CERTIFICATE><CERTIFICATE_STATUS>1</CERTIFICATE_STATUS></CERTIFICATE>
<EXTENDED_INFO><INSTITUTION type="107">Akademie</INSTITUTION><INSTRUCTION_FORM type="101">Vollzeit</INSTRUCTION_FORM>
<MEASURE_NUMBER>035/123/2026</MEASURE_NUMBER></EXTENDED_INFO>
<MODULE_COURSE><MIN_PARTICIPANTS>4</MIN_PARTICIPANTS><LOCATION><NAME>Haus 1</NAME><STREET>Weg 1</STREET><ZIP>34117</ZIP>
<CITY>{town}</CITY><COUNTRY>Deutschland</COUNTRY></LOCATION><DURATION type="1">24 Stunden</DURATION>
<FLEXIBLE_START>false</FLEXIBLE_START></MODULE_COURSE></EDUCATION></SERVICE_MODULE></SERVICE_DETAILS>
<SERVICE_PRICE_DETAILS><SERVICE_PRICE><PRICE_AMOUNT>{price}</PRICE_AMOUNT><PRICE_CURRENCY>EUR</PRICE_CURRENCY>
</SERVICE_PRICE></SERVICE_PRICE_DETAILS></SERVICE>
"""


HEADER = """<HEADER><GENERATOR_INFO>Kursverwaltung</GENERATOR_INFO><CATALOG><LANGUAGE>deu</LANGUAGE>
<CATALOG_ID>1</CATALOG_ID><CATALOG_VERSION>001.000</CATALOG_VERSION><GENERATION_DATE>2026-11-20T08:00:00.000+01:00
</GENERATION_DATE><CURRENCY>EUR</CURRENCY></CATALOG><SUPPLIER><SUPPLIER_ID type="supplier_specific">4711</SUPPLIER_ID>
<SUPPLIER_NAME>Akademie für Fahrzeugtechnik Köln GmbH</SUPPLIER_NAME></SUPPLIER></HEADER>
"""


def catalogue_chunks(courses: int, dates: int, first: date, encoding: str = "UTF-8") -> Iterator[str]:
    """Yield a full catalogue bit by bit: dates stand before and after their offers."""
    yield f'<?xml version="1.0" encoding="{encoding}"?>\n<OPENQCAT version="1.1">\n'
    yield f'{HEADER}<NEW_CATALOG FULLCATALOG="true">\n'
    for course in range(1, courses + 1):
        yield service(course, first) if dates else ""
        yield service(course)
        for number in range(1, dates):
            yield service(course, first + timedelta(days=7 * number))
    yield "</NEW_CATALOG></OPENQCAT>\n"


def write_openqcat(path: Path, courses: int, dates: int, *, first: date, encoding: str = "UTF-8") -> Path:
    """Write the catalogue of a training provider."""
    with path.open("w", encoding=encoding, newline="\n") as file:
        file.writelines(catalogue_chunks(courses, dates, first, encoding))
    return path


def update_catalogue(new: str = "", deleted: str = "") -> str:
    """Return an update of a catalogue."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><OPENQCAT version="1.1">{HEADER}<UPDATE_CATALOG seq_number="2">'
        f"<NEW>{new}</NEW><DELETE>{deleted}</DELETE></UPDATE_CATALOG></OPENQCAT>"
    )


def calendar(*events: str, name: str = "Termine der Kammer") -> str:
    """Return a calendar file around the lines of its events."""
    body = "".join(
        f"BEGIN:VEVENT\r\n{event.strip().replace(chr(10), chr(13) + chr(10))}\r\nEND:VEVENT\r\n" for event in events
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kammer//DE\r\nX-WR-CALNAME:{name}\r\n{body}END:VCALENDAR\r\n"


def events_table(rows: list[tuple[str, ...]], delimiter: str = ";") -> str:
    """Return a table of events."""
    file = io.StringIO()
    written = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    written.writerow(("Titel", "Beginn", "Ende", "Ort", "PLZ", "Veranstalter", "Kosten", "Beschreibung", "Link"))
    written.writerows(rows)
    return file.getvalue()
