"""The process of the stock Rasa pipeline: ``python -m bot.evaluation.compare_stock_process train|ask FOLDER``.

Reads and writes the files that ``compare_stock`` names; Rasa itself is used through its public interface only.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from tqdm import tqdm  # type: ignore[import-untyped]

from bot.evaluation.compare_stock import ANSWERS_FILE, CONFIG_FILE, NLU_FILE, QUESTIONS_FILE, TRAINING_FILE
from bot.evaluation.stopwatch import Stopwatch

MODEL = "stock.tar.gz"
FALLBACK = "nlu_fallback"


@dataclass(frozen=True)
class Parsed:
    """What came first for a question, whether the FallbackClassifier rejected it or not."""

    intent: str | None
    rejected: bool
    milliseconds: float


def train(folder: Path) -> None:
    """Train the model; the time starts after the imports."""
    watch = Stopwatch()
    with watch:
        model = train_nlu(str(folder / CONFIG_FILE), str(folder / NLU_FILE), str(folder), fixed_model_name=MODEL)
    if model is None:
        raise SystemExit("Rasa hat kein Modell trainiert.")
    figures = {"seconds": watch.seconds, "cpu_seconds": watch.cpu_seconds}
    (folder / TRAINING_FILE).write_text(json.dumps(figures), encoding="utf-8")


async def ask(folder: Path) -> None:
    """Ask every question by itself, as messages come in."""
    agent = Agent.load(folder / MODEL)
    questions = json.loads((folder / QUESTIONS_FILE).read_text(encoding="utf-8"))
    answers = [asdict(await _ask_one(agent, question)) for question in tqdm(questions)]
    (folder / ANSWERS_FILE).write_text(json.dumps(answers), encoding="utf-8")


async def _ask_one(agent: Agent, question: str) -> Parsed:
    started = time.perf_counter()
    parsed = await agent.parse_message(question)
    return read_parsed(parsed, milliseconds=round(1000 * (time.perf_counter() - started), 3))


def read_parsed(parsed: dict[str, Any], *, milliseconds: float) -> Parsed:
    """Read Rasa's result: behind a fallback stands what the classifier had put first."""
    ranking = [entry["name"] for entry in parsed["intent_ranking"] if entry["name"] != FALLBACK]
    return Parsed(ranking[0] if ranking else None, parsed["intent"]["name"] == FALLBACK, milliseconds)


if __name__ == "__main__":
    # Unconfigured, structlog prints every debug line of Rasa, several for each message.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    step, place = sys.argv[1:]
    if step == "train":
        train(Path(place))
    else:
        asyncio.run(ask(Path(place)))
