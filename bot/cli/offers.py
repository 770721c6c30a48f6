"""``lotse offers``: funding programmes and training as tables, and from the sources that exist."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.errors import UserError
from bot.cli.sheet_files import account_option, dry_run_option, export_file, file_argument, import_file
from bot.cli.source_files import import_source
from bot.content.kinds import FUNDING, TRAINING
from bot.offers.importers.sources import SOURCES

KINDS = {kind.name: kind for kind in (FUNDING, TRAINING)}
TABLES = ("tabelle", "vorlage")  # our own templates: the tables that the export writes
PLACES = "\n".join(f"{name}: {source.title}" for name, source in SOURCES.items())

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
    """Alle Angebote einer Art als Datei schreiben; die Endung entscheidet: .xlsx, .csv oder .json.

    Excel und CSV liest „lotse offers import“ wieder ein. JSON ist für andere Programme.

    \b
    Beispiel: lotse offers export kurse.csv --kind weiterbildung
    Beispiel: lotse offers export foerderung.json --kind foerderung
    """
    export_file(KINDS[kind], file)


@offers.command("import", epilog=f"\b\nQuellen:\ntabelle: eigene Excel- oder CSV-Vorlage\n{PLACES}")
@click.argument("file", metavar="DATEI|ADRESSE")
@click.option(
    "--from", "source", type=click.Choice([*TABLES, *SOURCES]), default=TABLES[1], show_default=True, help="Woher"
)
@click.option("--kind", type=click.Choice(list(KINDS)), help="Was in der eigenen Tabelle steht")
@click.option("--provider", default="", metavar="NAME", help="Anbieter, wo die Datei keinen nennt")
@click.option("--publish", is_flag=True, help="Neue Angebote einer Quelle gleich zeigen, ohne Freigabe")
@click.option("--confirm-gone", is_flag=True, help="Auch übernehmen, wenn ungewöhnlich viele Angebote entfallen")
@dry_run_option
@account_option
def import_offers(
    file: str,
    source: str,
    kind: str | None,
    provider: str,
    publish: bool,
    confirm_gone: bool,
    dry_run: bool,
    account: str | None,
) -> None:
    """Eine Datei oder Adresse einlesen: neue, geänderte und entfallene Angebote.

    Aus der eigenen Vorlage wird gleich veröffentlicht. Neues aus anderen Quellen wartet im Archiv auf die Freigabe;
    was die Redaktion geändert hat, bleibt und wird als „zu entscheiden“ gemeldet.

    \b
    Beispiel: lotse offers import kurse.csv --kind weiterbildung --dry-run
    Beispiel: lotse offers import programme.csv --from fdb-csv
    """
    if source not in TABLES:
        import_source(source, file, provider=provider, dry_run=dry_run, publish=publish, confirm_gone=confirm_gone)
    elif kind is None:
        raise UserError("Bitte sagen Sie mit --kind, was in der Tabelle steht: foerderung oder weiterbildung.")
    else:
        import_file(KINDS[kind], Path(file), dry_run=dry_run, account=account)
