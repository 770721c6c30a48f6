from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from bot.nlu.training import _output_into


def test_what_a_training_prints_goes_into_its_log_and_the_rest_to_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "logs" / "training.log"
    print("vorher")
    with _output_into(log):
        os.write(1, b"Rasa\n")  # what print does outside of pytest
        os.write(2, b"TensorFlow\n")
        subprocess.run(["echo", "git"], check=True)
    print("nachher")
    assert sorted(log.read_text(encoding="utf-8").split()) == ["Rasa", "TensorFlow", "git"]
    assert capfd.readouterr().out == "vorher\nnachher\n"


def test_the_terminal_comes_back_after_an_error_too(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), _output_into(tmp_path / "training.log"):
        raise ZeroDivisionError
    print("nachher")
    assert capfd.readouterr().out == "nachher\n"
