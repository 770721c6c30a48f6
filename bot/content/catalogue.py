"""Read the seed catalogue beside this file into plain records, each ready to become a row."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent

# Three rows inform only: a single company in Kassel cannot use them (catalogue README).
INFORMATION_ONLY = {"transformationsnetzwerke-2027-2029", "transformationsstrategien-fahrzeug-zuliefer", "jtf"}

# What the texts of these trainings say of their times.
SCHEDULES = {
    "fakt-unikims-master": "berufsbegleitend",
    "bsp-industriemeister-metall": "berufsbegleitend",
    "bsp-cnc-lehrgang": "vollzeit",
    "bsp-tq-metall": "vollzeit",
    "bsp-umschulung-mechatroniker": "vollzeit",
    "bsp-ausbildereignung": "vollzeit",
}

# Who takes concerns from the first day on: the project lead, the only one who is known to want them.
TAKES_HANDOFFS = ("michael-wieners",)


@dataclass(frozen=True)
class Catalogue:
    """The seed as records; a record's keys are the attributes of its table, lists are plain lists of strings."""

    topics: list[dict[str, Any]]
    faq: list[dict[str, Any]]
    funding: list[dict[str, Any]]
    training: list[dict[str, Any]]
    contacts: list[dict[str, Any]]
    referrals: list[dict[str, Any]]


def read_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read all files of the catalogue."""
    variants = _read_variants(folder)
    rules = _yaml(folder / "foerderregeln.yml")
    return Catalogue(
        topics=[_topic(row) for row in _yaml(folder / "themen.yml")],
        faq=[_faq(row, variants) for row in _yaml(folder / "faq.yml")],
        funding=[_funding(row, variants, rules) for row in _rows(folder / "foerderung.csv")],
        training=[_training(row, variants) for row in _rows(folder / "weiterbildung.csv")],
        contacts=[_contact(row, variants) for row in _rows(folder / "kontakte.csv")],
        referrals=_read_referrals(folder),
    )


def read_topic_names(folder: Path = FOLDER) -> dict[str, str]:
    """Return the names of the topics by slug, as the first fill has them."""
    return {row["slug"]: row["name"] for row in _yaml(folder / "themen.yml")}


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _read_variants(folder: Path) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for file in (folder / "varianten.csv", *sorted((folder / "varianten").glob("*.csv"))):
        for row in _rows(file):
            found[row["reference"]][row["text"].strip()] = None
    return {reference: list(texts) for reference, texts in found.items()}


def _read_referrals(folder: Path) -> list[dict[str, Any]]:
    utterances = (row for row in _rows(folder / "aeusserungen.csv") if row["label"] == "out_of_scope/nah")
    offices = {row["text"]: row["hinweis"] for row in utterances}
    offices |= {row["text"]: row["hinweis"] for row in _rows(folder / "verweise.csv")}
    return [{"text": text, "office": office} for text, office in offices.items()]


def _list(value: str) -> list[str]:
    return [part.strip() for part in value.split(";") if part.strip()]


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: str) -> int | None:
    return int(value) if value else None


def _topic(row: dict[str, Any]) -> dict[str, Any]:
    return {"slug": row["slug"], "name": row["name"], "synonyms": row["synonyme"]}


def _faq(row: dict[str, Any], variants: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "slug": row["slug"],
        "topic_group": row["gruppe"],
        "question": row["frage"],
        "answer": row["antwort"],
        "plain_answer": row["kurz"],
        "question_en": row["frage_en"],
        "answer_en": row["antwort_en"],
        "source_title": row["quelle"]["titel"],
        "source_url": row["quelle"]["url"],
        "source_date": str(row["quelle"]["stand"]),
        "valid_until": _date(str(row["gueltig_bis"]) if row["gueltig_bis"] else None),
        "certainty": row["sicherheit"],
        "status": "published",
        "keywords": [str(word) for word in row["stichworte"]],
        "related": list(row["verwandt"]),
        "variants": variants.get(f"faq:{row['slug']}", []),
    }


def _funding(row: dict[str, str], variants: dict[str, list[str]], rules: dict[str, str]) -> dict[str, Any]:
    return {
        "slug": row["slug"],
        "title": row["titel"],
        "provider": row["traeger"],
        "audience": row["zielgruppe"],
        "description": row["gegenstand"],
        "status": row["status"],
        "is_sample": False,
        "source_url": row["quelle_url"],
        "source_date": row["stand"],
        "level": row["ebene"],
        "kinds": _list(row["foerderart"]),
        "conditions": row["konditionen"],
        "area": row["gebiet"],
        "max_employees": _number(row["max_beschaeftigte"]),
        "max_quota_percent": _number(row["quote_max_prozent"]),
        "max_amount_eur": _number(row["betrag_max_eur"]),
        "apply_before_start": row["antrag_vor_beginn"],
        "application": row["antragsweg"],
        "valid_until": _date(row["gueltig_bis"]),
        "certainty": row["sicherheit"],
        "successor": row["nachfolger"],
        "is_information_only": row["slug"] in INFORMATION_ONLY,
        "rules": rules.get(row["slug"], "").splitlines(),
        "topics": _list(row["themen"]),
        "variants": variants.get(f"foerderung:{row['slug']}", []),
    }


def _training(row: dict[str, str], variants: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "slug": row["slug"],
        "title": row["titel"],
        "provider": row["anbieter"],
        "audience": row["zielgruppe"],
        "description": row["beschreibung"],
        "status": "laufend",
        "is_sample": row["art"] == "beispiel",
        "source_url": row["quelle_url"],
        "source_date": row["stand"],
        "format": row["format"],
        "place": row["ort"],
        "postcode": row["plz"],
        "starts_on": _date(row["beginn"]),
        "ends_on": _date(row["ende"]),
        "hours": _number(row["dauer_stunden"]),
        "price_eur": float(row["kosten_eur"]) if row["kosten_eur"] else None,
        "azav": row["azav"] or "unbekannt",
        "education_voucher": row["bildungsgutschein"] or "unbekannt",
        "topics": _list(row["themen"]),
        "variants": variants.get(f"weiterbildung:{row['slug']}", []),
        # Only where it is known: a row that was seeded before there were times stays the row that was seeded.
        **({"schedule": SCHEDULES[row["slug"]]} if row["slug"] in SCHEDULES else {}),
    }


def _contact(row: dict[str, str], variants: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "slug": row["slug"],
        "name": row["name"],
        "role": row["rolle"],
        "organisation": row["organisation"],
        "phone": row["telefon"],
        "email": row["email"],
        "website": row["website"],
        "is_contactable": row["ansprechbar"] == "ja",
        "source_title": row["quelle"],
        "source_date": row["stand"],
        "areas": _list(row["themen"]),
        "variants": variants.get(f"kontakt:{row['slug']}", []),
    }
