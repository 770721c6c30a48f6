"""Messages in other languages: curated English texts, or one sentence; never a guess."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.search.brain import Brain
from bot.search.dialogue import Dialogue
from bot.search.english_moves import find_english_move, wants_person
from bot.search.foreign import decide_english
from bot.search.memory import Memory
from bot.search.preferences import Preferences
from bot.search.reply import Reference, Reply
from bot.search.turn import Turn

QUESTIONS = Path(__file__).parents[1] / "evaluation" / "english_questions.csv"
ENGLISH = Preferences(language="en")


@pytest.fixture
def dialogue(brain: Brain, content: sessionmaker) -> Iterator[Dialogue]:
    with content() as session:
        yield make_dialogue(brain, session)


def make_dialogue(brain: Brain, session: Session) -> Dialogue:
    return Dialogue(brain, session, today=date(2026, 11, 22), show_samples=True, lead="michael-wieners")


def ask(dialogue: Dialogue, text: str, written_in: str = "en", memory: Memory | None = None) -> Reply:
    return dialogue.answer_question(Turn(text, memory or Memory(), written_in=written_in)).replies[0]


def test_a_question_in_english_gets_the_english_text_with_its_source(dialogue: Dialogue) -> None:
    reply = ask(dialogue, "Is go-digital still available?")
    assert (reply.kind, reply.references, reply.lang) == ("answer", (Reference("faq", "go-digital-ende"),), "en")
    assert reply.text.startswith("No. go-digital ended")
    assert reply.source
    assert reply.source.stand
    assert all("?" in button.title for button in reply.buttons)


def test_what_is_not_sure_is_offered_with_english_questions(dialogue: Dialogue) -> None:
    reply = ask(dialogue, "Do we have to pay a membership fee to join?")
    assert (reply.kind, reply.lang) == ("clarify", "en")
    assert "Does taking part in the network cost anything?" in [button.title for button in reply.buttons]
    assert reply.buttons[-1].title == "None of these"


def test_what_is_not_understood_names_the_contact_then_offers_a_person(dialogue: Dialogue) -> None:
    first = ask(dialogue, "What is the capital of Australia?")
    assert (first.kind, first.lang) == ("fallback", "en")
    assert "+49 561 70733-52" in first.text
    second = ask(dialogue, "What is the capital of Australia?", memory=Memory(misses=1))
    assert [button.payload for button in second.buttons] == ["/handoff", "/smalltalk_verneinung"]
    assert second.buttons[0].title == "Yes, pass it on to a person"


def test_a_wish_for_a_person_is_offered_so_that_yes_accepts_it(dialogue: Dialogue) -> None:
    outcome = dialogue.answer_question(Turn("Let me speak to a human, please", Memory(), written_in="en"))
    assert outcome.memory.offered == "handoff"
    assert outcome.replies[0].lang == "en"


def test_a_contact_is_named_by_name(dialogue: Dialogue) -> None:
    assert ask(dialogue, "Is Tamara Mauch there?").references == (Reference("kontakt", "tamara-mauch"),)


def test_a_german_question_is_answered_in_english_where_that_is_wished(dialogue: Dialogue) -> None:
    turn = Turn("", Memory(), preferences=ENGLISH)
    assert dialogue.show(turn, Reference("faq", "was-ist-tregks")).replies[0].lang == "en"
    assert dialogue.give_up(turn).replies[0].lang == "en"


@pytest.mark.parametrize(("language", "word"), [("tr", "İngilizce"), ("uk", "англійською"), ("ar", "الإنجليزية")])
def test_another_language_gets_its_sentence_and_two_ways_on(dialogue: Dialogue, language: str, word: str) -> None:
    reply = ask(dialogue, "…", written_in=language)
    assert word in reply.text
    assert "+49 561 70733-52" in reply.text
    assert reply.lang == language
    assert [(button.title, button.lang) for button in reply.buttons[:2]] == [("English", "en"), ("Deutsch", "de")]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Thank you very much!", "smalltalk_dank"),
        ("good morning", "smalltalk_begruessung"),
        ("Yes, please", "smalltalk_bestaetigung"),
        ("Please delete this chat", "dialog_gespraech_loeschen"),
        ("Thank you for the grant, how do we apply?", None),
    ],
)
def test_a_move_is_known_by_its_very_words(text: str, intent: str | None) -> None:
    assert find_english_move(text) == intent


def test_a_person_is_wanted_only_where_that_is_said() -> None:
    assert wants_person("Can I talk to someone from your team?")
    assert wants_person("a real person please")
    assert not wants_person("Who is the contact person for hydrogen?")


def test_of_questions_in_english_few_are_answered_wrongly(brain: Brain) -> None:
    knowledge, verdicts = brain.knowledge(), Counter[str]()
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            decision = decide_english(row["question"], knowledge)
            best = str(decision.candidates[0].reference) if decision.candidates else ""
            is_right = best in row["expected"].split(";")
            verdicts[("right" if is_right else "wrong") if decision.kind == "answer" else decision.kind] += 1
    assert verdicts["right"] >= 33
    assert verdicts["wrong"] <= 2
