"""What all measurements on held-out phrasings share: the folds of the content, trained where they are missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.cli.database import open_current_engine
from bot.cli.measuring import progress
from bot.db import make_session_factory
from bot.evaluation.folds import FoldSet, Phrasing, read_phrasings
from bot.evaluation.held_out import Outlook, look_out
from bot.german.words import open_words
from bot.search.brain import Brain
from bot.settings import Settings


@contextmanager
def open_phrasings(settings: Settings) -> Iterator[tuple[Brain, list[Phrasing]]]:
    """Open the brain and all phrasings of the content until the block ends. Raises as ``open_folds``."""
    words = open_words(settings.german_dir)
    with open_current_engine(settings) as engine:
        factory = make_session_factory(engine)
        brain = Brain(factory, words, current_day=settings.current_day)
        with factory() as session:
            phrasings = read_phrasings(session, settings.current_day(), brain.knowledge(session))
        yield brain, phrasings


@contextmanager
def open_folds(settings: Settings, *, with_everything: bool = False) -> Iterator[FoldSet]:
    """Open the trained folds until the block ends. Raises UnusableDatabase or MissingTables."""
    with open_phrasings(settings) as (brain, phrasings):
        folds = FoldSet(brain, phrasings, settings.var_dir / "evaluation")
        numbers = range(folds.folds + with_everything)
        with progress("Lernen ohne je einen Teil", len(numbers)) as advance:
            folds.train(numbers, done=advance)
        yield folds


def look_at_all(folds: FoldSet) -> list[Outlook]:
    """Ask every fold for what it has not learnt."""
    outlooks = []
    with progress("Fragen", sum(len(folds.held_out(number)) for number in range(folds.folds))) as advance:
        for number in range(folds.folds):
            outlooks += look_out(folds.held_out(number), folds.open(number), folds.brain, done=advance)
    return outlooks
