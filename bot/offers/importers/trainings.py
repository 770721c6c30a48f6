"""A training or event as any source has it, as our record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.german.slugs import make_slug
from bot.offers.importers.reading import RejectedRecord, SourceRecord
from bot.offers.importers.texts import names_online, shorten

FORMAT_WORDS = {
    "inhouse": ("inhouse", "in-house", "firmenintern", "im betrieb"),
    "blended": ("blended", "hybrid", "gemischt", "kombination"),
    "online": ("online", "webinar", "virtuell", "e-learning", "elearning", "fernunterricht", "fernstudium", "digital"),
    "praesenz": ("präsenz", "praesenz", "vor ort", "vollzeit", "teilzeit", "wochenend"),
}


@dataclass(frozen=True)
class Training:
    """One date of a training; what a source does not say stays empty."""

    key: str
    place_in_file: str
    title: str
    provider: str
    description: str = ""
    audience: str = ""
    url: str = ""
    format: str = ""
    town: str = ""
    postcode: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    hours: int | None = None
    price_eur: float | None = None
    azav: str = "unbekannt"
    education_voucher: str = "unbekannt"
    stand: str = ""  # ISO day


def make_record(training: Training) -> SourceRecord:
    """Return a training as a record. Raises RejectedRecord."""
    if not training.title:
        raise RejectedRecord("Der Titel fehlt.")
    if not training.provider:
        raise RejectedRecord("Der Anbieter fehlt.")
    first, last = training.starts_on, training.ends_on
    if first and last and last < first:
        raise RejectedRecord(f"Das Ende ({last:%d.%m.%Y}) liegt vor dem Anfang ({first:%d.%m.%Y}).")
    return SourceRecord(
        training.key,
        training.place_in_file,
        "weiterbildung",
        slug=f"{make_slug(training.title)}-{first}" if first else make_slug(training.title),
        values={
            "title": training.title,
            "provider": training.provider,
            "description": shorten(training.description),
            "audience": training.audience[:2000],
            "status": "laufend",
            "source_url": training.url,
            "format": training.format,
            "place": training.town,
            "postcode": training.postcode,
            "starts_on": first,
            "ends_on": last,
            "hours": training.hours,
            "price_eur": training.price_eur,
            "azav": training.azav,
            "education_voucher": training.education_voucher,
            **({"source_date": training.stand} if training.stand else {}),
        },
    )


def find_format(*texts: str) -> str:
    """Return the format that the words of a source name, "" where none does."""
    written = " ".join(texts).casefold()
    for name, words in FORMAT_WORDS.items():
        if any(word in written for word in words):
            return name
    return "online" if names_online(written) else ""
