"""Imports of offers from foreign sources at the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from sqlalchemy.orm import Session

from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import UserError, german_errors
from bot.content.kinds import FUNDING, TRAINING
from bot.db import make_session_factory, utc_now
from bot.offers.importers.applying import ChangedMeanwhile
from bot.offers.importers.fetching import fetch, is_web_address
from bot.offers.importers.planning import Plan
from bot.offers.importers.reading import UnreadableSource
from bot.offers.importers.report import describe_plan
from bot.revisions.source_imports import ImportRefused, find_closed_title, plan_file, take_plan

AUTHOR = "Terminal"
LABELS = {one.name: one.label for kind in (FUNDING, TRAINING) for one in kind.fields}
ANYWAY = "Wenn das stimmt, wiederholen Sie den Befehl mit --confirm-gone."
FOUR_EYES = (
    "Für „{title}“ gilt das Vier-Augen-Prinzip. Lassen Sie --publish weg und geben Sie die Angebote einzeln frei."
)


def import_source(name: str, file: str, *, provider: str, dry_run: bool, publish: bool, confirm_gone: bool) -> None:
    """Compare a file or address with what its source gave before, and take it over. Raises UserError."""
    settings = read_configuration()
    with (
        german_errors(UnusableDatabase, UnreadableSource, ChangedMeanwhile, ImportRefused),
        _local_copy(file) as path,
        open_current_engine(settings) as engine,
        make_session_factory(engine)() as session,
    ):
        plan = plan_file(session, name, path, today=settings.current_day(), provider=provider, progress=_tick)
        session.rollback()  # nothing was written, and nobody is to wait for the terminal
        for line in describe_plan(plan, LABELS):
            click.echo(line)
        if dry_run:
            click.echo("Es wurde nichts geändert (--dry-run).")
            return
        _check(session, plan, publish=publish, confirm_gone=confirm_gone)
        short = _short_name(file)
        found = take_plan(
            session,
            plan,
            filename=short,
            author=AUTHOR,
            german_dir=settings.german_dir,
            now=utc_now(),
            is_shown=publish,
        )
        session.commit()
        click.echo(f"Fertig (Import {found.id}).")
        if plan.new and not publish:
            click.echo("Neue Angebote stehen im Archiv, bis die Redaktion sie freigibt.")


def _check(session: Session, plan: Plan, *, publish: bool, confirm_gone: bool) -> None:
    """Refuse what a file alone may not decide. Raises UserError."""
    if plan.doubts and not confirm_gone:
        raise UserError(f"{' '.join(plan.doubts)} {ANYWAY}")
    closed = find_closed_title(session, plan)
    if publish and closed:
        raise UserError(FOUR_EYES.format(title=closed))


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
