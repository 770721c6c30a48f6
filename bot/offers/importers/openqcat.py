"""openQ-cat V1.1: catalogues of training providers, as they deliver them to the employment agency.

An offer is a SERVICE whose EDUCATION has ``type="true"``, each of its dates another one with ``type="false"`` and the
same COURSE_ID. Both may come in any order, so the file is read twice: first the offers, then the dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.german.slugs import make_slug
from bot.offers.importers.reading import Reading, ReadOptions, RejectedRecord, SourceRecord, UnreadableSource
from bot.offers.importers.texts import plain_text, read_day, read_price, tidy
from bot.offers.importers.trainings import Training, find_format, make_record
from bot.offers.importers.web_addresses import read_url
from bot.offers.importers.xml_records import Element, find_all, read_elements, text_at

ROOT, FULL, UPDATE, DELETE = "OPENQCAT", "NEW_CATALOG", "UPDATE_CATALOG", "DELETE"
VERSION = "1.1"
RECORDS = frozenset({"HEADER", "SERVICE"})
PAST = "vorbei"

_HOURS = re.compile(r"(?i)(\d{1,4})(?:[,.]\d+)?\s*(?:unterrichtseinheiten|unterrichtsstunden|stunden|std\b|ue\b|h\b)")
_NO_CATALOGUE = f"Das ist kein openQ-cat-Katalog der Version {VERSION}."


@dataclass
class Catalogue:
    """What the first reading finds: the provider, and the texts of each offer that its dates share."""

    supplier: str = ""
    names: dict[str, str] = field(default_factory=dict)  # of suppliers by their ids
    offers: dict[str, dict[str, str]] = field(default_factory=dict)  # by COURSE_ID
    dated: set[str] = field(default_factory=set)  # COURSE_IDs that have dates of their own
    is_complete: bool = True


def read_openqcat(path: Path, options: ReadOptions, reading: Reading) -> Iterator[SourceRecord]:
    """Yield each date of each offer, and offers without dates. Raises UnreadableSource."""
    catalogue = _read_offers(path)
    reading.scope = make_slug(catalogue.supplier)
    reading.is_complete = catalogue.is_complete
    with path.open("rb") as file:
        services = (found for found in read_elements(file, RECORDS) if found[1].tag == "SERVICE")
        for number, (above, service) in enumerate(services, 1):
            product = tidy(text_at(service, "PRODUCT_ID"))
            key, place = (
                f"{reading.scope}/{product}" if product else "",
                f"SERVICE {number} (PRODUCT_ID {product or 'fehlt'})",
            )
            try:
                if not product:
                    raise RejectedRecord("Ohne PRODUCT_ID lässt sich der Eintrag nicht wiedererkennen.")
                if _is_deleted(above):
                    yield SourceRecord(key, place, is_gone=True)
                elif record := _read_service(service, key, place, catalogue, options.today, reading):
                    yield record
            except RejectedRecord as problem:
                reading.reject(place, str(problem), key=key)


def _read_offers(path: Path) -> Catalogue:
    found = Catalogue()
    with path.open("rb") as file:
        for above, element in read_elements(file, RECORDS):
            if not above or above[0].tag != ROOT or above[0].get("version") != VERSION:
                raise UnreadableSource(_NO_CATALOGUE)
            if element.tag == "HEADER":
                _read_header(element, found)
            elif len(above) > 1:
                found.is_complete = above[1].tag == FULL and above[1].get("FULLCATALOG", "true") != "false"
                if not _is_deleted(above):
                    _note_service(element, found)
    if not found.supplier:
        raise UnreadableSource(f"{_NO_CATALOGUE} Im HEADER fehlt die SUPPLIER_ID.")
    return found


def _is_deleted(above: tuple[Element, ...]) -> bool:
    return any(one.tag == DELETE for one in above)


def _read_header(header: Element, found: Catalogue) -> None:
    for supplier in find_all(header, "SUPPLIER"):
        number = tidy(text_at(supplier, "SUPPLIER_ID"))
        found.names[number] = tidy(text_at(supplier, "SUPPLIER_NAME"))
        found.supplier = found.supplier or number


def _note_service(service: Element, found: Catalogue) -> None:
    course, is_offer = _course_of(service)
    if is_offer:
        found.offers[course] = _texts(service, found)
    else:
        found.dated.add(course)


def _read_service(
    service: Element, key: str, place: str, catalogue: Catalogue, today: date, reading: Reading
) -> SourceRecord | None:
    course, is_offer = _course_of(service)
    if is_offer and course in catalogue.dated:
        return None  # its dates stand for it
    shared = catalogue.offers.get(course, {})
    texts = {name: text or shared.get(name, "") for name, text in _texts(service, catalogue).items()}
    if not texts["title"]:
        raise RejectedRecord(f"Zur COURSE_ID „{course[:40]}“ gibt es weder einen Titel noch ein Angebot.")
    training = _make_training(service, key, place, texts)
    if training.starts_on and (training.ends_on or training.starts_on) < today:
        reading.skip(PAST)
        reading.seen.add(key)
        return None
    return make_record(training)


def _make_training(service: Element, key: str, place: str, texts: dict[str, str]) -> Training:
    details = ("SERVICE_DETAILS",)
    location = (*details, "SERVICE_MODULE", "EDUCATION", "MODULE_COURSE", "LOCATION")
    is_certified = texts["certified"].casefold() in ("1", "true", "ja")
    return Training(
        key,
        place,
        title=texts["title"],
        provider=texts["provider"],
        description=texts["description"],
        audience=texts["audience"],
        url=texts["url"],
        format=find_format(texts["form"]),
        town=tidy(text_at(service, *location, "CITY"))[:100],
        postcode=tidy(text_at(service, *location, "ZIP"))[:10],
        starts_on=_day(text_at(service, *details, "SERVICE_DATE", "START_DATE")),
        ends_on=_day(text_at(service, *details, "SERVICE_DATE", "END_DATE")),
        hours=_hours(texts["duration"]),
        price_eur=_price(texts["price"]),
        azav="ja" if is_certified or texts["measure"] else "unbekannt",
        education_voucher="ja" if texts["measure"] else "unbekannt",
    )


def _texts(service: Element, catalogue: Catalogue) -> dict[str, str]:
    """Return the texts that a date takes over from its offer where it has none."""
    details, education = ("SERVICE_DETAILS",), ("SERVICE_DETAILS", "SERVICE_MODULE", "EDUCATION")
    info = (*education, "EXTENDED_INFO")
    supplier = tidy(text_at(service, "SUPPLIER_ID_REF")) or catalogue.supplier
    forms = [text_at(service, *info, name) for name in ("INSTRUCTION_FORM", "EXECUTION_FORM")]
    return {
        "title": tidy(text_at(service, *details, "TITLE")),
        "provider": catalogue.names.get(supplier, "") or catalogue.names.get(catalogue.supplier, ""),
        "description": plain_text(text_at(service, *details, "DESCRIPTION_LONG")),
        "audience": tidy(text_at(service, *details, "TARGET_GROUP", "TARGET_GROUP_TEXT")),
        "url": read_url(text_at(service, *details, "CONTACT", "URL")),
        "form": " ".join(filter(None, forms)),
        "certified": text_at(service, *education, "CERTIFICATE", "CERTIFICATE_STATUS"),
        "measure": text_at(service, *info, "MEASURE_NUMBER"),
        "duration": text_at(service, *education, "MODULE_COURSE", "DURATION"),
        "price": text_at(service, "SERVICE_PRICE_DETAILS", "SERVICE_PRICE", "PRICE_AMOUNT"),
    }


def _course_of(service: Element) -> tuple[str, bool]:
    """Return the COURSE_ID of a service, and whether it is an offer rather than one of its dates."""
    education = next(iter(find_all(service, "SERVICE_DETAILS", "SERVICE_MODULE", "EDUCATION")), None)
    if education is None:
        return "", True
    return tidy(text_at(education, "COURSE_ID")), education.get("type", "true") != "false"


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        raise RejectedRecord(f"„{text[:40]}“ ist kein Datum.") from None


def _price(text: str) -> float | None:
    try:
        return read_price(text)
    except ValueError:
        raise RejectedRecord(f"„{text[:40]}“ ist kein Preis.") from None


def _hours(text: str) -> int | None:
    match = _HOURS.search(text)
    return int(match[1]) if match else None
