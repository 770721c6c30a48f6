from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.errors import UnusableFile
from bot.evaluation.nlu import (
    Confusion,
    LabelledText,
    NluReport,
    Prediction,
    count_by_label,
    count_confusions,
    count_nlu_figures,
    predict_labels,
    read_labelled_texts,
    train_on,
)
from bot.evaluation.report import nlu_table
from tests.words import compiled_words

TRAIN = [
    *(LabelledText(text, "licht") for text in ("mach das Licht an", "schalte das Licht aus", "mehr Licht bitte")),
    *(LabelledText(text, "musik") for text in ("spiel Musik", "spiele ein Lied", "ich will Musik hören")),
]
TEST = [
    LabelledText("Licht anmachen", "licht"),
    LabelledText("bitte Musik spielen", "musik"),
    LabelledText("spiel das Lied", "radio"),
]


@pytest.fixture(scope="module")
def report() -> NluReport:
    classifier, watch = train_on(TRAIN, compiled_words())
    return count_nlu_figures(TRAIN, predict_labels(classifier, TEST), training=watch)


def prediction(expected: str, predicted: str) -> Prediction:
    return Prediction("Text", expected, predicted, 1.0, 1.0)


def test_the_classifier_learns_one_file_and_is_judged_on_the_other(report: NluReport) -> None:
    assert (report.train_texts, report.test_texts, report.labels) == (6, 3, 2)
    assert [row.predicted for row in report.predictions] == ["licht", "musik", "musik"]
    assert report.accuracy == 66.67
    assert report.accuracy_ci[0] < 66.67 < report.accuracy_ci[1]
    assert 0 <= report.training_seconds < 600
    assert 0 <= report.message_ms < 1000


def test_a_label_that_only_the_test_file_has_is_wrong_and_named(report: NluReport) -> None:
    assert report.unlearnt == {"radio": 1}
    assert "Diese Labels stehen nur in der Prüfdatei, sie zählen als falsch: radio (1)" in nlu_table(report)
    assert "     1  radio -> musik" in nlu_table(report)


def test_the_table_names_every_figure(report: NluReport) -> None:
    table = nlu_table(report)
    assert "6 gelernt, 3 geprüft, 2 Labels" in table
    assert "66,67 %  (95 %: " in table
    assert all(word in table for word in ("Makro-F1:", "Training:", "Je Nachricht:", "Häufigste Verwechslungen"))


def test_the_same_files_give_the_same_predictions(report: NluReport) -> None:
    again = predict_labels(train_on(TRAIN, compiled_words())[0], TEST)
    assert [(row.predicted, row.probability) for row in again] == [
        (row.predicted, row.probability) for row in report.predictions
    ]


def test_precision_recall_and_f1_count_labels_that_were_only_predicted_too() -> None:
    figures = count_by_label([prediction("a", "a"), prediction("a", "b"), prediction("c", "c")])
    assert {label: (row.n, row.precision, row.recall, row.f1) for label, row in figures.items()} == {
        "a": (2, 100.0, 50.0, 66.67),
        "b": (0, 0.0, 0.0, 0.0),
        "c": (1, 100.0, 100.0, 100.0),
    }


def test_confusions_come_most_frequent_first() -> None:
    pairs = [("b", "a"), ("a", "c"), ("a", "b"), ("a", "c"), ("a", "a")]
    assert count_confusions([prediction(*pair) for pair in pairs]) == [
        Confusion("a", "c", 2),
        Confusion("a", "b", 1),
        Confusion("b", "a", 1),
    ]


def test_a_file_of_labelled_texts_is_read(tmp_path: Path) -> None:
    path = tmp_path / "texts.csv"
    path.write_text('text,label\n"Licht, bitte", licht \n', encoding="utf-8")
    assert read_labelled_texts(path) == [LabelledText("Licht, bitte", "licht")]


@pytest.mark.parametrize(
    ("examples", "sentence"),
    [
        ([LabelledText("Licht an", "licht")] * 3, "mindestens zwei verschiedenen Labels"),
        ([LabelledText("🙂", "froh"), LabelledText("🙁", "traurig")], "haben nichts miteinander gemeinsam"),
    ],
)
def test_texts_from_which_nothing_can_be_learnt_are_refused(examples: list[LabelledText], sentence: str) -> None:
    with pytest.raises(UnusableFile, match=sentence):
        train_on(examples, compiled_words())
