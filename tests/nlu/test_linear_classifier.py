from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.nlu.fingerprints import fingerprint_files
from tests.nlu.bench import EXAMPLES, Bench, find_component, make_messages, process, resource_of
from tests.nlu.official_model import make_official_model
from tests.search.classifiers import publish

pytestmark = pytest.mark.slow


@pytest.fixture
def classifier() -> Any:
    """The class of the component."""
    return find_component("bot.nlu.linear_classifier.LinearIntentClassifier")


@pytest.mark.parametrize(
    ("text", "intent", "label"),
    [
        ("Und wann ist das Projekt zu Ende?", "faq", "faq:laufzeit"),
        ("was zahlt zim", "foerderung_suchen", "foerderung:zim"),
        ("Gibt es einen Kurs zu KI?", "weiterbildung_suchen", "weiterbildung:ki-kurs"),
        ("dankeschön", "smalltalk_dank", "smalltalk_dank"),
        ("bitte weitere anzeigen", "dialog_mehr", "dialog_mehr"),
    ],
)
def test_a_message_gets_the_intent_and_its_actions_the_entry(
    bench: Bench, classifier: Any, text: str, intent: str, label: str
) -> None:
    [message] = process(bench.train(classifier), make_messages(text))
    assert message.get("intent")["name"] == intent
    assert message.get("posterior")[0][0] == label


def test_ranking_and_posterior_are_sorted_and_leave_with_the_message(bench: Bench, classifier: Any) -> None:
    [message] = process(bench.train(classifier), make_messages("Wann endet das Projekt?"))
    output = message.as_dict(only_output_properties=True)
    ranking = [entry["confidence"] for entry in output["intent_ranking"]]
    posterior = [probability for _, probability in output["posterior"]]
    assert output["intent"] == output["intent_ranking"][0]
    assert {label for label, _ in output["posterior"]} == set(EXAMPLES)
    assert ranking == sorted(ranking, reverse=True)
    assert posterior == sorted(posterior, reverse=True)
    assert sum(posterior) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(
    "text", ["qwrtz pflmpf xkcd", "", "???", "🙂", "/dialog_mehr_bitte", "\\x00", "<b>Projekt</b>"]
)
def test_gibberish_and_commands_are_the_fallback_without_any_guess(bench: Bench, classifier: Any, text: str) -> None:
    [message] = process(bench.train(classifier), make_messages(text))
    assert message.get("intent") == {"name": "nlu_fallback", "confidence": 1.0}
    assert message.get("intent_ranking") == [message.get("intent")]
    assert message.get("posterior") == []


def test_politeness_before_a_question_does_not_change_its_intent(bench: Bench, classifier: Any) -> None:
    polite, plain = process(bench.train(classifier), make_messages("Guten Tag, was zahlt ZIM?", "was zahlt ZIM?"))
    assert polite.get("posterior") == plain.get("posterior")


def test_a_classifier_that_has_learnt_nothing_understands_nothing(bench: Bench, classifier: Any) -> None:
    [message] = process(bench.create(classifier), make_messages("Wann endet das Projekt?"))
    assert message.get("intent")["name"] == "nlu_fallback"


def test_a_classifier_that_is_fitted_later_takes_over_while_rasa_runs(
    bench: Bench, classifier: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.search.followed.INTERVAL", 0.0)
    monkeypatch.setattr("bot.search.followed.watch", lambda *_: None)  # it would be in the middle of a look
    bench.train(classifier)
    component = bench.load(classifier)
    later = {**EXAMPLES, "faq:messe": ["Was kostet ein Messestand?", "Preis für den Messestand"]}
    assert label_of(component, "Messestand?") not in later["faq:messe"]
    version = publish(tmp_path / "nothing", later, model=fingerprint_files())
    [message] = process(component, make_messages("Messestand?"))
    assert (message.get("posterior")[0][0], message.get("classifier")) == ("faq:messe", version.name)
    publish(tmp_path / "nothing", EXAMPLES, model="another model")
    assert label_of(component, "Messestand?") == "faq:messe"


def test_a_model_is_loaded_with_the_classifier_that_was_fitted_after_its_training(
    bench: Bench, classifier: Any, tmp_path: Path
) -> None:
    bench.train(classifier)
    publish(
        tmp_path / "nothing", {"a": ["Lack Farbe", "Lack"], "b": ["Blech Stahl", "Blech"]}, model=fingerprint_files()
    )
    assert label_of(bench.load(classifier), "Lack, bitte") == "a"


def label_of(component: Any, text: str) -> str:
    """Return the most probable label of a text."""
    [message] = process(component, make_messages(text))
    return message.get("posterior")[0][0]


def test_a_model_of_the_built_in_pipeline_is_refused_by_the_official_one(
    bench: Bench, classifier: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.train(classifier)
    make_official_model(tmp_path / "later")
    monkeypatch.syspath_prepend(tmp_path / "later")
    with pytest.raises(
        find_component("bot.nlu.linear_classifier.WrongPipeline"), match=r"„built-in“.*„de_core_news_sm“"
    ):
        bench.load(classifier)


def test_a_model_of_the_official_pipeline_is_refused_by_the_built_in_one(
    bench: Bench, classifier: Any, official_model: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.train(classifier)
    assert isinstance(bench.load(classifier), classifier)
    monkeypatch.undo()
    with pytest.raises(find_component("bot.nlu.linear_classifier.WrongPipeline"), match="lotse train"):
        bench.load(classifier)


def test_the_model_holds_the_classifier_as_one_small_file_and_the_name_of_the_pipeline(
    bench: Bench, classifier: Any
) -> None:
    bench.train(classifier)
    with bench.storage.read_from(resource_of(classifier)) as folder:
        assert sorted(path.name for path in folder.iterdir()) == ["classifier.zip", "fingerprint.txt", "pipeline.json"]
        assert (folder / "pipeline.json").read_text() == '"built-in"'
