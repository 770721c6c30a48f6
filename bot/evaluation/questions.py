"""Single questions with known right answers: ask them, judge the replies, count.

Verdicts:
  right    the expected content came first (offers: among the first three); for handoff, smalltalk and
           out_of_scope: the right kind of reply, and no content stated as the answer
  offered  the assistant asked back and one of the choices is right (out_of_scope: it only asked back)
  unsure   it said that it does not know, or offered a person, although it could have answered
  wrong    it stated something else as the answer
  error    no usable reply
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.evaluation.bootstrap import bootstrap_interval
from bot.evaluation.client import Conversation, Turn
from bot.evaluation.csv_files import Row, read_rows
from bot.evaluation.errors import UnusableFile
from bot.settings import ROOT

QUESTIONS_FILE = ROOT / "tests" / "evaluation" / "questions.csv"
COLUMNS = ("id", "question", "kind", "expected", "category")
KINDS = ("answer", "offers", "contact", "handoff", "smalltalk", "out_of_scope")
CONTENT_KINDS = {"answer", "offers", "contact"}
VERDICTS = ("right", "offered", "unsure", "wrong", "error")

Figures = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Question:
    """A question and the references of which any one is right."""

    id: str
    text: str
    kind: str
    expected: frozenset[str]
    category: str


@dataclass(frozen=True)
class Result:
    """A question with the reply and its verdict."""

    question: Question
    turn: Turn
    verdict: str

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON-ready data."""
        return {
            "id": self.question.id,
            "question": self.question.text,
            "kind": self.question.kind,
            "expected": ";".join(sorted(self.question.expected)),
            "category": self.question.category,
            "verdict": self.verdict,
            "kinds": self.turn.kinds,
            "references": self.turn.references[:5],
            "candidates": self.turn.candidates,
            "ms": milliseconds(self.turn),
            "error": self.turn.error,
            "text": self.turn.text[:300],
        }


def read_questions(path: Path) -> list[Question]:
    """Read a CSV file with the columns id, question, kind, expected, category. Raises UnusableFile."""
    questions = [_question(row) for row in read_rows(path, COLUMNS)]
    strange = sorted({question.kind for question in questions} - set(KINDS))
    if strange:
        raise UnusableFile(f"Die Datei {path} enthält die unbekannte Art „{strange[0]}“.")
    return questions


def _question(row: Row) -> Question:
    parts = (part.strip() for part in row["expected"].split(";"))
    return Question(row["id"], row["question"], row["kind"], frozenset(filter(None, parts)), row["category"])


def judge(kind: str, expected: frozenset[str], turn: Turn) -> str:
    """Return the verdict on a reply to a question of this kind."""
    if turn.error or not turn.messages:
        return "error"
    references, kinds = turn.references, set(turn.kinds)
    states_content = bool(kinds & CONTENT_KINDS) and bool(references)
    if kind == "out_of_scope":
        return "wrong" if states_content else "offered" if "clarify" in kinds else "right"
    if kind == "handoff" and (kinds & {"handoff", "form"} or turn.state == "waiting"):
        return "right"
    if kind == "smalltalk" and "smalltalk" in kinds and not states_content:
        return "right"
    if kind in CONTENT_KINDS or (kind == "handoff" and states_content):
        depth = 3 if kind == "offers" else 1
        if expected & set(references[:depth]):
            return "right"
    if kind in CONTENT_KINDS and expected & set(turn.candidates):
        return "offered"
    return "wrong" if states_content else "unsure"


def ask_questions(
    http: httpx.Client, questions: list[Question], *, workers: int = 2, done: Callable[[int], None] = lambda count: None
) -> list[Result]:
    """Ask every question in a conversation of its own; ``done`` is called with 1 after each."""

    def ask(question: Question) -> Result:
        turn = Conversation(http).say(question.text)
        return Result(question, turn, judge(question.kind, question.expected, turn))

    results = []
    with ThreadPoolExecutor(workers) as pool:
        for result in pool.map(ask, questions):
            results.append(result)
            done(1)
    return results


def count_figures(results: list[Result]) -> Figures:
    """Return the figures of all results, of each kind and of each category."""
    groups: dict[str, list[str]] = defaultdict(list)
    for result in results:
        groups[f"kind={result.question.kind}"].append(result.verdict)
        groups[f"category={result.question.category}"].append(result.verdict)
    everything = [result.verdict for result in results]
    return {"all": summarise(everything), **{name: summarise(part) for name, part in sorted(groups.items())}}


def summarise(verdicts: list[str]) -> dict[str, Any]:
    """Return the shares of the verdicts in percent, with 95 % intervals for right and wrong."""
    count, total = Counter(verdicts), len(verdicts)
    return {
        "n": total,
        "right": round(100 * count["right"] / total, 1),
        "right_or_offered": round(100 * (count["right"] + count["offered"]) / total, 1),
        "unsure": round(100 * count["unsure"] / total, 1),
        "wrong": round(100 * count["wrong"] / total, 1),
        "error": round(100 * count["error"] / total, 1),
        "right_ci": bootstrap_interval(count["right"], total),
        "wrong_ci": bootstrap_interval(count["wrong"], total),
    }


def measure_latency(results: list[Result]) -> dict[str, float]:
    """Return the median and the 95th percentile of the reply times in milliseconds."""
    times = sorted(milliseconds(result.turn) for result in results)
    return {"p50_ms": statistics.median(times), "p95_ms": times[int(0.95 * (len(times) - 1))]}


def milliseconds(turn: Turn) -> float:
    """Return the time of a turn as the figures show it."""
    return round(turn.seconds * 1000, 1)
