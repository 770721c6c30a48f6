"""``lotse content``: what no button of the back office does with content."""

from __future__ import annotations

import click

from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import UserError, german_errors
from bot.content.kinds import KINDS
from bot.db import make_session_factory
from bot.revisions.deletion import Remains, StillShown, delete_for_good, find_remains


@click.group()
def content() -> None:
    """Archivierte Inhalte endgültig löschen.

    \b
    Beispiel: lotse content delete kontakt:erika-beispiel
    """


@content.command("delete")
@click.argument("reference")
@click.option("--yes", is_flag=True, help="Wirklich löschen; sonst wird nur gezeigt, was gelöscht würde")
def delete_record(reference: str, yes: bool) -> None:
    """Einen archivierten Eintrag mit allen seinen Fassungen endgültig löschen (REFERENCE: Art und Kurzname).

    \b
    Beispiel: lotse content delete kontakt:erika-beispiel --yes
    """
    name, _, key = reference.partition(":")
    if name not in KINDS or not key:
        raise UserError(f"„{reference}“ ist keine Art mit Kurzname, zum Beispiel kontakt:erika-beispiel.")
    with (
        german_errors(UnusableDatabase, StillShown),
        open_current_engine(read_configuration()) as engine,
        make_session_factory(engine).begin() as session,
    ):
        try:
            remains = (delete_for_good if yes else find_remains)(session, KINDS[name], key)
        except KeyError:
            raise UserError(f"„{reference}“ gibt es nicht.") from None
    click.echo(f"{reference}: {_list(remains)} {'gelöscht.' if yes else 'würden gelöscht. Mit --yes wird es getan.'}")


def _list(remains: Remains) -> str:
    parts = ["der Eintrag"] if remains.has_row else []
    parts.append(f"Fassungen: {remains.revisions}")
    parts.append(f"Zeilen in Importen: {remains.import_rows}")
    parts.append(f"Prüffragen: {remains.golden_questions}")
    return ", ".join(parts)
