"""Fit the classifier anew after a change of the content, without a training of Rasa and without importing it.

``python -m bot.nlu.refit`` does so with low priority, for whoever looks after the running assistant.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from dataclasses import dataclass

from bot.german.words import Words, open_words
from bot.nlu.fingerprints import fingerprint_examples, fingerprint_files, read_all_examples
from bot.nlu.refit_ending import RefitEnding
from bot.nlu.refit_judge import examining
from bot.nlu.refit_records import open_records
from bot.nlu.training import TrainingFailed, is_model_current
from bot.releases.promotion import Verdict
from bot.search.classifier import NothingToLearn, TextClassifier, train_classifier
from bot.search.classifier_store import UNREADABLE, ClassifierStore
from bot.search.examples import Example
from bot.settings import Settings, read_settings

logger = logging.getLogger(__name__)

NICENESS = 10  # visitors come first


class StaleModel(TrainingFailed):
    """The files of the model have changed since its training, so that a new classifier would not belong to it."""


@dataclass(frozen=True)
class RefitReport:
    """What a fit did: how many texts it has learnt from, and the seconds it took; nothing where it was current."""

    texts: int = 0
    seconds: float = 0.0
    verdict: Verdict | None = None

    @property
    def was_current(self) -> bool:
        """Tell whether there was nothing to learn."""
        return not self.texts


def refit_classifier(settings: Settings, *, force: bool = False) -> RefitReport:
    """Fit the classifier on the present examples and exchange it, unless it is current or would spoil questions.

    One process at a time does so for a models folder; the others wait and then find their work done. What was learnt
    and judged is written down, see ``bot.releases``. Raises StaleModel, or TrainingFailed when the examples teach
    nothing; the old classifier then stays in use.
    """
    store = ClassifierStore(settings.models_dir)
    with store.locked(), open_records(settings) as records:
        started = time.monotonic()
        if not is_model_current(settings):
            raise StaleModel("Das Modell gehört zu einem anderen Stand des Programms. Führen Sie „lotse train“ aus.")
        words = open_words(settings.german_dir)
        examples = read_all_examples(settings)
        fingerprint = fingerprint_examples(examples)
        if not force and _has_learnt(store, words, fingerprint):
            name = store.read_version().name
            if not records.has(name):  # the first one comes with the training of Rasa
                with examining(settings, records.read_exam(settings.current_day())) as compare:
                    records.write(name, texts=len(examples), seconds=0.0, verdict=compare(name))
            return RefitReport()
        if not force and records.has_refused(fingerprint):
            return RefitReport()
        with examining(settings, records.read_exam(settings.current_day())) as compare:
            classifier = _train(examples, words)
            with store.adding(classifier.save, examples=fingerprint, model=fingerprint_files()) as version:
                verdict = compare(version.name)
        if verdict.is_good:
            store.use(version.name)
        report = RefitReport(len(examples), time.monotonic() - started, verdict)
        records.write(version.name, texts=report.texts, seconds=report.seconds, verdict=verdict)
        return report


def _train(examples: list[Example], words: Words) -> TextClassifier:
    texts, labels = [example.text for example in examples], [example.label for example in examples]
    try:
        return train_classifier(texts, labels, words)
    except NothingToLearn as error:
        raise TrainingFailed(str(error)) from None


def _has_learnt(store: ClassifierStore, words: Words, fingerprint: str) -> bool:
    try:
        store.load(words)
        return store.read_version().examples == fingerprint
    except UNREADABLE:
        return False


def main() -> RefitEnding:
    """Refit with the settings of the environment."""
    os.nice(NICENESS)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        report = refit_classifier(read_settings())
    except StaleModel as error:
        logger.warning("%s", error)
        return RefitEnding.STALE
    if report.was_current:
        logger.info("nothing new to learn")
        return RefitEnding.KNOWN
    logger.info("learnt from %d texts in %.1f s", report.texts, report.seconds)
    if report.verdict and not report.verdict.is_good:
        logger.warning("not taken into use: %d questions would suffer", len(report.verdict.spoilt))
        return RefitEnding.REFUSED
    return RefitEnding.LEARNT


if __name__ == "__main__":
    sys.exit(main())
