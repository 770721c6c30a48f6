"""The other side of a comparison: a stock Rasa pipeline, in processes of its own, so that TensorFlow's memory goes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from bot.evaluation.compare import Answer, Run, Task
from bot.evaluation.errors import CannotEvaluate
from bot.evaluation.launch import last_line
from bot.settings import ROOT

STOCK = "Rasa (DIET)"
CONFIG_FILE, NLU_FILE, QUESTIONS_FILE = "config.yml", "nlu.yml", "questions.json"
TRAINING_FILE, ANSWERS_FILE = "training.json", "answers.json"
ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",  # what was learnt in an earlier run would not be learnt, nor timed, again
}
PROGRESS = re.compile(rb"(\d+)/\d+ \[")  # as tqdm writes it: " 12%|#   | 12/100 [00:03<00:20,  4.1it/s"
SECONDS_BETWEEN_LOOKS = 1.0
TAIL = 2000  # bytes of the log in which the last progress stands


class StockPipeline:
    """A Rasa project in a folder: the files of a task, then the model, then the answers."""

    def __init__(self, folder: Path, task: Task, *, epochs: int, seed: int) -> None:
        self._folder = folder
        self._labels = [document.reference.slug for document in task.documents]
        (folder / CONFIG_FILE).write_text(yaml.safe_dump(make_config(epochs, seed)), encoding="utf-8")
        (folder / NLU_FILE).write_text(make_nlu(task), encoding="utf-8")
        (folder / QUESTIONS_FILE).write_text(json.dumps(task.questions), encoding="utf-8")

    def train(self, *, done: Callable[[int], None] = lambda count: None) -> None:
        """Train the model; ``done`` is called with the number of epochs since the last call. Raises CannotEvaluate."""
        self._run("train", done)

    def ask(self, *, done: Callable[[int], None] = lambda count: None) -> Run:
        """Ask every question; ``done`` is called with their number since the last call. Raises CannotEvaluate."""
        self._run("ask", done)
        training, answers = self._read(TRAINING_FILE), self._read(ANSWERS_FILE)
        return Run(STOCK, [self._answer(row) for row in answers], training["seconds"], training["cpu_seconds"])

    def _answer(self, row: dict[str, Any]) -> Answer:
        label = None if row["intent"] is None else self._labels[int(row["intent"])]
        return Answer(label, row["milliseconds"], row["rejected"])

    def _read(self, name: str) -> Any:
        return json.loads((self._folder / name).read_text(encoding="utf-8"))

    def _run(self, step: str, done: Callable[[int], None]) -> None:
        log = self._folder / f"{step}.log"
        command = [sys.executable, "-m", "bot.evaluation.compare_stock_process", step, str(self._folder)]
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - our own command
                command, cwd=ROOT, env={**os.environ, **ENVIRONMENT}, stdout=output, stderr=subprocess.STDOUT
            )
            try:
                _follow(process, log, done)
            finally:
                process.kill()
                process.wait()
        if process.returncode:
            raise CannotEvaluate(f"Die Rasa-Pipeline ist gescheitert: {last_line(log.read_bytes())}")


def make_config(epochs: int, seed: int) -> dict[str, Any]:
    """Return the stock pipeline; what is set is what Rasa's own default configuration sets, and the seed."""
    return {
        "recipe": "default.v1",
        "assistant_id": "vergleich",
        "language": "de",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True, "random_seed": seed},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
    }


def make_nlu(task: Task) -> str:
    """Return the examples as Rasa's training data; an intent is the number of its document: "/" would split a label.

    Everything is quoted, so that no text is taken for a number or a date, but for the key that Rasa looks for in the
    raw file.
    """
    intents = [
        {"intent": str(number), "examples": [{"text": text} for text in document.phrases]}
        for number, document in enumerate(task.documents)
    ]
    return 'version: "3.1"\nnlu:\n' + yaml.safe_dump(intents, allow_unicode=True, default_style='"')


def _follow(process: subprocess.Popen[bytes], log: Path, done: Callable[[int], None]) -> None:
    """Wait for the end of a process and pass on the progress that it writes into its log."""
    seen = 0
    while process.returncode is None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_BETWEEN_LOOKS)
        reached = max(seen, read_progress(log.read_bytes()[-TAIL:]))
        done(reached - seen)
        seen = reached


def read_progress(output: bytes) -> int:
    """Return the last step that a progress bar has written, 0 where there is none yet."""
    steps = PROGRESS.findall(output)
    return int(steps[-1]) if steps else 0
