"""Say when the thresholds no longer fit content or classifier."""

from __future__ import annotations

import click

from bot.cli.database import open_current_engine
from bot.db import make_session_factory
from bot.evaluation.folds import read_phrasings
from bot.evaluation.gate_file import find_doubts
from bot.german.tables import open_tables
from bot.german.words import Words
from bot.search.brain import Brain
from bot.search.classifier import TextClassifier
from bot.search.classifier_store import UNREADABLE, ClassifierStore
from bot.search.gate import GATE_FILE
from bot.settings import Settings


def show_gate_doubts(settings: Settings) -> None:
    """Print German sentences on why the thresholds should be fitted anew; nothing where they fit."""
    words = Words(open_tables(settings.var_dir / "german"))
    with open_current_engine(settings) as engine:
        factory = make_session_factory(engine)
        brain = Brain(factory, words, current_day=settings.current_day)
        with factory() as session:
            phrasings = read_phrasings(session, settings.current_day(), brain.knowledge(session))
        for doubt in find_doubts(GATE_FILE, phrasings, _load_classifier(settings, words), brain):
            click.echo(doubt)


def _load_classifier(settings: Settings, words: Words) -> TextClassifier | None:
    try:
        return ClassifierStore(settings.models_dir).load(words)
    except UNREADABLE:
        return None
