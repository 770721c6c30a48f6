from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.evaluation.client import Turn
from bot.evaluation.errors import CannotEvaluate
from bot.evaluation.load import (
    LoadPlan,
    measure_phase,
    percentile,
    plan_conversations,
    play_conversations,
    put_load,
    require_loopback,
)
from bot.evaluation.memory import measure_process, read_memory
from bot.evaluation.questions import Question
from bot.http_service import HttpService, Service
from bot.search.sentences import sentence
from tests.evaluation.fake_chat import FakeChat, content

QUESTIONS = [Question(f"D{number}", f"Frage {number}?", "answer", frozenset(), "clean") for number in range(50)]


@pytest.fixture
async def assistant(chat: FakeChat) -> AsyncIterator[HttpService]:
    service = HttpService(chat.url)
    yield service
    await service.close()


def test_the_plan_has_exactly_the_messages_asked_for_in_short_conversations() -> None:
    conversations = plan_conversations(QUESTIONS, 1001)
    lengths = Counter(len(conversation) for conversation in conversations)
    assert sum(length * number for length, number in lengths.items()) == 1001
    assert set(lengths) == {1, 2, 3, 4}
    assert {text for conversation in conversations for text in conversation} == {one.text for one in QUESTIONS}


def test_the_same_seed_plans_the_same_and_another_seed_something_else() -> None:
    assert plan_conversations(QUESTIONS, 40) == plan_conversations(QUESTIONS, 40)
    assert plan_conversations(QUESTIONS, 40) != plan_conversations(QUESTIONS, 40, seed=99)


@pytest.mark.parametrize(("percent", "value"), [(50, 50), (95, 95), (99, 99), (100, 100)])
def test_a_percentile_is_the_value_that_so_many_do_not_exceed(percent: int, value: float) -> None:
    assert percentile([float(number) for number in range(1, 101)], percent) == value


@pytest.mark.parametrize(("percent", "value"), [(50, 1.0), (95, 2.0), (99, 2.0)])
def test_a_percentile_of_two_values_is_one_of_them(percent: int, value: float) -> None:
    assert percentile([1.0, 2.0], percent) == value


def test_a_phase_counts_errors_silence_and_the_reduced_mode() -> None:
    turns = [
        Turn([content("answer")], seconds=0.010),
        Turn([content("answer"), {"kind": "notice", "text": sentence("stoerung.eingeschraenkt")}], seconds=0.020),
        Turn([], seconds=0.030),
        Turn([], seconds=0.040, error="HTTP 503"),
    ]
    phase = measure_phase(turns, visitors=2, seconds=0.5)
    assert (phase.messages, phase.per_second, phase.errors, phase.reduced) == (4, 8.0, 2, 1)
    assert (phase.p50_ms, phase.p95_ms, phase.first_error) == (20.0, 40.0, "leere Antwort")


async def test_every_message_is_sent_and_each_conversation_keeps_its_id(assistant: Service, chat: FakeChat) -> None:
    counted: list[int] = []
    phase = await play_conversations(assistant, [["a", "b", "c"], ["d"]], visitors=2, seconds=30, done=counted.append)
    assert (phase.messages, phase.visitors, phase.errors) == (4, 2, 0)
    assert [body["conversation"] is None for body in chat.received].count(True) == 2
    assert sorted(counted) == [1, 3]


async def test_visitors_really_speak_at_the_same_time(assistant: Service, chat: FakeChat) -> None:
    chat.meet(4)
    phase = await play_conversations(assistant, [["a"], ["b"], ["c"], ["d"]], visitors=4, seconds=30)
    assert phase.errors == 0


async def test_visitors_with_pauses_send_no_more_than_they_may(assistant: Service, chat: FakeChat) -> None:
    phase = await play_conversations(assistant, [["a", "b"]] * 10, visitors=4, seconds=30, per_second=40)
    assert phase.messages == 20
    assert phase.seconds >= 19 / 40


async def test_a_phase_ends_in_time(assistant: Service, chat: FakeChat) -> None:
    phase = await play_conversations(assistant, [["a"] * 4] * 2000, visitors=2, seconds=0.3)
    assert 2 <= phase.messages < 8000
    assert phase.seconds < 10


async def test_a_limit_that_is_still_on_shows_as_an_error(assistant: Service, chat: FakeChat) -> None:
    chat.refusals = [(429, {"Retry-After": "60"})]
    phase = await play_conversations(assistant, [["a"]], visitors=1, seconds=30)
    assert phase.errors == 1
    assert "HTTP 429" in (phase.first_error or "")


def test_a_measurement_warms_up_and_plays_all_phases(chat: FakeChat) -> None:
    counted: list[int] = []
    phases, healthz = put_load(chat.url, QUESTIONS, LoadPlan(30, 50, 4, 200, 30), counted.append)
    assert [(phase.visitors, phase.messages) for phase in phases] == [(1, 30), (4, 50), (4, 50)]
    assert len(chat.received) == 20 + 30 + 50 + 50
    assert sum(counted) == 130
    assert 0 < healthz < 1000


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000", "http://localhost:8000/", "http://[::1]:8000", "http://127.8.8.8"]
)
def test_load_is_put_on_this_machine(url: str) -> None:
    require_loopback(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://wfg.example",
        "http://10.0.0.1:8000",
        "http://127.0.0.1.example",
        "http://127.0.0.1@wfg.example",
        "",
        "x",
    ],
)
def test_load_is_put_on_no_other_machine(url: str) -> None:
    with pytest.raises(CannotEvaluate, match="nur auf diesem Rechner"):
        require_loopback(url)


def test_memory_is_measured_with_children() -> None:
    source = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    parent = subprocess.Popen([sys.executable, "-c", source], stdin=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 10
        while (memory := measure_process(parent.pid)) and memory.processes < 2:
            assert time.monotonic() < deadline
    finally:
        parent.communicate(b"\n")
    assert memory is not None
    assert memory.rss_mb > 10
    assert memory.pss_mb is None or memory.pss_mb <= memory.rss_mb
    assert measure_process(parent.pid) is None


def test_memory_is_read_for_the_processes_that_are_listed_and_alive(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    path = tmp_path / "processes.json"
    path.write_text(json.dumps({"gateway": os.getpid(), "rasa": ended.pid}), encoding="utf-8")
    assert list(read_memory(path)) == ["gateway"]


@pytest.mark.parametrize("text", [None, "{", ""])
def test_without_a_list_of_processes_no_memory_is_measured(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "processes.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert read_memory(path) == {}
