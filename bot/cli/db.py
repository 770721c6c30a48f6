"""``lotse db``: schema and first content of the database."""

from __future__ import annotations

import click

from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine, open_engine
from bot.cli.errors import german_errors
from bot.cli.steps import step
from bot.content.loader import seed_database
from bot.db import make_session_factory
from bot.migrations.upgrade import upgrade_database


@click.group()
def db() -> None:
    """Die Datenbank einrichten und füllen.

    \b
    Beispiel: lotse db upgrade
    """


@db.command()
def upgrade() -> None:
    """Die Datenbank anlegen oder auf den neuesten Stand bringen.

    \b
    Beispiel: lotse db upgrade
    """
    with (
        german_errors(UnusableDatabase),
        step("Datenbank auf den neuesten Stand bringen"),
        open_engine(read_configuration()) as engine,
    ):
        upgrade_database(engine)


@db.command()
def seed() -> None:
    """Die mitgelieferten Inhalte einspielen; was die Redaktion geändert hat, bleibt.

    \b
    Beispiel: lotse db seed
    """
    with (
        german_errors(UnusableDatabase),
        step("Inhalte einspielen"),
        open_current_engine(read_configuration()) as engine,
    ):
        report = seed_database(make_session_factory(engine))
    for line in report.lines():
        click.echo(f"  {line}")
