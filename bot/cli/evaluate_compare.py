"""``lotse evaluate compare``: our recognition and a stock Rasa pipeline on the same examples and questions."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import UserError, german_errors
from bot.cli.measuring import json_option, progress
from bot.db import make_session_factory
from bot.evaluation.compare import (
    Run,
    Task,
    read_foreign_task,
    select_documents,
    split_content,
    with_development,
)
from bot.evaluation.compare_figures import count_comparison
from bot.evaluation.compare_ours import run_ours
from bot.evaluation.compare_stock import StockPipeline
from bot.evaluation.compare_table import compare_table
from bot.evaluation.errors import CannotEvaluate
from bot.evaluation.questions import read_questions
from bot.evaluation.report import write_json
from bot.german.tables import MissingTables
from bot.german.words import Words, open_words
from bot.search.documents import Document
from bot.search.snapshot import read_snapshot
from bot.settings import Settings

FILE = click.Path(path_type=Path)


@click.command()
@click.option("--train", "train_file", type=FILE, help="CSV zum Lernen (text,label) statt der eigenen Inhalte.")
@click.option("--test", "test_file", type=FILE, help="CSV zum Prüfen mit denselben Spalten.")
@click.option("--questions", "questions_file", type=FILE, help="Auch diese Fragen stellen (wie bei questions).")
@click.option("--seed", type=int, default=1, show_default=True, help="Startwert der Aufteilung und von Rasa.")
@click.option("--seeds", type=click.IntRange(1, 50), default=1, help="So viele Aufteilungen für die eigene Seite.")
@click.option("--most", type=click.IntRange(2), help="Von jedem Eintrag nur so viele Formulierungen, zufällig gezogen.")
@click.option("--epochs", type=click.IntRange(1, 1000), default=100, show_default=True, help="Epochen für DIET.")
@click.option("--stock/--no-stock", default=True, help="Rasa mitmessen (mit allen Inhalten etliche Stunden).")
@json_option
def compare(
    train_file: Path | None,
    test_file: Path | None,
    questions_file: Path | None,
    seed: int,
    seeds: int,
    most: int | None,
    epochs: int,
    stock: bool,
    json_file: Path | None,
) -> None:
    """Die eigene Erkennung neben einer üblichen Rasa-Pipeline messen.

    Ohne Dateien wird die Hälfte aller Formulierungen von Einträgen und Angeboten zurückgehalten und gefragt.

    \b
    Beispiel: lotse evaluate compare --seeds 5 --json results/compare.json
    """
    with german_errors(CannotEvaluate, MissingTables, UnusableDatabase):
        settings = read_configuration()
        words = open_words(settings.german_dir)
        task, *others = _read_tasks(settings, train_file, test_file, range(seed, seed + seeds), most)
        if questions_file:
            questions = read_questions(questions_file)
            task, *others = (with_development(one, questions) for one in (task, *others))
        ours, *further = [_run_ours(one, words) for one in (task, *others)]
        rival = _run_stock(task, epochs=epochs, seed=seed) if stock else None
    report = count_comparison(task, ours, rival, list(zip(others, further, strict=True)))
    click.echo(compare_table(report))
    if json_file:
        write_json(json_file, {"seed": seed, "most": most, "epochs": epochs, **report.to_dict()})


def _read_tasks(
    settings: Settings, train_file: Path | None, test_file: Path | None, seeds: range, most: int | None
) -> list[Task]:
    if not train_file and not test_file:
        documents = _read_documents(settings)
        return [split_content(documents, seed=seed, most=most) for seed in seeds]
    if not train_file or not test_file:
        raise UserError("--train und --test gehören zusammen.")
    if len(seeds) > 1 or most:
        raise UserError(
            "--seeds und --most teilen die eigenen Inhalte auf, mit --train und --test gibt es nichts aufzuteilen."
        )
    return [read_foreign_task(train_file, test_file)]


def _read_documents(settings: Settings) -> list[Document]:
    with open_current_engine(settings) as engine, make_session_factory(engine)() as session:
        return select_documents(read_snapshot(session, settings.current_day(), show_samples=True))


def _run_ours(task: Task, words: Words) -> list[Run]:
    click.echo(f"Eigenes Training mit {len(task.examples)} Texten …", err=True)
    with progress("Fragen", 2 * len(task.questions)) as advance:
        return run_ours(task, words, done=advance)


def _run_stock(task: Task, *, epochs: int, seed: int) -> Run:
    with tempfile.TemporaryDirectory(prefix="lotse-compare-") as folder:
        pipeline = StockPipeline(Path(folder), task, epochs=epochs, seed=seed)
        with progress("Rasa lernt (Epochen)", epochs) as advance:
            pipeline.train(done=advance)
        with progress("Rasa antwortet (Fragen)", len(task.questions)) as advance:
            return pipeline.ask(done=advance)
