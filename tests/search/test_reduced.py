"""The gateway's own answers while Rasa or the action server is down."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import sessionmaker

from bot.search.reduced import ReducedBrain
from bot.search.render import choose_payload
from bot.search.reply import Reference, Reply
from bot.settings import Settings
from tests.search.classifiers import publish
from tests.words import tables_folder

EXAMPLES = {
    "faq:koordination-tregks": ["Wer koordiniert das Netzwerk?", "Wer leitet das Netzwerk?", "Wer ist Koordinator?"],
    "foerderung:go-digital": ["Gibt es go-digital noch?", "Was ist go-digital?", "go-digital beantragen"],
    "handoff": ["Ich will mit einem Menschen sprechen", "Verbinden Sie mich mit einem Menschen", "Mensch bitte"],
    "smalltalk_dank": ["Danke schön", "Vielen Dank", "Danke"],
}


@pytest.fixture(scope="module")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a classifier of four labels."""
    folder = tmp_path_factory.mktemp("models")
    publish(folder, EXAMPLES)
    return folder


def make_settings(models_dir: Path) -> Settings:
    return Settings(var_dir=tables_folder().parent, models_dir=models_dir, today=date(2026, 11, 22))


@pytest.fixture(scope="module")
def trained(content: sessionmaker, models_dir: Path) -> ReducedBrain:
    return ReducedBrain(content, make_settings(models_dir))


@pytest.fixture(scope="module")
def untrained(content: sessionmaker, tmp_path_factory: pytest.TempPathFactory) -> ReducedBrain:
    return ReducedBrain(content, make_settings(tmp_path_factory.mktemp("nothing_trained")))


def test_what_counts_as_learnt_is_what_the_classifier_in_use_knows(content: sessionmaker, tmp_path: Path) -> None:
    publish(tmp_path, EXAMPLES)
    reduced = ReducedBrain(content, make_settings(tmp_path))
    reduced.parts()
    newer = publish(tmp_path, {**EXAMPLES, "faq:kmu-definition": ["Was ist ein KMU?", "KMU heißt was?"]})
    (tmp_path / "classifier" / newer.name / "vectors.npy").unlink()  # its labels can be read, it cannot
    brain, classifier = reduced.parts()
    assert classifier is not None
    assert brain.knowledge().trained == set(classifier.labels) == set(EXAMPLES)


def first(replies: list[Reply]) -> tuple[str, list[str]]:
    return replies[0].kind, [str(reference) for reference in replies[0].references]


def test_a_question_is_answered_with_the_classifier(trained: ReducedBrain) -> None:
    assert first(trained.reply("Wer ist denn der Netzwerkkoordinator")) == ("answer", ["faq:koordination-tregks"])
    (reply,) = trained.reply("Gibt es dieses go-digital?")
    assert "ausgelaufen" in reply.text
    assert reply.source


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Wer koordiniert das Netzwerk?", "faq:koordination-tregks"),
        ("wer koordinirt das netzwerk", "faq:koordination-tregks"),
        ("Michael Wieners", "kontakt:michael-wieners"),
        ("Hochvoltkurs in Baunatal", "weiterbildung:bsp-hochvolt-2s"),
    ],
)
def test_a_question_is_answered_without_any_classifier(untrained: ReducedBrain, text: str, reference: str) -> None:
    assert first(untrained.reply(text))[1][0] == reference


def test_what_it_does_not_know_it_does_not_answer(untrained: ReducedBrain) -> None:
    assert first(untrained.reply("xqzvw blubb")) == ("fallback", [])


@pytest.mark.parametrize("text", ["Bitte ein Mensch, ich will sprechen", "/handoff", '/dialog_mehr{"x": 1}'])
def test_what_needs_the_conversation_gets_the_contact(trained: ReducedBrain, text: str) -> None:
    (reply,) = trained.reply(text)
    assert reply.kind == "notice"
    assert "Michael Wieners, +49 561 70733-52" in reply.text


def test_smalltalk_gets_a_word_on_what_works_now(trained: ReducedBrain) -> None:
    (reply,) = trained.reply("Vielen Dank")
    assert (reply.kind, "eingeschränkt" in reply.text) == ("notice", True)


def test_staff_see_that_a_move_is_one_and_answers_as_they_are(trained: ReducedBrain) -> None:
    (reply,) = trained.rehearse("Vielen Dank")
    assert (reply.kind, "Gesprächsschritt" in reply.text) == ("notice", True)
    assert first(trained.rehearse("Gibt es dieses go-digital?")) == first(trained.reply("Gibt es dieses go-digital?"))


def test_a_choice_button_shows_its_content(trained: ReducedBrain) -> None:
    payload = choose_payload(Reference("faq", "was-ist-tregks"))
    assert first(trained.reply(payload)) == ("answer", ["faq:was-ist-tregks"])
    assert first(trained.reply(choose_payload(Reference("faq", "gibt-es-nicht"))))[0] == "fallback"


@pytest.mark.parametrize("text", ["", " ", "🙂", "<script>", "a" * 1000, "/"])
def test_strange_input_gets_a_reply(trained: ReducedBrain, untrained: ReducedBrain, text: str) -> None:
    for brain in (trained, untrained):
        assert all(reply.text for reply in brain.reply(text))


def test_many_visitors_may_ask_at_once(trained: ReducedBrain) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(trained.reply, ["Wer koordiniert das Netzwerk?"] * 24))
    assert {first(replies)[1][0] for replies in answers} == {"faq:koordination-tregks"}


def test_nothing_is_opened_before_the_first_question(content: sessionmaker, tmp_path: Path) -> None:
    ReducedBrain(content, Settings(var_dir=tmp_path / "missing", models_dir=tmp_path))


def test_what_is_learnt_later_is_understood_from_then_on(
    content: sessionmaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.search.followed.INTERVAL", 0.0)
    monkeypatch.setattr("bot.search.followed.watch", lambda *_: None)  # it would be in the middle of a look
    reduced = ReducedBrain(content, make_settings(tmp_path))
    assert first(reduced.reply("Vielen Dank!"))[0] != "notice"
    assert "no trained classifier, answering by words alone" in caplog.text
    publish(tmp_path, EXAMPLES)
    assert first(reduced.reply("Vielen Dank!"))[0] == "notice"
