"""``lotse faq``: the entries as a table, and what their quality is."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import click

from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import german_errors
from bot.cli.sheet_files import account_option, dry_run_option, export_file, file_argument, import_file
from bot.content.kinds import FAQ
from bot.content.queries import ListFilter, find_keys
from bot.content.records import Record, read_records
from bot.db import make_session_factory
from bot.faq.marks import GOOD, MISSING, Mark, mark_entry


@click.group()
def faq() -> None:
    """FAQ-Einträge als Tabelle holen, einlesen und prüfen.

    \b
    Beispiel: lotse faq export faq.xlsx
    """


@faq.command()
@file_argument
def export(file: Path) -> None:
    """Alle Einträge als Excel- oder CSV-Datei schreiben; die Endung entscheidet.

    \b
    Beispiel: lotse faq export faq.xlsx
    """
    export_file(FAQ, file)


@faq.command("import")
@file_argument
@dry_run_option
@account_option
def import_entries(file: Path, dry_run: bool, account: str | None) -> None:
    """Eine Excel- oder CSV-Datei einlesen und neue und geänderte Einträge veröffentlichen.

    \b
    Beispiel: lotse faq import faq.xlsx --dry-run
    """
    import_file(FAQ, file, dry_run=dry_run, account=account)


@faq.command()
@click.option("--all", "show_all", is_flag=True, help="Auch zeigen, was nur besser sein könnte")
def check(show_all: bool) -> None:
    """Alle Einträge prüfen: zu wenig Fragen, zu lange Antworten, ohne Quelle oder Wiedervorlage, abgelaufen.

    \b
    Beispiel: lotse faq check
    """
    with german_errors(UnusableDatabase):
        settings = read_configuration()
        with open_current_engine(settings) as engine, make_session_factory(engine)() as session:
            records = read_records(session, FAQ, find_keys(session, FAQ, ListFilter()))
    found = {key: _find_weak(record, settings.current_day()) for key, record in records.items()}
    for key, marks in found.items():
        shown = [mark for mark in marks if show_all or mark.level == MISSING]
        if shown:
            click.echo(f"{records[key]['question']} ({key})")
        for mark in shown:
            click.echo(f"  {'Fehlt' if mark.level == MISSING else 'Besser'}: {mark.text}")
    _sum_up(found)


def _find_weak(record: Record, today: date) -> list[Mark]:
    return [mark for mark in mark_entry(record, today) if mark.level != GOOD]


def _sum_up(found: dict[str, list[Mark]]) -> None:
    levels = Counter(mark.level for marks in found.values() for mark in marks)
    good = sum(not marks for marks in found.values())
    click.echo(
        f"{len(found)} Einträge, davon {good} ohne Hinweis; {levels[MISSING]} Mal fehlt etwas, "
        f"{levels.total() - levels[MISSING]} Mal geht es besser."
    )
