"""What a record may not say because of other records; each problem is a German sentence for its field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.content.kinds import FUNDING, SENTENCE, TOPIC, Kind
from bot.content.lookups import POINTERS, resolve
from bot.content.records import Record
from bot.content.sentence_uses import find_sentence_problem
from bot.offers.eligibility.rules import UnreadableRule, find_topics
from bot.topics.models import Topic, TopicSynonym

Resolver = Callable[[str, str], str | None]  # field and what somebody wrote in it -> short name


def complete_record(
    session: Session, kind: Kind, key: str, record: Record, find: Resolver | None = None
) -> dict[str, str]:
    """Replace titles of other records by their short names, and return what is wrong, by field.

    ``find`` takes the place of the look-up where many records are completed, or some are yet to come.
    """
    problems = _resolve_pointers(kind, key, record, find or partial(resolve, session))
    if kind is TOPIC:
        problems |= _find_taken_synonyms(session, key, record)
    if kind is FUNDING:
        problems |= _check_funding(record, find or partial(resolve, session))
    if kind is SENTENCE:
        problem = find_sentence_problem(key, record["text"])
        problems |= {"text": problem} if problem else {}
    return problems


def _resolve_pointers(kind: Kind, key: str, record: Record, find: Resolver) -> dict[str, str]:
    problems = {}
    for one in kind.fields:
        if one.name not in POINTERS or not record.get(one.name):
            continue
        written = record[one.name] if one.is_list else [record[one.name]]
        found = {text: find(one.name, text) for text in written}
        unknown = [f"„{text}“" for text, slug in found.items() if slug is None]
        slugs = list(dict.fromkeys(slug for slug in found.values() if slug))
        if unknown:
            title = POINTERS[one.name].title
            problems[one.name] = f"Das gibt es nicht unter „{title}“: {', '.join(unknown)}. Wählen Sie aus der Liste."
        elif POINTERS[one.name] is kind and key in slugs:
            problems[one.name] = "Ein Eintrag kann nicht auf sich selbst zeigen."
        else:
            record[one.name] = slugs if one.is_list else slugs[0]
    return problems


def _check_funding(record: Record, find: Resolver) -> dict[str, str]:
    problems = {}
    if (record.get("max_quota_percent") or 0) > 100:
        problems["max_quota_percent"] = "Mehr als 100 Prozent gibt es nicht."
    try:
        unknown = [topic for topic in find_topics(record.get("rules") or []) if find("topics", topic) != topic]
    except UnreadableRule as error:
        return problems | {"rules": str(error)}
    if unknown:
        problems["rules"] = f"„{unknown[0]}“ ist kein Kurzname eines Themas."
    return problems


def _find_taken_synonyms(session: Session, key: str, record: Record) -> dict[str, str]:
    """Find words that another topic has already: each leads to one topic only."""
    taken = session.execute(
        select(TopicSynonym.text, Topic.name)
        .join(Topic, Topic.id == TopicSynonym.topic_id)
        .where(func.lower(TopicSynonym.text).in_([text.lower() for text in record["synonyms"]]), Topic.slug != key)
    ).all()
    if not taken:
        return {}
    words = ", ".join(f"„{text}“ (bei „{name}“)" for text, name in taken)
    return {"synonyms": f"Ein Wort kann nur zu einem Thema gehören. Schon vergeben: {words}."}
