"""``lotse evaluate handoff``: play hand-offs while everything breaks, and check that none gets lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from bot.cli.configuration import read_configuration
from bot.cli.errors import german_errors
from bot.cli.measuring import json_option
from bot.evaluation.errors import CannotEvaluate
from bot.evaluation.handoff.evidence import read_evidence
from bot.evaluation.handoff.plan import SimulationPlan
from bot.evaluation.handoff.run import simulate
from bot.evaluation.handoff.verdict import judge, verdict_lines
from bot.evaluation.report import write_json

at_least_one = click.IntRange(1, 100_000)


@click.command()
@click.option("--handoffs", type=at_least_one, default=SimulationPlan.handoffs, help="So viele Übergaben.")
@click.option("--kills", type=click.IntRange(0, 10_000), default=SimulationPlan.kills, help="So viele Abstürze.")
@click.option("--seed", type=int, default=SimulationPlan.seed, help="Zufallszahl: gleiche Besucher, gleiche Launen.")
@click.option(
    "--mail-down",
    type=click.FloatRange(0, 0.9),
    default=SimulationPlan.mail_down,
    help="Anteil der Zeit, in der der Mailserver gestört ist.",
)
@click.option("--workers", type=click.IntRange(1, 8), default=SimulationPlan.workers, help="So viele Gateways.")
@click.option("--visitors", type=click.IntRange(1, 200), default=SimulationPlan.visitors, help="Besucher zugleich.")
@click.option("--with-rasa/--without-rasa", default=True, help="Ohne Rasa werden die Vorgänge direkt angelegt.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Datenbank, Protokolle hierher.")
@json_option
def handoff(
    handoffs: int,
    kills: int,
    seed: int,
    mail_down: float,
    workers: int,
    visitors: int,
    with_rasa: bool,
    folder: Path | None,
    json_file: Path | None,
) -> None:
    """Übergaben spielen, während Uhren springen, Mails scheitern und Prozesse abstürzen.

    \b
    Beispiel: lotse evaluate handoff --handoffs 100 --kills 10
    """
    plan = SimulationPlan(handoffs, kills, seed, mail_down, workers, visitors, with_rasa)
    with german_errors(CannotEvaluate), tempfile.TemporaryDirectory(prefix="lotse-handoff-") as temporary:
        place = (folder or Path(temporary)).absolute()
        place.mkdir(parents=True, exist_ok=True)
        if any(place.iterdir()):
            raise CannotEvaluate(f"Der Ordner {place} ist nicht leer. Bitte nennen Sie einen neuen.")
        played, factory = simulate(plan, place, read_configuration(), say=lambda text: click.echo(text, err=True))
        verdict = judge(read_evidence(played, factory))
    for line in verdict_lines(verdict):
        click.echo(line)
    if json_file:
        write_json(json_file, verdict.to_dict())
    if not verdict.holds:
        raise SystemExit(1)
