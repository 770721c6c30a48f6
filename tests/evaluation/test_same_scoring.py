"""Our scoring and the one that judges the project give the same verdicts and figures on made-up replies."""

from __future__ import annotations

import importlib
import random
from collections.abc import Iterator
from typing import Any

import pytest

from bot.evaluation.client import Turn
from bot.evaluation.dialogues import find_problems
from bot.evaluation.questions import KINDS, VERDICTS, Question, Result, count_figures, judge, measure_latency
from bot.settings import ROOT
from tests.evaluation.fake_chat import choices, content

SHARED = ROOT.parent / "shared" / "eval"
NAMES = ["faq:a", "faq:b", "foerderung:zim", "weiterbildung:kurs", "kontakt:kim"]
MESSAGE_KINDS = ["answer", "offers", "contact", "clarify", "handoff", "form", "fallback", "smalltalk", "notice"]
TEXTS = ["Rufen Sie an: 0561", "Das weiß ich nicht", "Frau Käse", ""]


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Import a module of the shared runners."""
    if not SHARED.is_dir():
        pytest.skip("Die gemeinsame Auswertung liegt nicht neben dem Projekt.")
    monkeypatch.syspath_prepend(str(SHARED))
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    return importlib.import_module


def make_turn(draw: random.Random) -> Turn:
    messages = []
    for _ in range(draw.choice([0, 1, 1, 1, 2, 3])):
        references = draw.sample(NAMES, draw.randint(0, 4))
        message = content(draw.choice(MESSAGE_KINDS), *references, text=draw.choice(TEXTS))
        message["buttons"] = choices(*draw.sample(NAMES, draw.randint(0, 2)))["buttons"]
        message["cards"] = [{"title": draw.choice(TEXTS)}] if draw.random() < 0.3 else None
        messages.append(message)
    error = "HTTP 500" if draw.random() < 0.05 else None
    return Turn(messages, draw.choice(["bot", "waiting", "person"]), draw.random(), error)


def make_expectation(draw: random.Random) -> dict[str, Any]:
    values = {
        "kind": draw.sample(MESSAGE_KINDS, 2),
        "any_of": draw.sample(NAMES, 2),
        "all_of": draw.sample(NAMES, 1),
        "none_of": draw.sample(NAMES, 1),
        "only_type": draw.choice(["faq", "foerderung"]),
        "contains": draw.sample(["0561", "käse"], 1),
        "contains_any": ["0561", "weiß"],
        "lacks": ["KÄSE"],
        "state": draw.choice(["bot", "waiting"]),
    }
    return {name: values[name] for name in draw.sample(sorted(values), draw.randint(0, 4))}


def test_the_verdicts_and_figures_are_the_same(shared: Any) -> None:
    draw, runner, other = random.Random(1), shared("run_questions"), shared("chat_client")
    ours, theirs = [], []
    for number in range(5000):
        turn, kind = make_turn(draw), draw.choice(KINDS)
        expected, category = set(draw.sample(NAMES, draw.randint(0, 2))), draw.choice(["clean", "noisy"])
        verdict = runner.verdict(kind, expected, other.Turn(turn.messages, turn.state, turn.seconds, turn.error))
        assert judge(kind, frozenset(expected), turn) == verdict
        ours.append(Result(Question(str(number), "?", kind, frozenset(expected), category), turn, verdict))
        theirs.append({"verdict": verdict, "kind": kind, "ms": round(turn.seconds * 1000, 1)})
    assert {result.verdict for result in ours} == set(VERDICTS)
    figures = count_figures(ours)
    assert {**figures["all"], **runner.summary(theirs)} == figures["all"]
    for kind in KINDS:
        mine = figures[f"kind={kind}"]
        assert {**mine, **runner.summary([row for row in theirs if row["kind"] == kind])} == mine
    times = sorted(row["ms"] for row in theirs)
    assert measure_latency(ours)["p95_ms"] == times[int(0.95 * (len(times) - 1))]


def test_a_turn_is_read_the_same_way(shared: Any) -> None:
    draw, other = random.Random(2), shared("chat_client")
    for _ in range(2000):
        turn = make_turn(draw)
        twin = other.Turn(turn.messages, turn.state, turn.seconds, turn.error)
        for name in ("kinds", "references", "candidates", "buttons", "text"):
            assert getattr(turn, name) == getattr(twin, name)


def test_the_problems_of_a_turn_are_as_many(shared: Any) -> None:
    draw, runner, other = random.Random(3), shared("run_dialogues"), shared("chat_client")
    counts = set()
    for _ in range(5000):
        turn, expect = make_turn(draw), make_expectation(draw)
        theirs = runner.problems(expect, other.Turn(turn.messages, turn.state, turn.seconds, turn.error))
        ours = list(find_problems(expect, turn))
        assert len(ours) == len(theirs)
        counts.add(len(ours))
    assert {0, 1, 2, 3} <= counts


@pytest.mark.parametrize(
    ("own", "name"), [("questions.csv", "dev_questions.csv"), ("dialogues.yml", "dev_dialogues.yml")]
)
def test_our_copy_is_the_one_of_the_development_set(shared: Any, own: str, name: str) -> None:
    assert (ROOT / "tests" / "evaluation" / own).read_bytes() == (SHARED / name).read_bytes()
