"""Imports of offers from foreign sources at the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import UserError, german_errors
from bot.content.kinds import FUNDING, TRAINING
from bot.db import make_session_factory, utc_now
from bot.german.tables import tables_exist
from bot.german.words import open_words
from bot.offers.importers.applying import ChangedMeanwhile, apply_plan
from bot.offers.importers.fetching import fetch, is_web_address
from bot.offers.importers.planning import Plan, make_plan
from bot.offers.importers.reading import Reading, ReadOptions, UnreadableSource
from bot.offers.importers.report import describe_plan
from bot.offers.importers.sources import SOURCES, read_source
from bot.revisions.categories import read_all_rules
from bot.revisions.source_history import OfferHistory
from bot.topics.queries import read_topics
from bot.topics.vocabulary import TopicVocabulary

AUTHOR = "Terminal"
LABELS = {one.name: one.label for kind in (FUNDING, TRAINING) for one in kind.fields}
ANYWAY = "Wenn das stimmt, wiederholen Sie den Befehl mit --confirm-gone."
FOUR_EYES = (
    "Für „{title}“ gilt das Vier-Augen-Prinzip. Lassen Sie --publish weg und geben Sie die Angebote einzeln frei."
)
CLASH = "Ein Angebot steht seit dem Einlesen schon in der Datenbank. Bitte lesen Sie die Datei noch einmal ein."


def import_source(name: str, file: str, *, provider: str, dry_run: bool, publish: bool, confirm_gone: bool) -> None:
    """Compare a file or address with what its source gave before, and take it over. Raises UserError."""
    settings = read_configuration()
    with (
        german_errors(UnusableDatabase, UnreadableSource, ChangedMeanwhile),
        _local_copy(file) as path,
        open_current_engine(settings) as engine,
        make_session_factory(engine)() as session,
    ):
        options, reading, history = ReadOptions(settings.current_day(), provider), Reading(), OfferHistory()
        records = read_source(SOURCES[name], path, options, reading)
        plan = make_plan(
            session, SOURCES[name].identity, records, reading, history=history, today=options.today, progress=_tick
        )
        session.rollback()  # nothing was written, and nobody is to wait for the terminal
        for line in describe_plan(plan, LABELS):
            click.echo(line)
        if dry_run:
            click.echo("Es wurde nichts geändert (--dry-run).")
            return
        _check(session, plan, publish=publish, confirm_gone=confirm_gone)
        try:
            found = apply_plan(
                session,
                plan,
                filename=_short_name(file),
                author=AUTHOR,
                history=history,
                now=utc_now(),
                is_shown=publish,
                find_topics=_topic_finder(session, settings.german_dir),
            )
            session.commit()
        except IntegrityError:
            raise UserError(CLASH) from None
        click.echo(f"Fertig (Import {found.id}).")
        if plan.new and not publish:
            click.echo("Neue Angebote stehen im Archiv, bis die Redaktion sie freigibt.")


def _check(session: Session, plan: Plan, *, publish: bool, confirm_gone: bool) -> None:
    """Refuse what a file alone may not decide. Raises UserError."""
    if plan.doubts and not confirm_gone:
        raise UserError(f"{' '.join(plan.doubts)} {ANYWAY}")
    rules = read_all_rules(session)
    closed = next((kind for kind in (FUNDING, TRAINING) if rules[kind.name].needs_approval), None)
    if publish and closed and any(record.type == closed.name for record in plan.new):
        raise UserError(FOUR_EYES.format(title=closed.title))


def _topic_finder(session: Session, german_dir: Path) -> Callable[[str], list[str]]:
    """Return what proposes topics for a title; without the word tables nothing is proposed."""
    if not tables_exist(german_dir):
        return lambda _title: []
    return TopicVocabulary(read_topics(session), open_words(german_dir)).find_topics


@contextmanager
def _local_copy(file: str) -> Iterator[Path]:
    if not is_web_address(file):
        yield Path(file)
        return
    with TemporaryDirectory() as folder:
        target = Path(folder) / "quelle"
        fetch(file, target)
        yield target


def _short_name(file: str) -> str:
    """Return what a report calls the file: without folders, and without what may be secret in an address."""
    return file.partition("?")[0] if is_web_address(file) else Path(file).name


def _tick(count: int) -> None:
    click.echo(f"… {count} Einträge gelesen", err=True)
