from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.evaluation.folds import ALWAYS_LEARNT, FoldSet, Phrasing, assign_fold, read_phrasings
from bot.evaluation.held_out import look_out
from bot.search.brain import Brain
from tests.conftest import TODAY
from tests.evaluation.held_out_samples import LABELS, make_small_folds


@pytest.fixture(scope="module")
def phrasings(brain: Brain) -> list[Phrasing]:
    with brain.factory() as session:
        return read_phrasings(session, TODAY, brain.knowledge(session))


@pytest.fixture(scope="module")
def folds(brain: Brain, tmp_path_factory: pytest.TempPathFactory) -> FoldSet:
    return make_small_folds(brain, tmp_path_factory.mktemp("folds"))


def test_titles_are_always_learnt_and_all_else_is_held_out_once(brain: Brain, phrasings: list[Phrasing]) -> None:
    titles = {(document.title, str(document.reference)) for document in brain.knowledge().index.documents}
    learnt = {(phrasing.text, phrasing.label) for phrasing in phrasings if phrasing.fold == ALWAYS_LEARNT}
    assert learnt == titles
    sizes = [sum(phrasing.fold == number for phrasing in phrasings) for number in range(3)]
    assert max(sizes) < 1.1 * min(sizes)


def test_moves_and_what_is_not_ours_are_held_out_too(phrasings: list[Phrasing]) -> None:
    labels = {phrasing.label for phrasing in phrasings if phrasing.fold != ALWAYS_LEARNT}
    assert {"smalltalk_dank", "out_of_scope", "handoff"} <= labels


def test_the_same_text_in_other_spelling_belongs_to_the_same_fold() -> None:
    for text in ("Förderung für Start-ups?", "Wer hilft beim Antrag", "Was kostet das"):
        assert assign_fold(text, 7) == assign_fold(text.upper().replace("Ö", "oe") + " !", 7)


@pytest.mark.slow
def test_a_fold_does_not_know_what_it_holds_out(folds: FoldSet) -> None:
    fold, text = folds.open(0), next(p.text for p in folds.held_out(0) if p.label == "faq:laufzeit-tregks")
    assert fold.knowledge.index.find_exact(text) is None
    assert folds.brain.knowledge().index.find_exact(text) is not None
    assert folds.open(1).knowledge.index.find_exact(text) is not None


@pytest.mark.slow
def test_the_fold_of_everything_holds_nothing_out(folds: FoldSet) -> None:
    assert folds.held_out(folds.everything) == []
    assert folds.open(folds.everything).classifier.labels == sorted(LABELS)


@pytest.mark.slow
def test_held_out_texts_are_asked_with_the_brain_of_their_fold(folds: FoldSet) -> None:
    asked, count = folds.held_out(0), []
    outlooks = look_out(asked, folds.open(0), folds.brain, done=count.append)
    assert len(count) == len(asked)
    content = [outlook for outlook in outlooks if outlook.is_content]
    found = [outlook for outlook in content if outlook.candidates and outlook.candidates[0][0] == outlook.label]
    assert len(found) > len(content) / 2, "three entries are told apart"
    assert all(0 <= outlook.certainty <= 1 and len(outlook.choices) <= 3 for outlook in outlooks)
    sent = [dict(outlook.moves).get("smalltalk_dank", 0.0) for outlook in outlooks if outlook.label == "smalltalk_dank"]
    assert max(sent) > 0.5


@pytest.mark.slow
def test_gibberish_has_no_outlook(folds: FoldSet) -> None:
    (outlook,) = look_out([Phrasing("xqzvw kjhgf", "faq:hausbankprinzip", 0)], folds.open(0), folds.brain)
    assert (outlook.moves, outlook.candidates, outlook.certainty) == ((), (), 0.0)


@pytest.mark.slow
def test_folds_are_trained_once_for_each_content(folds: FoldSet, brain: Brain) -> None:
    file = folds.folder / "fold-0" / "labels.json"
    before = file.stat().st_mtime_ns
    again = FoldSet(brain, folds.phrasings, folds.folder.parent)
    again.train(range(3))
    assert file.stat().st_mtime_ns == before
    changed = [replace(folds.phrasings[0], text="Ganz etwas Neues"), *folds.phrasings[1:]]
    assert FoldSet(brain, changed, Path("elsewhere")).folder.name != folds.folder.name
