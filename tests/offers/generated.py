"""Generated trainings in any number, written past the ORM because 100,000 of them take their time."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.db import utc_now
from bot.offers.models import FORMATS, SCHEDULES, Offer, OfferTopic, TrainingOffer
from bot.topics.models import Topic

TODAY = date(2026, 11, 22)
TOPICS = tuple(f"thema-{number}" for number in range(26))
PLACES = ("Kassel",) * 6 + ("Baunatal", "Calden", "Hofgeismar", "Lohfelden", "Melsungen", "Vellmar", "Wolfhagen")
PRICES = (None, 0.0, 90.0, 180.0, 390.0, 690.0, 1200.0, 2400.0)
CHUNK = 5_000


def write_trainings(session: Session, count: int, seed: int = 0, first: int = 1) -> None:
    """Write trainings of all topics, formats and towns from a year ago to two years ahead; ids begin at ``first``."""
    chance = random.Random(seed)
    session.execute(insert(Topic.__table__), [{"slug": topic, "name": topic} for topic in TOPICS])
    for start in range(first, first + count, CHUNK):
        numbers = range(start, min(start + CHUNK, first + count))
        session.execute(insert(Offer.__table__), [_offer(number) for number in numbers])
        session.execute(insert(TrainingOffer.__table__), [_training(number, chance) for number in numbers])
        topics = [row for number in numbers for row in _topics(number, chance)]
        session.execute(insert(OfferTopic.__table__), topics)


def _offer(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "type": "weiterbildung",
        "slug": f"kurs-{number}",
        "title": f"Kurs {number}",
        "provider": f"Träger {number % 400}",
        "audience": "Fachkräfte in der Produktion",
        "description": "Ein Kurs mit Übungen am eigenen Beispiel. " * 5,
        "status": "laufend",
        "is_sample": False,
        "is_archived": False,
        "source_url": "https://example.org/kurs",
        "source_date": "2026-11-01",
        "responsible": "",
        "updated_at": utc_now(),
    }


def _training(number: int, chance: random.Random) -> dict[str, Any]:
    first = TODAY + timedelta(days=chance.randint(-365, 730))
    has_date = chance.random() > 0.1
    return {
        "id": number,
        "format": chance.choice(FORMATS),
        "place": chance.choice(PLACES),
        "postcode": "",
        "starts_on": first if has_date else None,
        "ends_on": first + timedelta(days=chance.randint(0, 30)) if has_date else None,
        "hours": 16,
        "price_eur": chance.choice(PRICES),
        "azav": "ja" if chance.random() < 0.1 else "nein",
        "education_voucher": "ja" if chance.random() < 0.1 else "nein",
        "schedule": chance.choice(("", "", "", *SCHEDULES)),
    }


def _topics(number: int, chance: random.Random) -> list[dict[str, Any]]:
    chosen = chance.sample(TOPICS, chance.choice((1, 1, 2)))
    return [{"offer_id": number, "topic": topic, "position": position} for position, topic in enumerate(chosen)]
