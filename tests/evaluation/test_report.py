from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from bot.evaluation.client import Turn
from bot.evaluation.load import LoadReport, measure_phase
from bot.evaluation.memory import ProcessMemory
from bot.evaluation.report import load_table, question_table, write_json
from tests.evaluation.fake_chat import content

PHASE = measure_phase([Turn([content("answer")], seconds=0.0123)] * 10, visitors=1, seconds=2)
MEMORY = {"gateway": ProcessMemory(120.5, 100.25, 1), "rasa": ProcessMemory(700.0, None, 2)}
REPORT = LoadReport(PHASE, replace(PHASE, visitors=6), replace(PHASE, visitors=8), 1.5, MEMORY, 12.3, 25.0, 2, "Linux")


def test_a_load_table_names_every_figure() -> None:
    table = load_table(REPORT)
    assert "6 Besucher mit Pausen             10     12,3     12,3     12,3      5,0       0" in table
    assert "8 Besucher ohne Pause             10     12,3     12,3     12,3      5,0       0" in table
    assert "Speicher gateway:   120,5 MB (RSS), anteilig (PSS) 100,2 MB" in table
    assert "Speicher rasa:      700,0 MB (RSS)\n" in table
    assert "Eine Nachricht dauert das 8,2-Fache davon." in table
    assert "Start:    12,3 s\nTraining: 25,0 s\nRechner:  2 Kerne, Linux" in table
    assert "Achtung" not in table


def test_what_was_not_measured_is_not_in_the_table() -> None:
    table = load_table(replace(REPORT, memory={}, start_seconds=None, training_seconds=None))
    assert not any(word in table for word in ("Speicher", "Start", "Training"))


def test_errors_and_the_reduced_mode_are_pointed_out() -> None:
    spoilt = replace(PHASE, errors=3, first_error="HTTP 503", reduced=2)
    table = load_table(replace(REPORT, parallel=spoilt))
    assert "Achtung: 3 Fehler, der erste: HTTP 503" in table
    assert "Achtung: 2 Antworten kamen aus dem eingeschränkten Betrieb." in table


def test_the_columns_of_the_question_table_stand_under_their_titles() -> None:
    shares = dict.fromkeys(("right", "right_or_offered", "unsure", "wrong", "error"), 100.0)
    row = {"n": 1234, **shares, "right_ci": [100.0, 100.0], "wrong_ci": [0.0, 100.0]}
    head, *rows, latency = question_table({"all": row, "kind=out_of_scope": row}, {"p50_ms": 1, "p95_ms": 2}).split(
        "\n"
    )
    assert {len(line) for line in rows} == {len(head)}
    assert rows[1].startswith("Art out_of_scope ")
    assert latency == "Antwortzeit: p50 1,0 ms, p95 2,0 ms"


def test_json_is_written_readably_into_a_new_folder(tmp_path: Path) -> None:
    path = tmp_path / "results" / "deep" / "load.json"
    write_json(path, REPORT.to_dict())
    text = path.read_text(encoding="utf-8")
    assert json.loads(text)["memory"]["gateway"]["pss_mb"] == 100.25
    assert json.loads(text)["single_to_healthz"] == 8.2
