"""Judge a new classifier as visitors would meet it: through the answering brain, over the content as it is now.

That happens in a process of its own: reading the content and asking the classifier in use take as long as counting the
grams that the new one learns from, and then both cores are busy.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process

from bot.db import make_engine, make_session_factory
from bot.german.words import open_words
from bot.releases.promotion import Answerer, Asked, Verdict, judge
from bot.search.brain import are_twins
from bot.search.classifier import TextClassifier
from bot.search.classifier_store import UNREADABLE, ClassifierStore
from bot.search.knowledge import Knowledge
from bot.search.message import prepare
from bot.search.reduced import make_brain
from bot.settings import Settings

Compare = Callable[[str], Verdict]  # the name of a version in the store -> how it compares with the one in use


@dataclass(frozen=True)
class Exam:
    """What classifiers are asked: golden questions, and phrasings that none has learnt."""

    golden: list[Asked]
    held_out: list[Asked]


class Examiner:
    """Asks an exam through the answering brain, the classifier that is in use first."""

    def __init__(self, settings: Settings, exam: Exam) -> None:
        self._store = ClassifierStore(settings.models_dir)
        engine = make_engine(settings.database_url)
        try:
            factory = make_session_factory(engine)
            # The words alone would find a held-out phrase in the content, whatever the classifier makes of it.
            hidden = frozenset(text for text, _ in exam.held_out)
            words = open_words(settings.german_dir)
            self._brain = make_brain(factory, settings, words, read_trained=frozenset, hidden=hidden)
            self._knowledge = self._brain.knowledge()
        finally:
            engine.dispose()
        self._exam = Exam(_visible(exam.golden, self._knowledge), _visible(exam.held_out, self._knowledge))
        self._answers: dict[str, dict[str, frozenset[str]]] = {}
        self._former = self._find_former()

    def compare(self, name: str) -> Verdict:
        """Ask a version of the store too. Raises one of UNREADABLE."""
        before = self._ask(self._former).__getitem__ if self._former else None
        return judge(self._exam.golden, self._exam.held_out, before=before, now=self._ask(name).__getitem__)

    def _find_former(self) -> str:
        """Return the version in use, which has been asked then; nothing where there is none."""
        try:
            name = self._store.read_version().name
            self._ask(name)
        except UNREADABLE:
            return ""
        return name

    def _ask(self, name: str) -> dict[str, frozenset[str]]:
        if name not in self._answers:
            answer = self._answerer(self._store.load(self._brain.words, name))
            self._answers[name] = {text: answer(text) for text, _ in (*self._exam.golden, *self._exam.held_out)}
        return self._answers[name]

    def _answerer(self, classifier: TextClassifier) -> Answerer:
        seen = self._knowledge.mark_untrained(frozenset(classifier.labels))

        def answer(text: str) -> frozenset[str]:
            prepared = prepare(text, classifier)
            decision = self._brain.decide(prepared.text, prepared.guesses or None, seen)
            if decision.kind not in ("answer", "choices"):
                return frozenset()
            best = decision.candidates[0]
            twins = (one for one in decision.candidates if are_twins(best.document, one.document))
            return frozenset(str(one.reference) for one in (best, *twins))

        return answer


@contextmanager
def examining(settings: Settings, exam: Exam) -> Iterator[Compare]:
    """Begin to ask the classifier in use, and yield what compares another one with it."""
    with open_executor() as executor:
        begun = executor.submit(_begin, settings, exam)

        def compare(name: str) -> Verdict:
            begun.result()
            return executor.submit(_compare, name).result()

        yield compare


def open_executor() -> Executor:
    """Return a process of its own, started anew: one forked off might inherit a lock that nobody opens again."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Let this process end when the one that has started it does, however that ends."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


_examiners: list[Examiner] = []  # the one of this process


def _begin(settings: Settings, exam: Exam) -> None:
    _examiners[:] = [Examiner(settings, exam)]


def _compare(name: str) -> Verdict:
    return _examiners[0].compare(name)


def _visible(asked: list[Asked], knowledge: Knowledge) -> list[Asked]:
    """Leave out questions about what is not shown any more: nothing can answer them."""
    shown = {str(reference) for reference in knowledge.numbers}
    return [(text, reference) for text, reference in asked if reference in shown]
