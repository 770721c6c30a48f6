from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.evaluation.client import Turn
from bot.evaluation.dialogues import (
    DIALOGUES_FILE,
    find_problems,
    play_dialogue,
    play_dialogues,
    read_dialogues,
    summarise_dialogues,
)
from bot.evaluation.errors import UnusableFile
from tests.evaluation.fake_chat import FakeChat, choices, content

ANSWER = content("answer", "faq:a", "foerderung:zim", text="Rufen Sie Frau Käse an: 0561 123.")
TURN = Turn([ANSWER, choices("faq:b")], "bot")


@pytest.mark.parametrize(
    ("expect", "part"),
    [
        ({"kind": ["form", "offers"]}, "Art ['answer', 'clarify']"),
        ({"any_of": ["faq:x", "faq:y"]}, "erwartet eins von"),
        ({"all_of": ["faq:a", "faq:b", "faq:x"]}, "es fehlt ['faq:x']"),
        ({"none_of": ["faq:a", "faq:x"]}, "unerwünscht ['faq:a']"),
        ({"only_type": "faq"}, "erwartet nur faq"),
        ({"contains": ["0561", "Wieners"]}, "im Text fehlt 'Wieners'"),
        ({"contains_any": ["Wieners", "70733"]}, "im Text fehlt jedes von"),
        ({"lacks": ["käse"]}, "unerwünscht 'käse'"),
        ({"state": "waiting"}, "Zustand 'bot', erwartet 'waiting'"),
    ],
)
def test_each_expectation_can_fail(expect: dict[str, Any], part: str) -> None:
    (problem,) = find_problems(expect, TURN)
    assert part in problem


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"kind": ["form", "clarify"]},
        {"any_of": ["faq:x", "faq:b"]},
        {"all_of": ["faq:a", "faq:b", "foerderung:zim"]},
        {"none_of": ["faq:b", "faq:x"]},
        {"contains": ["KÄSE", "0561"]},
        {"contains_any": ["Wieners", "0561"]},
        {"lacks": ["Wieners"]},
        {"state": "bot"},
    ],
)
def test_each_expectation_can_be_met(expect: dict[str, Any]) -> None:
    assert list(find_problems(expect, TURN)) == []


def test_all_problems_of_a_turn_are_named() -> None:
    assert len(list(find_problems({"state": "closed", "contains": ["x1", "x2"], "any_of": ["faq:x"]}, TURN))) == 4


def test_an_error_and_silence_are_problems_unless_a_person_has_taken_over() -> None:
    assert list(find_problems({"kind": ["answer"]}, Turn([], error="HTTP 500"))) == ["HTTP 500"]
    assert list(find_problems({}, Turn([]))) == ["keine Antwort"]
    assert list(find_problems({}, Turn([], "person"))) == []


def test_a_dialogue_is_played_in_one_conversation_with_its_buttons(http: httpx.Client, chat: FakeChat) -> None:
    chat.replies = {"Was?": [choices("faq:a", "faq:b")], "/pick faq:b": [content("answer", "faq:b")]}
    dialogue = {
        "id": "d1",
        "turns": [{"say": "Was?"}, {"press": "faq:B", "expect": {"any_of": ["faq:b"]}}, {"say": "Danke"}],
    }
    played = play_dialogue(http, dialogue)
    assert played.failures == []
    assert [body["conversation"] for body in chat.received] == [None, "c_1", "c_1"]


def test_a_failed_turn_does_not_end_the_dialogue(http: httpx.Client, chat: FakeChat) -> None:
    dialogue = {
        "id": "d1",
        "turns": [{"say": "Was?", "expect": {"kind": ["answer"]}}, {"press": "Ja"}, {"say": "Ende"}],
    }
    played = play_dialogue(http, dialogue)
    assert [len(turn.problems) for turn in played.turns] == [1, 1, 0]
    assert played.failures[1] == "Zug 2 („Ja“): Kein Knopf wie „Ja“ unter []."
    assert len(chat.received) == 2


def test_the_summary_counts_dialogues_and_turns(http: httpx.Client, chat: FakeChat) -> None:
    good = {"id": "good", "turns": [{"say": "A"}, {"say": "B"}]}
    bad = {"id": "bad", "turns": [{"say": "A"}, {"say": "B", "expect": {"state": "closed"}}]}
    steps: list[int] = []
    summary = summarise_dialogues(play_dialogues(http, [good, bad], done=steps.append))
    assert {name: summary[name] for name in ("passed", "total", "turns_passed", "turns_total")} == {
        "passed": 1,
        "total": 2,
        "turns_passed": 3,
        "turns_total": 4,
    }
    assert summary["report"][1] == {
        "id": "bad",
        "failures": ["Zug 2 („B“): Zustand 'bot', erwartet 'closed'"],
    }
    assert steps == [1, 1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "lässt sich nicht lesen"),
        ("- id: [", "lässt sich nicht lesen"),
        ("{}", "keine Liste von Dialogen"),
        ("- id: d1", "unverständlichen Dialog"),
        ("- {id: d1, turns: [{say: Was, press: Ja}]}", "unverständlichen Dialog"),
        ("- {id: d1, turns: [{say: Was, expect: {kinds: [answer]}}]}", "unverständlichen Dialog"),
        ("- {turns: [{say: Was}]}", "unverständlichen Dialog"),
    ],
)
def test_an_unusable_file_is_refused_in_one_sentence(tmp_path: Path, text: str | None, message: str) -> None:
    path = tmp_path / "dialogues.yml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableFile, match=message):
        read_dialogues(path)


def test_the_projects_own_dialogues_can_be_read() -> None:
    assert len(read_dialogues(DIALOGUES_FILE)) == 40
