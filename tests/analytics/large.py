"""Large amounts of content and outcomes for measurements, written in bulk; the same every time, on any engine."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import sessionmaker

from bot.accounts.models import AuditEntry
from bot.analytics.miss_models import REASONS, Miss, MissGroup
from bot.contacts.models import Contact
from bot.conversations.models import Conversation, Feedback, Message, Outcome
from bot.db import make_session_factory, raise_content_version
from bot.faq.models import CERTAINTIES, GROUPS, FaqEntry, FaqVariant
from bot.handoff.models import Ticket, TicketEvent
from bot.offers.models import FORMATS, LEVELS, FundingProgramme, Offer, OfferTopic, TrainingOffer
from bot.revisions.models import Revision
from bot.topics.models import Topic

CHUNK = 10_000
WORDS = "Förderung Weiterbildung Antrieb Batterie Betrieb Kurs Zuschuss Beratung Kasse Zulieferer Antrag Frist".split()
KINDS = ("answer", "offers", "contact", "clarify", "fallback", "handoff", "form", "smalltalk")
KIND_WEIGHTS = (52, 15, 4, 9, 8, 2, 4, 6)


@dataclass(frozen=True)
class Size:
    """How much is written."""

    entries: int = 10_000
    offers: int = 100_000
    outcomes: int = 1_000_000
    ratings: int = 20_000
    tickets: int = 5_000
    topics: int = 200
    contacts: int = 200
    misses: int = 100_000
    miss_groups: int = 2_000
    revisions: int = 20_000
    drafts: int = 300
    audit_entries: int = 100_000
    days: int = 730


def fill(engine: Engine, size: Size, *, today: date) -> sessionmaker:
    """Write content, outcomes, ratings and tickets into a migrated, empty database."""
    chance = random.Random(20261122)
    with engine.begin() as connection:
        _write(connection, Topic, _topics(size))
        _write(connection, FaqEntry, _entries(size, today, chance))
        _write(connection, FaqVariant, _variants(size, chance))
        offers, funding, training = _offers(size, today, chance)
        _write(connection, Offer, offers)
        _write(connection, FundingProgramme, funding)
        _write(connection, TrainingOffer, training)
        _write(connection, Contact, _contacts(size, today))
        _write(connection, OfferTopic, _offer_topics(size, chance))
        _write(connection, Revision, _revisions(size, today))
        _write(connection, AuditEntry, _audit(size, today))
    with engine.begin() as connection:
        _write(connection, Conversation, _conversations(size.ratings, today))
        _write(connection, Message, _messages(size.ratings))
        _write(connection, Feedback, _ratings(size, today, chance))
        _write(connection, Outcome, _outcomes(size, today, chance))
        _write(connection, MissGroup, _miss_groups(size, today))
        _write(connection, Miss, _misses(size, today, chance))
        _write(connection, Ticket, _tickets(size, today))
        _write(connection, TicketEvent, _ticket_events(size, today, chance))
    _finish(engine)
    factory = make_session_factory(engine)
    with factory.begin() as session:
        raise_content_version(session)
    return factory


def _write(connection: Connection, model: Any, rows: Iterable[dict[str, Any]]) -> None:
    rows = iter(rows)
    while chunk := list(itertools.islice(rows, CHUNK)):
        connection.execute(insert(model.__table__), chunk)


def _finish(engine: Engine) -> None:
    """Tell the database about the ids that were given, and about its own size."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            for table in ("topics", "faq_entries", "offers", "messages", "miss_groups", "tickets"):
                connection.execute(text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"))
        connection.execute(text("ANALYZE"))


def _sentence(chance: random.Random, number: int) -> str:
    return f"{' '.join(chance.choices(WORDS, k=6))} {number}"


def _some_day(chance: random.Random, today: date, *, share: float, before: int, behind: int) -> date | None:
    if chance.random() > share:
        return None
    return today + timedelta(days=chance.randint(-before, behind))


def _topics(size: Size) -> Iterator[dict[str, Any]]:
    for number in range(1, size.topics + 1):
        yield {"id": number, "slug": f"thema-{number}", "name": f"Thema {number}"}


def _entries(size: Size, today: date, chance: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(1, size.entries + 1):
        yield {
            "id": number,
            "slug": f"eintrag-{number}",
            "topic_group": GROUPS[number % len(GROUPS)],
            "question": f"Was ist {_sentence(chance, number)}?",
            "answer": " ".join(_sentence(chance, number) for _ in range(8)),
            "source_title": "Messdaten",
            "source_date": (today - timedelta(days=chance.randint(0, 2000))).isoformat(),
            "valid_until": _some_day(chance, today, share=0.2, before=100, behind=400),
            "review_on": _some_day(chance, today, share=0.8, before=60, behind=300),
            "responsible": f"person{number % 20}@example.org",
            "certainty": chance.choice(CERTAINTIES),
            "status": "published",
        }


def _variants(size: Size, chance: random.Random) -> Iterator[dict[str, Any]]:
    for entry, number in itertools.product(range(1, size.entries + 1), range(3)):
        yield {"entry_id": entry, "text": _sentence(chance, number)}


def _offers(size: Size, today: date, chance: random.Random) -> tuple[list[dict[str, Any]], ...]:
    """Return offers and their funding and training halves: one programme, nine courses."""
    offers, funding, training = [], [], []
    for number in range(1, size.offers + 1):
        is_funding = number % 10 == 0
        offers.append(
            {
                "id": number,
                "type": "foerderung" if is_funding else "weiterbildung",
                "slug": f"angebot-{number}",
                "title": _sentence(chance, number),
                "provider": f"Träger {number % 300}",
                "description": _sentence(chance, number),
                "source_date": str(today.year - number % 4),
                "review_on": _some_day(chance, today, share=0.5, before=60, behind=300),
                "is_sample": False,
            }
        )
        if is_funding:
            until = _some_day(chance, today, share=0.5, before=100, behind=700)
            row = {"id": number, "level": chance.choice(LEVELS), "area": "bundesweit", "valid_until": until}
            funding.append({**row, "certainty": chance.choice(CERTAINTIES)})
        else:
            starts = _some_day(chance, today, share=0.9, before=200, behind=400)
            training.append({"id": number, "format": chance.choice(FORMATS), "starts_on": starts, "place": "Kassel"})
    return offers, funding, training


def _contacts(size: Size, today: date) -> Iterator[dict[str, Any]]:
    for number in range(1, size.contacts + 1):
        row = {"slug": f"kontakt-{number}", "name": f"Kontakt {number}", "source_title": "Messdaten"}
        yield {**row, "source_date": str(today.year), "email": f"kontakt{number}@example.org"}


def _offer_topics(size: Size, chance: random.Random) -> Iterator[dict[str, Any]]:
    for offer in range(1, size.offers + 1):
        for position, topic in enumerate(chance.sample(range(1, size.topics + 1), 2)):
            yield {"offer_id": offer, "topic": f"thema-{topic}", "position": position}


def _revisions(size: Size, today: date) -> Iterator[dict[str, Any]]:
    """Yield what was published of offers, and drafts of new ones that wait for approval."""
    for number in range(1, size.revisions + size.drafts + 1):
        is_draft = number > size.revisions
        at = _moment(today, number / (size.revisions + size.drafts), size.days)
        row = {"kind": "weiterbildung", "key": f"{'neu' if is_draft else 'angebot'}-{number}", "number": 1, "data": {}}
        state = {"status": "review" if is_draft else "published", "published_at": None if is_draft else at}
        yield {**row, **state, "title": f"Angebot {number}", "author": "Kim", "created_at": at}


def _audit(size: Size, today: date) -> Iterator[dict[str, Any]]:
    for number in range(1, size.audit_entries + 1):
        at = _moment(today, number / size.audit_entries, size.days)
        yield {"at": at, "actor": "Kim", "action": "publish", "subject": f"faq:eintrag-{number}"}


def _moment(today: date, share: float, days: int) -> datetime:
    """Return a moment in the last days; the share runs from 0 to 1 with time."""
    end = datetime(today.year, today.month, today.day, 8, tzinfo=timezone.utc)
    return end - timedelta(days=days) * (1 - share)


def _conversations(count: int, today: date) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        at = _moment(today, number / count, 365)
        yield {"key": f"{number:064d}", "created_at": at, "last_at": at, "message_count": 1}


def _messages(count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        body = {"kind": "answer", "text": "Antwort"}
        row = {"id": number, "conversation_key": f"{number:064d}", "position": 1, "public_id": f"m_{number}"}
        yield {**row, "author": "bot", "text": "Antwort", "body": body}


def _ratings(size: Size, today: date, chance: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(1, size.ratings + 1):
        reference = f"faq:eintrag-{chance.randint(1, size.entries)}"
        row = {"message_id": number, "reference": reference, "rating": chance.choice((1, 1, 1, -1))}
        yield {**row, "created_at": _moment(today, number / size.ratings, 365), "comment": ""}


def _outcomes(size: Size, today: date, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Yield outcomes in the order of time; few entries get many, most get few."""
    entries, offers = _skewed(size.entries), _skewed(size.offers)
    for number in range(1, size.outcomes + 1):
        kind = chance.choices(KINDS, KIND_WEIGHTS)[0]
        rank = chance.choices((entries, offers), (3, 1))[0] if kind == "answer" else offers
        slug = _pick_rank(rank, chance)
        reference = ""
        if kind == "answer" and rank is entries:
            reference = f"faq:eintrag-{slug}"
        elif kind in ("answer", "offers"):
            reference = f"{'weiterbildung' if slug % 10 else 'foerderung'}:angebot-{slug}"
        yield {
            "at": _moment(today, number / size.outcomes, size.days),
            # Of older outcomes the conversation is gone; every visitor of the others asked a few questions.
            "conversation_key": _key(number, size) if number > size.outcomes // 2 else None,
            "kind": kind,
            "reference": reference,
            "is_reduced": chance.random() < 0.01,
            "milliseconds": int(chance.lognormvariate(3.6, 0.8)) + 1,
        }


def _key(outcome: int, size: Size) -> str:
    """Return the conversation of an outcome of the younger half; neighbours share one."""
    return f"{(outcome - size.outcomes // 2) * size.ratings // (size.outcomes // 2 + 1) + 1:064d}"


def _skewed(count: int) -> list[float]:
    return list(itertools.accumulate(1 / (rank + 10) for rank in range(count)))


def _pick_rank(sums: list[float], chance: random.Random) -> int:
    """Return a rank from 1 on; the first ones come most often."""
    return chance.choices(range(1, len(sums) + 1), cum_weights=sums)[0]


def _miss_groups(size: Size, today: date) -> Iterator[dict[str, Any]]:
    for number in range(1, size.miss_groups + 1):
        at = _moment(today, number / size.miss_groups, size.days)
        yield {"id": number, "title": f"Offene Frage {number}", "words": {"offen": 1}, "created_at": at}


def _misses(size: Size, today: date, chance: random.Random) -> Iterator[dict[str, Any]]:
    groups = _skewed(size.miss_groups)
    for number in range(1, size.misses + 1):
        group = _pick_rank(groups, chance)
        yield {
            "at": _moment(today, number / size.misses, size.days),
            "reason": chance.choice(REASONS),
            "text": f"Offene Frage {group}",
            "best": f"faq:eintrag-{chance.randint(1, size.entries)}",
            "position": number,
            "state": "grouped",
            "group_id": group,
        }


def _tickets(size: Size, today: date) -> Iterator[dict[str, Any]]:
    for number in range(1, size.tickets + 1):
        at = _moment(today, number / size.tickets, size.days)
        row = {"id": number, "case_number": f"TK-{number}", "conversation_key": f"t{number}", "status": "answered"}
        concern = {"concern": f"Anliegen {number}", "concern_digest": f"{number:064d}", "email": "kim@example.org"}
        yield {**row, **concern, "consent_at": at, "created_at": at, "updated_at": at}


def _ticket_events(size: Size, today: date, chance: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(1, size.tickets + 1):
        at = _moment(today, number / size.tickets, size.days)
        yield {"ticket_id": number, "at": at, "kind": "opened", "to_status": "open", "actor": "bot"}
        answered = at + timedelta(hours=chance.lognormvariate(2, 1))
        yield {"ticket_id": number, "at": answered, "kind": "moved", "to_status": "answered", "actor": "Kim"}
