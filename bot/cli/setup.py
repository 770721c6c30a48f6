"""``lotse setup``: everything that must be there before the first start."""

from __future__ import annotations

import click

from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_engine
from bot.cli.errors import german_errors
from bot.cli.german_model import describe_pipeline, try_official_model
from bot.cli.steps import step
from bot.cli.train import make_model
from bot.content.loader import seed_database
from bot.db import make_session_factory
from bot.german.tables import MissingTables, compile_tables, tables_exist
from bot.german.vectors import UnusableVectors, compile_vectors, vectors_are_current
from bot.migrations.upgrade import upgrade_database
from bot.nlu.training import TrainingFailed
from bot.settings import Settings


@click.command()
@click.option(
    "--german-model/--no-german-model",
    default=None,
    help="Das offizielle deutsche Sprachmodell noch einmal holen bzw. gar nicht (sonst: ein einziger Versuch).",
)
def setup(german_model: bool | None) -> None:
    """Alles einrichten, was zum Start fehlt: Sprachtabellen, Datenbank, Inhalte, Modell.

    \b
    Beispiel: lotse setup --german-model
    """
    with german_errors(UnusableDatabase, TrainingFailed, MissingTables, UnusableVectors):
        settings = read_configuration()
        if german_model is not False:
            try_official_model(settings.var_dir, again=german_model is True)
        click.echo(describe_pipeline())
        prepare_tables(settings)
        prepare_vectors(settings)
        prepare_database(settings)
        make_model(settings)


def prepare_tables(settings: Settings) -> None:
    """Compile the German word tables unless they are there."""
    with step("Sprachtabellen einrichten") as running:
        if tables_exist(settings.german_dir):
            running.result = "sind aktuell"
        else:
            compile_tables(settings.german_dir)


def prepare_vectors(settings: Settings) -> None:
    """Compile the word vectors of LOTSE_VECTORS, where it is set. Raises UnusableVectors."""
    folder = settings.german_dir
    if settings.vectors_model is None:
        return
    with step("Wortvektoren einrichten") as running:
        if vectors_are_current(settings.vectors_model, folder):
            running.result = "sind aktuell"
        else:
            compile_vectors(settings.vectors_model, folder)


def prepare_database(settings: Settings) -> None:
    """Bring the schema up to date and fill in the content. Raises UnusableDatabase."""
    with open_engine(settings) as engine:
        with step("Datenbank einrichten"):
            upgrade_database(engine)
        with step("Inhalte einspielen"):
            report = seed_database(make_session_factory(engine))
    for line in report.lines():
        if not line.endswith("unverändert"):
            click.echo(f"  {line}")
