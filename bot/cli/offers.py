"""``lotse offers``: funding programmes and training as tables."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.sheet_files import account_option, dry_run_option, export_file, file_argument, import_file
from bot.content.kinds import FUNDING, TRAINING

KINDS = {kind.name: kind for kind in (FUNDING, TRAINING)}
# Where offers come from: a name and what reads the file. Our own templates are the tables that the export writes.
SOURCES = {"vorlage": import_file}

kind_option = click.option("--kind", required=True, type=click.Choice(list(KINDS)), help="Was in der Tabelle steht")


@click.group()
def offers() -> None:
    """Angebote als Tabelle holen und einlesen: Förderprogramme und Weiterbildungen.

    \b
    Beispiel: lotse offers export foerderung.xlsx --kind foerderung
    """


@offers.command()
@file_argument
@kind_option
def export(file: Path, kind: str) -> None:
    """Alle Angebote einer Art als Excel- oder CSV-Datei schreiben; die Endung entscheidet.

    \b
    Beispiel: lotse offers export kurse.csv --kind weiterbildung
    """
    export_file(KINDS[kind], file)


@offers.command("import")
@file_argument
@kind_option
@click.option(
    "--from", "source", type=click.Choice(list(SOURCES)), default="vorlage", show_default=True, help="Woher sie kommt"
)
@dry_run_option
@account_option
def import_offers(file: Path, kind: str, source: str, dry_run: bool, account: str | None) -> None:
    """Eine Datei einlesen und neue und geänderte Angebote veröffentlichen.

    \b
    Beispiel: lotse offers import kurse.csv --kind weiterbildung --dry-run
    """
    SOURCES[source](KINDS[kind], file, dry_run=dry_run, account=account)
