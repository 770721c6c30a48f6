"""``lotse evaluate robustness | variants``: what the assistant makes of phrasings it has not learnt."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase
from bot.cli.errors import german_errors
from bot.cli.held_out import look_at_all, open_folds
from bot.cli.measuring import json_option, progress
from bot.evaluation.held_out_tables import robustness_table
from bot.evaluation.learning_curve import SHARES, measure_learning_curve
from bot.evaluation.noise import make_noises
from bot.evaluation.report import write_json
from bot.evaluation.robustness import measure_robustness
from bot.evaluation.variant_tables import curve_table, variant_table
from bot.evaluation.variants import report_variants
from bot.evaluation.verdicts import read_kinship
from bot.german.tables import MissingTables
from bot.search.gate import read_gate


@click.command()
@click.option("--size", type=click.IntRange(1), default=700, show_default=True, help="So viele Fragen je Teil.")
@json_option
def robustness(size: int, json_file: Path | None) -> None:
    """Prüfen, was Tippfehler, Diktat, E-Mails und Ähnliches der Erkennung anhaben.

    \b
    Beispiel: lotse evaluate robustness --json results/robustness.json
    """
    with german_errors(UnusableDatabase, MissingTables), open_folds(read_configuration()) as folds:
        noises = make_noises(folds.brain.words)
        kinship = read_kinship(folds.brain.knowledge())
        with progress("Fragen", folds.folds * size * (len(noises) + 1)) as advance:
            figures = measure_robustness(folds, noises, read_gate(), kinship, size=size, done=advance)
    click.echo(robustness_table(figures))
    if json_file:
        write_json(json_file, [row.to_dict() for row in figures])


@click.command()
@click.option("--curve/--no-curve", default=False, help="Auch messen, was mehr Formulierungen bringen (Minuten mehr).")
@click.option("--size", type=click.IntRange(1), default=2000, show_default=True, help="So viele Fragen für die Kurve.")
@json_option
def variants(curve: bool, size: int, json_file: Path | None) -> None:
    """Zeigen, welchen Einträgen weitere oder andere Formulierungen helfen.

    \b
    Beispiel: lotse evaluate variants --curve --json results/variants.json
    """
    with german_errors(UnusableDatabase, MissingTables):
        settings = read_configuration()
        with open_folds(settings) as folds:
            kinship, points = read_kinship(folds.brain.knowledge()), []
            outlooks = look_at_all(folds)
            with progress("Vergleich", sum(outlook.is_content for outlook in outlooks)) as advance:
                report = report_variants(folds, outlooks, read_gate(), kinship, done=advance)
            if curve:
                with progress("Lernkurve", len(SHARES)) as advance:
                    cache = settings.var_dir / "evaluation"
                    points = measure_learning_curve(folds, kinship, cache, size=size, done=advance)
    click.echo(variant_table(report))
    if points:
        click.echo(curve_table(points))
    if json_file:
        write_json(json_file, report.to_dict() | {"learning_curve": [point.to_dict() for point in points]})
