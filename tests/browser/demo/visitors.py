"""What visitors of the handbook's assistant did: sums of three months, and questions that were not settled."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from bot.analytics.daily_models import DailyAnswerTime, DailyOutcome, DailyRating, DailyReference, DailyTopic
from bot.analytics.intake import read_phrases, take_in
from bot.analytics.meaning import Meaning
from bot.analytics.miss_models import Miss
from bot.db import utc_now
from tests.browser.demo.clock import NOW, TODAY
from tests.words import compiled_words

DAYS = 84
KINDS = {"answer": 0.52, "offers": 0.17, "contact": 0.08, "clarify": 0.11, "fallback": 0.08, "handoff": 0.04}
FAQ_SHARES = {
    "laufzeit-tregks": 5,
    "foerderung-ueberblick": 4,
    "de-minimis": 3,
    "kmu-definition": 2,
    "was-ist-tregks": 2,
}
OFFER_SHARES = {"foerderung": ("zim", "forschungszulage"), "weiterbildung": ("bsp-hochvolt-2s",)}
TOPICS = {"faq": ("netzwerk", "foerderung", "kontakt", "weiterbildung"), "thema": ("digitalisierung", "hochvolt")}

# question, reason, how often, days since the last
QUESTIONS = (
    ("Gibt es einen Newsletter?", "unsure", 7, 1),
    ("Kann ich einen Newsletter bekommen?", "unsure", 4, 2),
    ("Newsletter abonnieren", "choices", 3, 4),
    ("Wo kann ich bei Ihnen parken?", "unsure", 5, 1),
    ("Gibt es Parkplätze vor dem Haus?", "unsure", 2, 6),
    ("Kurse für Gabelstapler in Kassel", "no_hits", 6, 2),
    ("Staplerschein Kurs", "no_hits", 3, 9),
    ("Wer hilft bei der Suche nach Auszubildenden?", "choices", 4, 3),
    ("Wie lange läuft das noch?", "thumbs_down", 2, 5),
    ("Wo melde ich ein Gewerbe an?", "out_of_scope", 3, 8),
    ("asdf qwer jklö", "unsure", 1, 3),
    ("Guten Tag!", "unsure", 2, 1),
)


def add_visits(session: Session) -> None:
    """Write the sums of every day and the misses, sorted into groups; the caller commits."""
    dice = random.Random(4)
    days = [TODAY - timedelta(days=back) for back in range(DAYS, -1, -1)]
    for model, rows in _sums(days, dice).items():
        session.execute(insert(model.__table__), rows)
    add_misses(session)


def add_misses(session: Session) -> None:
    """Write down the questions and sort them, each in a conversation that is over and deleted."""
    for number, (text, reason, count, last) in enumerate(QUESTIONS):
        for repeat in range(count):
            at = NOW - timedelta(days=last + 5 * repeat, hours=number)
            answer = "Das weiß ich leider nicht sicher. Möchten Sie mit einem Menschen sprechen?"
            session.add(Miss(at=at, reason=reason, text=text, answer=answer, position=1))
    session.flush()
    take_in(session, Meaning(compiled_words(), read_phrases(session)), now=utc_now())
    third = update(Miss).where(Miss.id % 3 == 0, Miss.state == "grouped").values(has_ended_there=True)
    session.execute(third, execution_options={"synchronize_session": False})


def _sums(days: list[date], dice: random.Random) -> dict[Any, list[dict[str, Any]]]:
    rows: dict[Any, list[dict[str, Any]]] = {
        model: [] for model in (DailyOutcome, DailyAnswerTime, DailyReference, DailyTopic, DailyRating)
    }
    for number, day in enumerate(days):
        busy = 0.25 if day.weekday() > 4 else 1.0
        questions = round((26 + number / 4) * busy * dice.uniform(0.8, 1.2))
        for kind, share in KINDS.items():
            count = round(questions * share * dice.uniform(0.8, 1.2))
            rows[DailyOutcome].append(
                {"day": day, "kind": kind, "is_reduced": False, "count": count}
                | {"conversations": round(count * 0.45), "milliseconds": count * 60}
            )
        slow = dice.choice((0.02, 0.02, 0.02, 0.07))
        rows[DailyAnswerTime] += [
            {"day": day, "up_to": step, "count": round(questions * share)}
            for step, share in ((40, 0.3), (64, 0.5), (125, 0.2 - slow), (500, slow))
        ]
        rows[DailyReference] += list(_references(day, questions, dice))
        rows[DailyTopic] += [
            {"type": kind, "day": day, "slug": slug, "count": round(questions / (place + 3))}
            for kind, slugs in TOPICS.items()
            for place, slug in enumerate(slugs)
        ]
        for slug, weight in FAQ_SHARES.items():
            rows[DailyRating].append(
                {"day": day, "reference": f"faq:{slug}", "good": dice.randint(0, weight), "bad": dice.randint(0, 1)}
            )
    return rows


def _references(day: date, questions: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    for slug, weight in FAQ_SHARES.items():
        yield {
            "type": "faq",
            "day": day,
            "slug": slug,
            "count": round(questions * weight / 30 * dice.uniform(0.6, 1.4)),
        }
    for kind, slugs in OFFER_SHARES.items():
        for place, slug in enumerate(slugs):
            yield {"type": kind, "day": day, "slug": slug, "count": round(questions / (12 + 4 * place))}
