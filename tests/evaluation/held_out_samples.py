"""A few labels of the seeded content as folds that are learnt in a second, for the measurements on held-out texts."""

from __future__ import annotations

from pathlib import Path

from bot.evaluation.folds import FoldSet, read_phrasings
from bot.search.brain import Brain
from tests.conftest import TODAY

PER_LABEL = 40
LABELS = ("faq:laufzeit-tregks", "faq:hausbankprinzip", "foerderung:zim", "smalltalk_dank", "out_of_scope")


def make_small_folds(brain: Brain, folder: Path) -> FoldSet:
    with brain.factory() as session:
        phrasings = read_phrasings(session, TODAY, brain.knowledge(session))
    some = [one for label in LABELS for one in [p for p in phrasings if p.label == label][:PER_LABEL]]
    folds = FoldSet(brain, some, folder)
    folds.train(range(folds.folds + 1))
    return folds
