"""``lotse train``: make the model."""

from __future__ import annotations

import click

from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import german_errors
from bot.cli.steps import step
from bot.german.tables import MissingTables, open_tables
from bot.nlu.training import TrainingFailed, is_model_current, train_model
from bot.settings import Settings


@click.command()
@click.option("--force", is_flag=True, help="Auch trainieren, wenn das Modell aktuell ist.")
def train(force: bool) -> None:
    """Das Modell trainieren, wenn es fehlt oder veraltet ist.

    \b
    Beispiel: lotse train --force
    """
    with german_errors(UnusableDatabase, TrainingFailed, MissingTables):
        make_model(read_configuration(), force=force)


def make_model(settings: Settings, *, force: bool = False) -> None:
    """Train unless the model is current, and say so. Raises UnusableDatabase, MissingTables or TrainingFailed."""
    open_tables(settings.var_dir / "german")  # a missing table shows here, not after seconds of imports
    with open_current_engine(settings), step("Modell trainieren") as running:
        if not force and is_model_current(settings):
            running.result = "ist aktuell"
        else:
            train_model(settings, force=True)
