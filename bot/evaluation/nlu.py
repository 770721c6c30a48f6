"""The project's text classifier on any labelled texts: train on one file, ask every text of another one once."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.bootstrap import bootstrap_interval
from bot.evaluation.csv_files import read_rows
from bot.evaluation.errors import UnusableFile
from bot.evaluation.stopwatch import Stopwatch
from bot.german.words import Words
from bot.search.classifier import NothingToLearn, TextClassifier, train_classifier

COLUMNS = ("text", "label")


@dataclass(frozen=True)
class LabelledText:
    """A text with the label that is right for it."""

    text: str
    label: str


@dataclass(frozen=True)
class Prediction:
    """What the classifier made of a text, how sure it was, and how long it took."""

    text: str
    expected: str
    predicted: str
    probability: float
    milliseconds: float


@dataclass(frozen=True)
class LabelFigures:
    """How well one label is recognised; shares in percent."""

    n: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Confusion:
    """A label that was taken for another one, and how often."""

    expected: str
    predicted: str
    count: int


@dataclass(frozen=True)
class NluReport:
    """Figures of one measurement; shares in percent, ``unlearnt`` the labels that only the test file has."""

    train_texts: int
    test_texts: int
    labels: int
    accuracy: float
    accuracy_ci: list[float]
    macro_f1: float
    training_seconds: float
    training_cpu_seconds: float
    message_ms: float
    unlearnt: dict[str, int]
    confusions: list[Confusion]
    by_label: dict[str, LabelFigures]
    predictions: list[Prediction]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready data."""
        return asdict(self)


def read_labelled_texts(path: Path) -> list[LabelledText]:
    """Read a CSV file with the columns text and label. Raises UnusableFile."""
    return [LabelledText(row["text"], row["label"].strip()) for row in read_rows(path, COLUMNS, filled=COLUMNS)]


def train_on(examples: Sequence[LabelledText], words: Words) -> tuple[TextClassifier, Stopwatch]:
    """Train with the project's own settings; return the classifier and the time it took. Raises UnusableFile."""
    watch = Stopwatch()
    texts, labels = [example.text for example in examples], [example.label for example in examples]
    try:
        with watch:
            classifier = train_classifier(texts, labels, words)
    except NothingToLearn as error:
        raise UnusableFile(str(error)) from None
    return classifier, watch


def predict_labels(
    classifier: TextClassifier, texts: Sequence[LabelledText], *, done: Callable[[int], None] = lambda count: None
) -> list[Prediction]:
    """Ask for the label of each text by itself, as a message comes in; ``done`` is called with 1 after each."""
    predictions = []
    for text in texts:
        started = time.perf_counter()
        best = classifier.guess(text.text, limit=1)[0]
        spent = 1000 * (time.perf_counter() - started)
        probability = round(best.probability, 4)
        predictions.append(Prediction(text.text, text.label, best.label, probability, round(spent, 3)))
        done(1)
    return predictions


def count_nlu_figures(
    examples: Sequence[LabelledText], predictions: list[Prediction], *, training: Stopwatch
) -> NluReport:
    """Return the figures of all predictions; a label that only the test file has is counted as wrong, and named."""
    hits = sum(prediction.predicted == prediction.expected for prediction in predictions)
    learnt = {example.label for example in examples}
    by_label = count_by_label(predictions)
    return NluReport(
        train_texts=len(examples),
        test_texts=len(predictions),
        labels=len(learnt),
        accuracy=round(100 * hits / len(predictions), 2),
        accuracy_ci=bootstrap_interval(hits, len(predictions)),
        macro_f1=round(statistics.fmean(figures.f1 for figures in by_label.values()), 2),
        training_seconds=training.seconds,
        training_cpu_seconds=training.cpu_seconds,
        message_ms=statistics.median(prediction.milliseconds for prediction in predictions),
        unlearnt=dict(sorted(Counter(p.expected for p in predictions if p.expected not in learnt).items())),
        confusions=count_confusions(predictions),
        by_label=by_label,
        predictions=predictions,
    )


def count_by_label(predictions: Sequence[Prediction]) -> dict[str, LabelFigures]:
    """Return precision, recall and F1 of every label that was expected or predicted."""
    right = Counter(prediction.expected for prediction in predictions if prediction.predicted == prediction.expected)
    expected = Counter(prediction.expected for prediction in predictions)
    predicted = Counter(prediction.predicted for prediction in predictions)
    return {
        label: LabelFigures(
            expected[label],
            _percent(right[label], predicted[label]),
            _percent(right[label], expected[label]),
            _percent(2 * right[label], predicted[label] + expected[label]),
        )
        for label in sorted(expected | predicted)
    }


def count_confusions(predictions: Sequence[Prediction]) -> list[Confusion]:
    """Return which label was taken for which other one, most frequent first."""
    pairs = Counter((p.expected, p.predicted) for p in predictions if p.predicted != p.expected)
    ordered = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Confusion(expected, predicted, count) for (expected, predicted), count in ordered]


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0
