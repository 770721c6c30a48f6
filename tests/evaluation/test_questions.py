from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from bot.evaluation.client import Turn
from bot.evaluation.errors import UnusableFile
from bot.evaluation.questions import (
    QUESTIONS_FILE,
    Question,
    Result,
    ask_questions,
    count_figures,
    judge,
    measure_latency,
    read_questions,
)
from tests.evaluation.fake_chat import FakeChat, choices, content

HEAD = "id,question,kind,expected,category\n"
RIGHT = frozenset({"faq:a", "foerderung:zim"})
NOTHING: frozenset[str] = frozenset()


def turn(*messages: dict, state: str = "bot") -> Turn:
    return Turn(list(messages), state)


FALLBACK = content("fallback")
JUDGED = {
    "the right answer first": ("answer", RIGHT, turn(content("answer", "faq:a", "faq:x")), "right"),
    "the right answer second": ("answer", RIGHT, turn(content("answer", "faq:x", "faq:a")), "wrong"),
    "another answer": ("answer", RIGHT, turn(content("answer", "faq:x")), "wrong"),
    "another acceptable answer": ("answer", RIGHT, turn(content("offers", "foerderung:zim")), "right"),
    "a right choice": ("answer", RIGHT, turn(choices("faq:x", "faq:a")), "offered"),
    "only wrong choices": ("answer", RIGHT, turn(choices("faq:x")), "unsure"),
    "an answer that is wrong beside a right choice": (
        "answer",
        RIGHT,
        turn(content("answer", "faq:x"), choices("faq:a")),
        "offered",
    ),
    "no answer to an answerable question": ("answer", RIGHT, turn(FALLBACK), "unsure"),
    "content without a reference": ("answer", RIGHT, turn(content("answer")), "unsure"),
    "a contact as it should be": ("contact", frozenset({"kontakt:k"}), turn(content("contact", "kontakt:k")), "right"),
    "the right offer third": ("offers", RIGHT, turn(content("offers", "faq:x", "faq:y", "foerderung:zim")), "right"),
    "the right offer fourth": (
        "offers",
        RIGHT,
        turn(content("offers", "faq:x", "faq:y", "faq:z", "foerderung:zim")),
        "wrong",
    ),
    "an offer in the second message": (
        "offers",
        RIGHT,
        turn(content("answer", "faq:x"), content("offers", "faq:a")),
        "right",
    ),
    "a form for a hand-off": ("handoff", NOTHING, turn(content("form")), "right"),
    "a hand-off done": ("handoff", NOTHING, turn(content("handoff")), "right"),
    "a hand-off seen by its state": ("handoff", NOTHING, turn(content("smalltalk"), state="waiting"), "right"),
    "the contact instead of a hand-off": (
        "handoff",
        frozenset({"kontakt:k"}),
        turn(content("contact", "kontakt:k")),
        "right",
    ),
    "content instead of a hand-off": ("handoff", NOTHING, turn(content("answer", "faq:x")), "wrong"),
    "a choice instead of a hand-off": ("handoff", frozenset({"faq:a"}), turn(choices("faq:a")), "unsure"),
    "smalltalk": ("smalltalk", NOTHING, turn(content("smalltalk")), "right"),
    "smalltalk with content": ("smalltalk", NOTHING, turn(content("smalltalk"), content("answer", "faq:x")), "wrong"),
    "smalltalk not understood": ("smalltalk", NOTHING, turn(FALLBACK), "unsure"),
    "out of scope said": ("out_of_scope", NOTHING, turn(FALLBACK), "right"),
    "out of scope asked back": ("out_of_scope", NOTHING, turn(choices("faq:x")), "offered"),
    "out of scope answered": ("out_of_scope", NOTHING, turn(content("answer", "faq:x")), "wrong"),
    "out of scope led to a person": ("out_of_scope", NOTHING, turn(content("form")), "right"),
    "silence": ("answer", RIGHT, turn(), "error"),
    "an error": ("out_of_scope", NOTHING, Turn([FALLBACK], error="HTTP 500"), "error"),
}


@pytest.mark.parametrize(("kind", "expected", "reply", "verdict"), JUDGED.values(), ids=JUDGED)
def test_a_reply_is_judged(kind: str, expected: frozenset[str], reply: Turn, verdict: str) -> None:
    assert judge(kind, expected, reply) == verdict


def question(name: str, kind: str = "answer", category: str = "clean") -> Question:
    return Question(name, f"Frage {name}?", kind, frozenset({f"faq:{name}"}), category)


def test_every_question_is_asked_once_in_a_conversation_of_its_own(http: httpx.Client, chat: FakeChat) -> None:
    chat.replies["Frage b?"] = [content("answer", "faq:b")]
    steps: list[int] = []
    results = ask_questions(http, [question("a"), question("b"), question("c")], workers=3, done=steps.append)
    assert [(result.question.id, result.verdict) for result in results] == [
        ("a", "unsure"),
        ("b", "right"),
        ("c", "unsure"),
    ]
    assert [body["conversation"] for body in chat.received] == [None] * 3
    assert steps == [1, 1, 1]


def results(verdicts: dict[str, int], category: str = "clean", kind: str = "answer") -> list[Result]:
    return [
        Result(question("q", kind, category), Turn([]), verdict)
        for verdict, number in verdicts.items()
        for _ in range(number)
    ]


def test_the_figures_are_shares_in_percent() -> None:
    figures = count_figures(results({"right": 4, "offered": 2, "unsure": 1, "wrong": 1, "error": 1}))
    counted = {name: value for name, value in figures["all"].items() if not name.endswith("_ci")}
    assert counted == {"n": 9, "right": 44.4, "right_or_offered": 66.7, "unsure": 11.1, "wrong": 11.1, "error": 11.1}


def test_the_figures_come_overall_per_kind_and_per_category() -> None:
    figures = count_figures(
        [*results({"right": 1}, "noisy"), *results({"wrong": 1}, "noisy", "offers"), *results({"wrong": 2}, "clean")]
    )
    assert {name: (row["n"], row["right"]) for name, row in figures.items()} == {
        "all": (4, 25.0),
        "category=clean": (2, 0.0),
        "category=noisy": (2, 50.0),
        "kind=answer": (3, 33.3),
        "kind=offers": (1, 0.0),
    }


def test_the_latency_is_median_and_95th_percentile() -> None:
    timed = [Result(question("q"), Turn([], seconds=number / 1000), "right") for number in range(1, 101)]
    assert measure_latency(timed) == {"p50_ms": 50.5, "p95_ms": 95.0}


def test_a_file_is_read_with_several_acceptable_references(tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    path.write_text(HEAD + 'D1,"Was, bitte?",answer,faq:a; faq:b;,clean\nD2,Hallo,smalltalk,,clean\n', encoding="utf-8")
    assert read_questions(path) == [
        Question("D1", "Was, bitte?", "answer", frozenset({"faq:a", "faq:b"}), "clean"),
        Question("D2", "Hallo", "smalltalk", frozenset(), "clean"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "lässt sich nicht lesen"),
        ("id,question\n1,Was?\n", "fehlen die Spalten category, expected, kind"),
        (HEAD + "D1,Was?,answr,faq:a,clean\n", "die unbekannte Art „answr“"),
        (HEAD, "keine einzige Zeile"),
        ("", "fehlen die Spalten"),
    ],
)
def test_an_unusable_file_is_refused_in_one_sentence(tmp_path: Path, text: str | None, message: str) -> None:
    path = tmp_path / "questions.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableFile, match=message):
        read_questions(path)


def test_the_projects_own_questions_can_be_read() -> None:
    questions = read_questions(QUESTIONS_FILE)
    assert len({question.id for question in questions}) == len(questions) > 200
    assert all(question.expected for question in questions if question.kind in {"answer", "offers", "contact"})
