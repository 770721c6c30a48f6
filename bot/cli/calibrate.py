"""``lotse calibrate``: fit the thresholds of the gate on held-out phrasings."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase
from bot.cli.errors import german_errors
from bot.cli.held_out import look_at_all, open_folds
from bot.cli.measuring import json_option, progress
from bot.evaluation.calibration import ANSWER_STEPS, STATED_RISK, RiskOutOfReach, Scale, fit_gate
from bot.evaluation.gate_file import write_gate
from bot.evaluation.held_out_tables import calibration_table
from bot.evaluation.report import write_json
from bot.evaluation.verdicts import read_kinship
from bot.german.tables import MissingTables
from bot.search.gate import GATE_FILE, read_gate


@click.command()
@click.option(
    "--risk", type=click.FloatRange(0, 1), default=STATED_RISK, show_default=True, help="So viel darf falsch sein."
)
@click.option("--dry-run", is_flag=True, help="Nur zeigen, nichts schreiben.")
@json_option
def calibrate(risk: float, dry_run: bool, json_file: Path | None) -> None:
    """Die Schwellen der Antworten an die Inhalte anpassen.

    Jede Formulierung wird einmal gefragt, ohne dass sie gelernt wurde; das dauert einige Minuten. Danach gilt, was in
    bot/search/gate.json steht.

    \b
    Beispiel: lotse calibrate --risk 0.3
    """
    with german_errors(UnusableDatabase, MissingTables, RiskOutOfReach):
        settings = read_configuration()
        with open_folds(settings, with_everything=True) as folds:
            knowledge = folds.brain.knowledge()
            money = [
                str(document.reference) for document in knowledge.index.documents if document.group == "foerderung"
            ]
            scale = Scale(look_at_all(folds), read_kinship(knowledge), money)
            with progress("Schwellen", len(ANSWER_STEPS)) as advance:
                fit = fit_gate(scale, read_gate(), risk=risk, done=advance)
            if not dry_run:
                write_gate(GATE_FILE, fit, folds, settings.current_day())
    click.echo(calibration_table(fit, read_gate()))
    click.echo("Nichts geschrieben." if dry_run else f"Geschrieben: {GATE_FILE.name}")
    if json_file:
        write_json(json_file, fit.to_dict())
