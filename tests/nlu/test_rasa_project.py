"""Rasa's own checks of the whole project, by the commands a developer would type."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from bot.search.labels import CONTENT_INTENTS
from bot.settings import ROOT, Settings, variable_name

pytestmark = pytest.mark.slow

STORIES = sorted((ROOT / "tests" / "stories").glob("test_*.yml"))
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
CONFLICT = re.compile(r"The example '.*' was found labeled with multiple different intents .* labeled with: (.*)\.")


def run_rasa(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of Rasa on these settings."""
    own = {variable_name(field.name): getattr(settings, field.name) for field in fields(settings)}
    environment = {name: str(value) for name, value in own.items() if value is not None and not isinstance(value, bool)}
    return subprocess.run(
        [sys.executable, "-m", "rasa", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )


def read_warnings(output: str) -> list[str]:
    """Return what Rasa warns of, colours and line ends taken out."""
    plain = re.sub(r"\x1b\[\d+m", "", output)
    return [
        line.partition("UserWarning: ")[2]
        for line in plain.splitlines()
        if "rasa/shared" in line and "UserWarning: " in line
    ]


def is_no_mistake(warning: str) -> bool:
    """Tell whether a warning of Rasa is about something that is meant to be so."""
    conflict = CONFLICT.search(warning)
    if conflict:  # one text may ask for a FAQ entry and for an offer: the actions get both
        return set(conflict[1].split(", ")) <= set(CONTENT_INTENTS.values())
    questions = {
        f"utter_ask_{form}_{slot}" for form, parts in DOMAIN["forms"].items() for slot in parts["required_slots"]
    }
    asked_by_a_form = any(f"'{name}' is not used in any story or rule" in warning for name in questions)
    return asked_by_a_form or warning.startswith("Slot auto-fill has been removed in 3.0")  # said to everyone


def test_rasa_finds_no_mistake_in_domain_data_and_rules(trained_settings: Settings) -> None:
    done = run_rasa(trained_settings, "data", "validate", "--max-history", "3")
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    assert "Validating utterances" in output
    assert [warning for warning in read_warnings(output) if not is_no_mistake(warning)] == []


@pytest.mark.parametrize(
    "warning",
    [
        "The intent 'dialog_mehr' is not used in any story or rule.",
        "The intent 'neu' is listed in the domain file, but is not found in the NLU training data.",
        "The utterance 'utter_smalltalk_dank' is not used in any story or rule.",
        "The example 'Moin' was found labeled with multiple different intents in the training data. Each annotated "
        "message should only appear with one intent. You should fix that conflict The example is labeled with: faq, "
        "smalltalk_dank.",
    ],
)
def test_a_real_mistake_is_not_excused(warning: str) -> None:
    output = f"\x1b[93m/venv/rasa/shared/utils/io.py:100: UserWarning: {warning}\n\x1b[0m"
    assert read_warnings(output) == [warning]
    assert not is_no_mistake(warning)


def test_all_test_conversations_go_as_they_are_written(trained_settings: Settings, tmp_path: Path) -> None:
    [model] = trained_settings.models_dir.glob("*.tar.gz")
    command = ("test", "core", "--e2e", "--no-plot", "--model", str(model), "--out", str(tmp_path))
    done = run_rasa(trained_settings, *command, "--stories", str(ROOT / "tests" / "stories"))
    assert done.returncode == 0, done.stdout + done.stderr
    failed = (tmp_path / "failed_test_stories.yml").read_text(encoding="utf-8")
    assert failed.startswith("# None of the test stories failed"), failed
    count = sum(len(yaml.safe_load(path.read_text(encoding="utf-8"))["stories"]) for path in STORIES)
    accuracy = json.loads((tmp_path / "story_report.json").read_text(encoding="utf-8"))["conversation_accuracy"]
    assert (accuracy["correct"], accuracy["total"]) == (count, count)


def test_every_theme_of_the_training_data_has_test_conversations() -> None:
    themes = {path.stem for folder in ("nlu", "rules") for path in (ROOT / "data" / folder).glob("*.yml")}
    assert {path.stem.removeprefix("test_") for path in STORIES} == themes


def test_every_intent_occurs_in_a_test_conversation() -> None:
    steps = [
        step
        for path in STORIES
        for story in yaml.safe_load(path.read_text(encoding="utf-8"))["stories"]
        for step in story["steps"]
    ]
    assert {step["intent"] for step in steps if "intent" in step} == set(DOMAIN["intents"])
    named = {name if isinstance(name, str) else next(iter(name)) for name in DOMAIN["actions"]}
    of_themselves = {name for name in named if name.startswith("action_") and not name.startswith("action_ask_")}
    assert of_themselves <= {step.get("action") for step in steps}  # what a form asks is part of the form
