"""Judge a new classifier as visitors would meet it: through the answering brain, over the content as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import sessionmaker

from bot.db import make_engine, make_session_factory
from bot.german.words import Words, open_words
from bot.releases.promotion import Answerer, Asked, Verdict, judge
from bot.releases.runs import ContentState, is_recorded, read_content_state, read_golden, record_run, was_refused
from bot.search.brain import Brain, are_twins
from bot.search.classifier import TextClassifier
from bot.search.classifier_store import UNREADABLE, ClassifierStore
from bot.search.examples import read_held_out
from bot.search.knowledge import Knowledge, without_phrases
from bot.search.message import prepare
from bot.search.reduced import make_brain
from bot.settings import Settings


@dataclass(frozen=True)
class Judge:
    """What a judgement is made from; ``state`` was read before the examples were."""

    factory: sessionmaker
    store: ClassifierStore
    brain: Brain
    settings: Settings
    state: ContentState

    @property
    def words(self) -> Words:
        """The word forms that everything is read with."""
        return self.brain.words

    def compare(self, classifier: TextClassifier) -> Verdict:
        """Ask the new classifier and the one in use all golden questions and held-out phrasings."""
        with self.factory() as session:
            golden = read_golden(session)
            held_out = [(one.text, one.label) for one in read_held_out(session, self.settings.current_day())]
            # The words alone would find a held-out phrase in the content, whatever the classifier makes of it.
            knowledge = without_phrases(self.brain.knowledge(session), {text for text, _ in held_out}, self.words)
        former = self._load_former()
        before = self._answerer(former, knowledge) if former else None
        return judge(
            _visible(golden, knowledge),
            _visible(held_out, knowledge),
            before=before,
            now=self._answerer(classifier, knowledge),
        )

    def record(self, name: str, *, texts: int, seconds: float, verdict: Verdict) -> None:
        """Write a training down."""
        with self.factory.begin() as session:
            record_run(session, name=name, state=self.state, texts=texts, seconds=seconds, verdict=verdict)

    def record_current(self, *, texts: int) -> None:
        """Write down the classifier in use if nobody has yet: the first one comes with the training of Rasa."""
        name = self.store.read_version().name
        with self.factory() as session:
            if is_recorded(session, name):
                return
        classifier = self._load_former()
        if classifier is not None:
            self.record(name, texts=texts, seconds=0.0, verdict=self.compare(classifier))

    def has_refused(self, fingerprint: str) -> bool:
        """Tell whether these very examples have been learnt and refused: learning them again would bring the same."""
        with self.factory() as session:
            return was_refused(session, fingerprint)

    def _load_former(self) -> TextClassifier | None:
        try:
            return self.store.load(self.words)
        except UNREADABLE:
            return None

    def _answerer(self, classifier: TextClassifier, knowledge: Knowledge) -> Answerer:
        seen = knowledge.mark_untrained(frozenset(classifier.labels))

        def answer(text: str) -> frozenset[str]:
            prepared = prepare(text, classifier)
            decision = self.brain.decide(prepared.text, prepared.guesses or None, seen)
            if decision.kind not in ("answer", "choices"):
                return frozenset()
            best = decision.candidates[0]
            twins = (one for one in decision.candidates if are_twins(best.document, one.document))
            return frozenset(str(one.reference) for one in (best, *twins))

        return answer


@contextmanager
def open_judge(settings: Settings, store: ClassifierStore) -> Iterator[Judge]:
    """Open a judge on the content of the database until the block ends."""
    engine = make_engine(settings.database_url)
    try:
        factory = make_session_factory(engine)
        with factory() as session:
            state = read_content_state(session)
        brain = make_brain(factory, settings, open_words(settings.german_dir), read_trained=frozenset)
        yield Judge(factory, store, brain, settings, state)
    finally:
        engine.dispose()


def _visible(asked: list[Asked], knowledge: Knowledge) -> list[Asked]:
    """Leave out questions about what is not shown any more: nothing can answer them."""
    shown = {str(reference) for reference in knowledge.numbers}
    return [(text, reference) for text, reference in asked if reference in shown]
