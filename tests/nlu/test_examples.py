from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

from tests.nlu.bench import find_component

if TYPE_CHECKING:
    from bot.nlu.examples import Example


@pytest.fixture
def example() -> Example:
    """An example that has been asked for its digest, as all are."""
    example = find_component("bot.nlu.examples.Example")({"text": "Was zahlt ZIM?", "intent": "foerderung_suchen"})
    assert example.fingerprint()
    return example


def test_an_example_equals_the_message_of_the_same_content(example: Example) -> None:
    from rasa.shared.nlu.training_data.message import Message

    assert example == Message(dict(example.data))
    assert len({example, Message(dict(example.data))}) == 1


@pytest.mark.parametrize(
    ("name", "value"), [("intent", "faq"), ("reference", "foerderung:zim"), ("entities", [{"entity": "thema"}])]
)
def test_a_changed_value_changes_the_digest(example: Example, name: str, value: object) -> None:
    before = example.fingerprint()
    example.set(name, value)
    assert example.get(name) == value
    assert example.fingerprint() != before


def test_the_same_text_again_changes_nothing_but_may_be_put_out(example: Example) -> None:
    before = example.fingerprint()
    example.set("intent", "foerderung_suchen")
    assert "intent" not in example.as_dict(only_output_properties=True)
    example.set("intent", "foerderung_suchen", add_to_output=True)
    assert "intent" in example.as_dict(only_output_properties=True)
    assert example.fingerprint() == before


def test_a_copy_is_equal_and_apart(example: Example) -> None:
    example.set("entities", [{"entity": "thema", "value": "zim"}], add_to_output=True)
    copy = deepcopy(example)
    assert copy == example
    copy.set("intent", "faq")
    copy.get("entities")[0]["value"] = "ki"
    assert example.get("intent") == "foerderung_suchen"
    assert example.get("entities")[0]["value"] == "zim"
    assert copy != example
    assert "entities" in copy.as_dict(only_output_properties=True)
