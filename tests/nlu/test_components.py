"""What holds for every component of the pipeline."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.settings import ROOT
from tests.nlu.bench import COMPONENTS, Bench, find_component, make_messages, outputs_of, process

QUESTIONS = ("Wann endet das Projekt?", "Kurse zu KI in Baunatal", "danke", "qwrtz pflmpf", "")
STRANGE = {
    "empty": "",
    "blank": "   \n ",
    "emoji": "🙂🙂 👍🏽",
    "very long": "Wie lange läuft das Projekt noch? " * 400,
    "one long word": "Donaudampfschifffahrt" * 50,
    "zero byte": "Was\x00 kostet das?",
    "right to left": "‮متى ينتهي المشروع؟",
    "markup": "<script>alert('x')</script> {{7*7}}",
}


@pytest.fixture(params=COMPONENTS, ids=lambda name: name.rpartition(".")[2])
def component(request: pytest.FixtureRequest) -> Any:
    """The class of each component in turn."""
    return find_component(request.param)


def test_every_component_of_the_room_is_among_those_checked_here() -> None:
    files = [path for path in (ROOT / "bot" / "nlu").glob("*.py") if "@DefaultV1Recipe.register" in path.read_text()]
    assert {f"bot.nlu.{path.stem}" for path in files} == {name.rpartition(".")[0] for name in COMPONENTS}


def test_the_configuration_names_every_component() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    assert set(COMPONENTS) <= {entry["name"] for entry in config["pipeline"]}


@pytest.mark.slow
def test_a_component_is_known_to_the_recipe(bench: Bench, component: Any) -> None:
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe

    registered = DefaultV1Recipe._from_registry(component.__name__)
    assert registered.clazz is component
    assert registered.is_trainable == hasattr(component, "train")


@pytest.mark.slow
def test_a_component_is_content_with_its_default_settings(bench: Bench, component: Any) -> None:
    assert isinstance(component.get_default_config(), dict)
    assert isinstance(bench.create(component), component)
    assert component.required_packages() == [name for name in component.required_packages() if __import__(name)]


@pytest.mark.slow
@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_a_component_survives_any_text(bench: Bench, component: Any, text: str) -> None:
    messages = process(bench.train(component), make_messages(text))
    assert [message.get("text") for message in messages] == [text]


@pytest.mark.slow
def test_a_component_keeps_the_messages_and_their_order(bench: Bench, component: Any) -> None:
    messages = make_messages(*QUESTIONS)
    processed = process(bench.train(component), messages)
    assert [message.get("text") for message in processed] == list(QUESTIONS)
    assert all(message is before for message, before in zip(processed, messages, strict=True))
    assert process(bench.load(component), []) == []


@pytest.mark.slow
def test_a_component_gives_the_same_output_when_it_is_loaded(bench: Bench, component: Any) -> None:
    trained = outputs_of(process(bench.train(component), make_messages(*QUESTIONS)))
    loaded = outputs_of(process(bench.load(component), make_messages(*QUESTIONS)))
    assert loaded == trained
    assert loaded != outputs_of(make_messages(*QUESTIONS))
