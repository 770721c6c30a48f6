"""``lotse evaluate nlu | retrieval``: measure classifier and ranking on any files, without a running assistant."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.errors import german_errors
from bot.cli.measuring import json_option, progress
from bot.evaluation.errors import CannotEvaluate
from bot.evaluation.nlu import count_nlu_figures, predict_labels, read_labelled_texts, train_on
from bot.evaluation.report import nlu_table, retrieval_table, write_json
from bot.evaluation.retrieval import build_ranker, count_retrieval_figures, rank_queries, read_documents, read_queries
from bot.german.tables import MissingTables
from bot.german.words import open_words
from bot.settings import read_settings

FILE = click.Path(path_type=Path)


@click.command()
@click.option("--train", "train_file", type=FILE, required=True, help="CSV zum Lernen mit den Spalten text,label.")
@click.option("--test", "test_file", type=FILE, required=True, help="CSV zum Prüfen mit denselben Spalten.")
@json_option
def nlu(train_file: Path, test_file: Path, json_file: Path | None) -> None:
    """Die Erkennung auf beliebigen Texten lernen lassen und prüfen.

    \b
    Beispiel: lotse evaluate nlu --train train.csv --test test.csv --json results/nlu.json
    """
    with german_errors(CannotEvaluate, MissingTables):
        examples, texts = read_labelled_texts(train_file), read_labelled_texts(test_file)
        words = open_words(read_settings().german_dir)
        click.echo(f"Training mit {len(examples)} Texten …", err=True)
        classifier, training = train_on(examples, words)
    with progress("Texte", len(texts)) as advance:
        predictions = predict_labels(classifier, texts, done=advance)
    report = count_nlu_figures(examples, predictions, training=training)
    click.echo(nlu_table(report))
    if json_file:
        write_json(json_file, report.to_dict())


@click.command()
@click.option("--documents", "documents_file", type=FILE, required=True, help="CSV: slug,question und evtl. answer.")
@click.option("--queries", "queries_file", type=FILE, required=True, help="CSV: question,slugs (mit ; getrennt).")
@json_option
def retrieval(documents_file: Path, queries_file: Path, json_file: Path | None) -> None:
    """Die Suche auf beliebigen Einträgen prüfen.

    \b
    Beispiel: lotse evaluate retrieval --documents docs.csv --queries queries.csv --json results/retrieval.json
    """
    with german_errors(CannotEvaluate, MissingTables):
        documents, queries = read_documents(documents_file), read_queries(queries_file)
        words = open_words(read_settings().german_dir)
        click.echo(f"Aufbau mit {len(documents)} Einträgen …", err=True)
        ranker, building = build_ranker(documents, words)
    with progress("Fragen", len(queries)) as advance:
        results = rank_queries(ranker, queries, done=advance)
    report = count_retrieval_figures(ranker, queries, results, building=building)
    click.echo(retrieval_table(report))
    if json_file:
        write_json(json_file, report.to_dict())
