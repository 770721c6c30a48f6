from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.evaluation.compare import Task
from bot.evaluation.compare_stock import CONFIG_FILE, NLU_FILE, StockPipeline, make_config, make_nlu, read_progress
from bot.evaluation.errors import CannotEvaluate
from bot.evaluation.retrieval import Query
from bot.search.documents import Document
from bot.search.reply import Reference

TEXTS = ["1e3", "ja", "- Punkt: „eins“ # zwei", "'Yes' & \"no\"", "${HOME}", "2026-11-22", "Grüße 🙂", "50 % | mehr"]
TASK = Task(
    [
        Document(Reference("faq", "thema/eins"), "", tuple(TEXTS)),
        Document(Reference("faq", "thema/zwei"), "", ("mach das Licht an", "schalte das Licht aus", "mehr Licht")),
    ],
    [Query("Licht an", frozenset({"thema/zwei"})), Query("ja bitte", frozenset({"thema/eins"}))],
)


def test_the_pipeline_is_the_one_of_the_comparison() -> None:
    names = [(part.pop("name"), part) for part in make_config(100, 7)["pipeline"]]
    assert names == [
        ("WhitespaceTokenizer", {}),
        ("CountVectorsFeaturizer", {}),
        ("CountVectorsFeaturizer", {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}),
        ("DIETClassifier", {"epochs": 100, "constrain_similarities": True, "random_seed": 7}),
        ("FallbackClassifier", {"threshold": 0.3, "ambiguity_threshold": 0.1}),
    ]


def test_labels_are_numbered_and_texts_stay_texts() -> None:
    data = yaml.safe_load(make_nlu(TASK))
    assert [intent["intent"] for intent in data["nlu"]] == ["0", "1"]
    assert [example["text"] for example in data["nlu"][0]["examples"]] == TEXTS


@pytest.mark.parametrize(
    ("output", "steps"),
    [
        (b"", 0),
        (b"2/3 errors\n", 0),
        (b"Epochs:  50%|##   | 1/2 [00:16<00:16, 16.1s/it]\rEpochs: 100%|####| 2/2 [00:16<00:00]\n\x1b[92mtrained", 2),
    ],
)
def test_progress_is_read_from_what_the_process_writes(output: bytes, steps: int) -> None:
    assert read_progress(output) == steps


@pytest.mark.slow
def test_rasa_reads_the_very_texts(tmp_path: Path) -> None:
    from rasa.shared.nlu.training_data.loading import load_data

    StockPipeline(tmp_path, TASK, epochs=1, seed=1)
    read = load_data(str(tmp_path / NLU_FILE)).intent_examples
    assert [message.get("text") for message in read if message.get("intent") == "0"] == TEXTS
    assert [message.get("entities") for message in read] == [None] * 11


@pytest.mark.slow
def test_behind_a_fallback_stands_what_the_classifier_had_put_first() -> None:
    from bot.evaluation.compare_stock_process import Parsed, read_parsed

    ranking = [{"name": "nlu_fallback"}, {"name": "1"}, {"name": "0"}]
    parsed = {"intent": ranking[0], "intent_ranking": ranking}
    assert read_parsed(parsed, milliseconds=3.0) == Parsed("1", True, 3.0)
    assert read_parsed({"intent": {"name": None}, "intent_ranking": []}, milliseconds=3.0) == Parsed(None, False, 3.0)


@pytest.mark.slow
def test_a_stock_pipeline_is_trained_and_asked(tmp_path: Path) -> None:
    pipeline = StockPipeline(tmp_path, TASK, epochs=2, seed=1)
    epochs: list[int] = []
    asked: list[int] = []
    pipeline.train(done=epochs.append)
    run = pipeline.ask(done=asked.append)
    assert (sum(epochs), sum(asked)) == (2, 2)
    assert [answer.label in ("thema/eins", "thema/zwei") for answer in run.answers] == [True, True]
    assert all(answer.milliseconds > 0 for answer in run.answers)
    assert run.training_seconds > 0


@pytest.mark.slow
def test_a_training_that_fails_is_explained(tmp_path: Path) -> None:
    pipeline = StockPipeline(tmp_path, TASK, epochs=1, seed=1)
    (tmp_path / NLU_FILE).write_text("", encoding="utf-8")
    assert (tmp_path / CONFIG_FILE).is_file()
    with pytest.raises(CannotEvaluate, match="gescheitert: Rasa hat kein Modell trainiert"):
        pipeline.train()
