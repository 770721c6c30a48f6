"""``lotse evaluate``: measure the running assistant, or its parts on foreign files."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from bot.cli.errors import german_errors
from bot.cli.evaluate_compare import compare
from bot.cli.evaluate_files import nlu, retrieval
from bot.cli.evaluate_handoff import handoff
from bot.cli.evaluate_held_out import robustness, variants
from bot.cli.measuring import json_option, progress
from bot.evaluation.client import open_http
from bot.evaluation.dialogues import DIALOGUES_FILE, play_dialogues, read_dialogues, summarise_dialogues
from bot.evaluation.errors import CannotEvaluate
from bot.evaluation.launch import RunningAssistant, find_running, prepare_environment, start_assistant, train_model
from bot.evaluation.load import LoadPlan, LoadReport, describe_machine, put_load, require_loopback
from bot.evaluation.memory import read_memory
from bot.evaluation.questions import (
    QUESTIONS_FILE,
    VERDICTS,
    Question,
    ask_questions,
    count_figures,
    measure_latency,
    read_questions,
)
from bot.evaluation.report import dialogue_lines, load_table, question_lines, question_table, write_json
from bot.settings import ROOT, Settings, read_settings

LOAD_RESULT = ROOT / "results" / "load.json"

url_option = click.option("--url", help="Adresse des laufenden Assistenten (sonst die aus den Einstellungen).")


@click.group()
def evaluate() -> None:
    """Den Assistenten messen: Fragen, Dialoge, Last, Erkennung, Suche.

    \b
    Beispiel: lotse evaluate questions --show wrong
    """


evaluate.add_command(nlu)
evaluate.add_command(retrieval)
evaluate.add_command(robustness)
evaluate.add_command(variants)
evaluate.add_command(compare)
evaluate.add_command(handoff)


@evaluate.command()
@click.argument("file", type=click.Path(path_type=Path), default=QUESTIONS_FILE)
@url_option
@json_option
@click.option("--show", type=click.Choice([*VERDICTS, "all", "none"]), default="wrong", help="Diese Antworten zeigen.")
@click.option("--workers", type=click.IntRange(1, 32), default=2, help="So viele Fragen zugleich stellen.")
def questions(file: Path, url: str | None, json_file: Path | None, show: str, workers: int) -> None:
    """Einzelne Fragen stellen und die Antworten bewerten.

    \b
    Beispiel: lotse evaluate questions --url http://127.0.0.1:8000 --json results/questions.json
    """
    with german_errors(CannotEvaluate):
        asked = read_questions(file)
        with open_http(url or _own_url(read_settings())) as http, progress("Fragen", len(asked)) as advance:
            results = ask_questions(http, asked, workers=workers, done=advance)
    figures, latency = count_figures(results), measure_latency(results)
    for line in question_lines(results, show):
        click.echo(line)
    click.echo(question_table(figures, latency))
    if json_file:
        rows = [result.to_dict() for result in results]
        write_json(json_file, {"figures": figures, "latency": latency, "results": rows})


@evaluate.command()
@click.argument("file", type=click.Path(path_type=Path), default=DIALOGUES_FILE)
@url_option
@json_option
@click.option("--verbose", is_flag=True, help="Jede Antwort zeigen.")
def dialogues(file: Path, url: str | None, json_file: Path | None, verbose: bool) -> None:
    """Ganze Dialoge spielen und jeden Zug prüfen.

    \b
    Beispiel: lotse evaluate dialogues tests/evaluation/dialogues.yml --verbose
    """
    with german_errors(CannotEvaluate):
        planned = read_dialogues(file)
        with open_http(url or _own_url(read_settings())) as http, progress("Dialoge", len(planned)) as advance:
            played = play_dialogues(http, planned, done=advance)
    if verbose:
        for dialogue in played:
            for turn in dialogue.turns:
                click.echo(f"[{dialogue.id}] > {turn.said}\n    {turn.turn.kinds} {turn.turn.text[:400]}")
    summary = summarise_dialogues(played)
    for line in dialogue_lines(summary):
        click.echo(line)
    if json_file:
        write_json(json_file, summary)


@evaluate.command()
@click.argument("file", type=click.Path(path_type=Path), default=QUESTIONS_FILE)
@click.option("--url", help="Einen laufenden Assistenten messen (mit LOTSE_RATE_LIMIT=off), statt einen zu starten.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), default=LOAD_RESULT, help="Ergebnisdatei.")
@click.option("--train/--no-train", default=True, help="Auch ein Training messen (ohne --url).")
@click.option(
    "--single", type=click.IntRange(1, 100_000), default=LoadPlan.single_messages, help="Nachrichten eines Besuchers."
)
@click.option(
    "--parallel",
    type=click.IntRange(1, 100_000),
    default=LoadPlan.parallel_messages,
    help="Nachrichten aller Besucher.",
)
@click.option("--visitors", type=click.IntRange(1, 64), default=LoadPlan.visitors, help="Besucher zugleich.")
@click.option(
    "--per-second",
    type=click.FloatRange(0.1),
    default=LoadPlan.per_second,
    help="Nachrichten aller Besucher je Sekunde im gleichmäßigen Abschnitt.",
)
@click.option("--seconds", type=click.FloatRange(1), default=LoadPlan.seconds, help="Höchstdauer eines Abschnitts.")
def load(
    file: Path,
    url: str | None,
    json_file: Path,
    train: bool,
    single: int,
    parallel: int,
    visitors: int,
    per_second: float,
    seconds: float,
) -> None:
    """Antwortzeiten, Durchsatz und Speicher unter Last messen (make bench).

    \b
    Beispiel: lotse evaluate load --no-train --visitors 8
    """
    plan = LoadPlan(single, parallel, visitors, per_second, seconds)
    with german_errors(CannotEvaluate), ExitStack() as stack:
        settings = read_settings()
        asked = read_questions(file)
        if url:
            require_loopback(url)
            training, running = None, find_running(url, settings)
        else:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lotse-load-")))
            training, running = _start_own(stack, folder, settings, train=train)
        report = _measure(running, asked, plan, training)
    click.echo(load_table(report))
    write_json(json_file, report.to_dict())
    click.echo(f"Geschrieben: {json_file}")


def _start_own(
    stack: ExitStack, folder: Path, settings: Settings, *, train: bool
) -> tuple[float | None, RunningAssistant]:
    """Start an assistant below ``folder``; it answers with the model just trained, or with the existing one."""
    environment = prepare_environment(folder, var_dir=settings.var_dir, models_dir=settings.models_dir)
    training = None
    if train:
        click.echo("Training …", err=True)
        training = train_model(environment, folder / "models")
        environment["LOTSE_MODELS_DIR"] = str(folder / "models")
    click.echo("Start …", err=True)
    return training, stack.enter_context(start_assistant(environment, folder))


def _measure(running: RunningAssistant, asked: list[Question], plan: LoadPlan, training: float | None) -> LoadReport:
    messages = plan.single_messages + 2 * plan.parallel_messages
    with open_http(running.url), progress("Nachrichten", messages) as advance:
        (single, steady, parallel), healthz = put_load(running.url, asked, plan, done=advance)
    return LoadReport(
        single,
        steady,
        parallel,
        healthz,
        read_memory(running.processes_file),
        running.start_seconds,
        training,
        *describe_machine(),
    )


def _own_url(settings: Settings) -> str:
    return f"http://127.0.0.1:{settings.port}"
