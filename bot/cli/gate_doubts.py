"""Say when the thresholds no longer fit content or classifier."""

from __future__ import annotations

import click

from bot.cli.held_out import open_phrasings
from bot.evaluation.gate_file import find_doubts
from bot.german.words import Words
from bot.search.classifier import TextClassifier
from bot.search.classifier_store import UNREADABLE, ClassifierStore
from bot.search.gate import GATE_FILE
from bot.settings import Settings


def show_gate_doubts(settings: Settings) -> None:
    """Print German sentences on why the thresholds should be fitted anew; nothing where they fit."""
    with open_phrasings(settings) as (brain, phrasings):
        for doubt in find_doubts(GATE_FILE, phrasings, _load_classifier(settings, brain.words), brain):
            click.echo(doubt)


def _load_classifier(settings: Settings, words: Words) -> TextClassifier | None:
    try:
        return ClassifierStore(settings.models_dir).load(words)
    except UNREADABLE:
        return None
