"""``lotse train``: make the model, or let its classifier learn what is new in the content."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import click

from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import german_errors
from bot.cli.gate_doubts import show_gate_doubts
from bot.cli.refitting import open_refitter
from bot.cli.steps import log_to_terminal, step
from bot.german.tables import MissingTables, open_tables
from bot.nlu.refit import refit_classifier
from bot.nlu.training import TrainingFailed, is_model_current, train_model
from bot.settings import Settings


@click.command()
@click.option("--force", is_flag=True, help="Auch trainieren, wenn das Modell aktuell ist.")
@click.option("--classifier", is_flag=True, help="Nur neue Inhalte lernen, auch während der Assistent läuft.")
@click.option("--watch", is_flag=True, help="Danach nach jeder Änderung der Inhalte neu lernen, bis Strg+C.")
def train(force: bool, classifier: bool, watch: bool) -> None:
    """Das Modell trainieren, wenn es fehlt oder veraltet ist.

    Wurden nur Inhalte geändert, so lernt allein der Klassifikator neu. Mit „lotse serve“ tut er das von selbst; wo die
    Teile des Assistenten einzeln laufen, gehört „lotse train --watch“ dazu.

    \b
    Beispiel: lotse train --force
    """
    with german_errors(UnusableDatabase, TrainingFailed, MissingTables):
        settings = read_configuration()
        if classifier:
            learn_content(settings, force=force)
        else:
            make_model(settings, force=force)
        show_gate_doubts(settings)
        if watch:
            watch_content(settings)


def make_model(settings: Settings, *, force: bool = False) -> None:
    """Train what is not current, and say so. Raises UnusableDatabase, MissingTables or TrainingFailed."""
    open_tables(settings.german_dir)  # a missing table shows here, not after seconds of imports
    with open_current_engine(settings), step("Modell trainieren") as running:
        if force or not is_model_current(settings):
            train_model(settings)
            return
        running.result = "ist aktuell"
    learn_content(settings)


def learn_content(settings: Settings, *, force: bool = False) -> None:
    """Fit the classifier anew unless it is current, and say so. Raises what ``make_model`` raises."""
    open_tables(settings.german_dir)
    with open_current_engine(settings), step("Inhalte lernen") as running:
        report = refit_classifier(settings, force=force)
        if report.was_current:
            running.result = "sind bekannt"
        elif report.verdict and not report.verdict.is_good:
            spoilt = len(report.verdict.spoilt)
            running.result = f"nicht übernommen: {spoilt} Fragen würden schlechter (Redaktion: Versionen)"


def watch_content(settings: Settings) -> None:
    """Learn every change of the content until Ctrl-C."""
    log_to_terminal()
    with open_refitter(settings) as refitter, suppress(KeyboardInterrupt):
        asyncio.run(refitter.run())
    click.echo("Beendet.")
