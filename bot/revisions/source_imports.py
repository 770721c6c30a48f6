"""Files of sources: compared with what is there, and taken over, from the terminal or from the back office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.content.kinds import FUNDING, TRAINING
from bot.german.tables import tables_exist
from bot.german.words import open_words
from bot.offers.importers.applying import apply_plan
from bot.offers.importers.models import OfferImport
from bot.offers.importers.planning import Plan, make_plan
from bot.offers.importers.reading import Reading, ReadOptions
from bot.offers.importers.sources import SOURCES, read_source
from bot.revisions.categories import read_all_rules
from bot.revisions.source_history import OfferHistory
from bot.topics.queries import read_topics
from bot.topics.vocabulary import TopicVocabulary

CLASH = "Ein Angebot steht seit dem Einlesen schon in der Datenbank. Bitte lesen Sie die Datei noch einmal ein."


class ImportRefused(Exception):
    """What a file brings may not be taken over like this; the message is a German sentence."""


def plan_file(
    session: Session,
    name: str,
    path: Path,
    *,
    today: date,
    provider: str = "",
    progress: Callable[[int], None] = lambda _count: None,
) -> Plan:
    """Compare a file with what its source gave before; nothing is written. Raises UnreadableSource."""
    source, reading = SOURCES[name], Reading()
    records = read_source(source, path, ReadOptions(today, provider), reading)
    return make_plan(session, source.identity, records, reading, history=OfferHistory(), today=today, progress=progress)


def take_plan(
    session: Session,
    plan: Plan,
    *,
    filename: str,
    author: str,
    german_dir: Path,
    now: datetime,
    is_shown: bool = False,
) -> OfferImport:
    """Write what a plan says; the caller commits. Raises ChangedMeanwhile and ImportRefused."""
    try:
        return apply_plan(
            session,
            plan,
            filename=filename,
            author=author,
            history=OfferHistory(),
            now=now,
            is_shown=is_shown,
            find_topics=_topic_finder(session, german_dir),
        )
    except IntegrityError:
        raise ImportRefused(CLASH) from None


def find_closed_title(session: Session, plan: Plan) -> str | None:
    """Return which kind of the new offers needs a second pair of eyes before it is shown, None where none does."""
    rules = read_all_rules(session)
    closed = next((kind for kind in (FUNDING, TRAINING) if rules[kind.name].needs_approval), None)
    return closed.title if closed and any(record.type == closed.name for record in plan.new) else None


def _topic_finder(session: Session, german_dir: Path) -> Callable[[str], list[str]]:
    """Return what proposes topics for a title; without the word tables nothing is proposed."""
    if not tables_exist(german_dir):
        return lambda _title: []
    return TopicVocabulary(read_topics(session), open_words(german_dir)).find_topics
