from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.german.pipeline import BUILT_IN, OFFICIAL_MODEL, installed_pipeline, load_pipeline
from bot.german.tables import MissingTables
from tests.nlu.bench import Bench, find_component, make_messages, make_training_data, process
from tests.nlu.official_model import LEMMA
from tests.words import tables_folder

TEXT = "Welche Kurse gibt es?"


@pytest.fixture
def pipeline() -> Any:
    """The class of the component."""
    return find_component("bot.nlu.german_pipeline.GermanPipeline")


def lemmas(nlp: Any) -> list[str]:
    return [token.lemma_ for token in nlp(TEXT)]


def test_without_the_official_model_the_built_in_pipeline_is_the_one() -> None:
    assert installed_pipeline() == BUILT_IN


def test_a_folder_left_by_a_broken_installation_is_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / OFFICIAL_MODEL).mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert installed_pipeline() == BUILT_IN


@pytest.mark.slow
def test_the_built_in_pipeline_knows_lemmas_and_may_be_loaded_twice() -> None:
    for _ in range(2):
        nlp, name = load_pipeline(tables_folder())
        assert name == BUILT_IN
        assert lemmas(nlp)[1] == "kurs"


@pytest.mark.slow
def test_without_word_tables_the_built_in_pipeline_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingTables, match="lotse setup"):
        load_pipeline(tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("official_model")
def test_the_official_model_is_used_where_it_is_installed(tmp_path: Path) -> None:
    assert installed_pipeline() == OFFICIAL_MODEL
    nlp, name = load_pipeline(tmp_path)  # it needs no word tables
    assert name == OFFICIAL_MODEL
    assert lemmas(nlp)[1] == LEMMA


@pytest.mark.slow
@pytest.mark.usefixtures("official_model")
def test_of_the_official_model_only_what_is_needed_is_loaded(tmp_path: Path) -> None:
    nlp, _ = load_pipeline(tmp_path)
    assert nlp.pipe_names == ["attribute_ruler"]


@pytest.mark.slow
def test_documents_keep_the_case_and_the_whole_text(bench: Bench, pipeline: Any) -> None:
    [message] = process(bench.create(pipeline), make_messages(TEXT))
    document = message.get("text_spacy_doc")
    assert document.text == TEXT
    assert [token.text for token in document] == ["Welche", "Kurse", "gibt", "es", "?"]


@pytest.mark.slow
@pytest.mark.usefixtures("official_model")
def test_the_component_works_with_the_official_model_too(bench: Bench, pipeline: Any) -> None:
    component = bench.create(pipeline)
    [message] = process(component, make_messages(TEXT))
    assert component.provide().model_name == OFFICIAL_MODEL
    assert message.get("text_spacy_doc")[1].lemma_ == LEMMA


@pytest.mark.slow
@pytest.mark.parametrize(("settings", "annotated"), [({}, False), ({"annotate_training_data": True}, True)])
def test_training_data_are_annotated_only_if_asked(
    bench: Bench, pipeline: Any, settings: dict[str, bool], annotated: bool
) -> None:
    component = bench.create(pipeline, **settings)
    data = component.process_training_data(make_training_data(), component.provide())
    assert {message.get("text_spacy_doc") is not None for message in data.intent_examples} == {annotated}
