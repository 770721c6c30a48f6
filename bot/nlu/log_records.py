"""Rasa's log without visitors' words: with an error it would write down the message and all local variables."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any


def forget_words(make_record: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
    """Return a maker of log records that leaves nothing of an error of Rasa's but its kind and its place."""

    def make(*arguments: Any, **options: Any) -> logging.LogRecord:
        record = make_record(*arguments, **options)
        if record.name.startswith("rasa") and str(record.msg).startswith("{"):
            record.msg, record.args = _describe_event(str(record.msg)), ()
        return record

    return make


def _describe_event(line: str) -> str:
    """Return the event of a structured log line with the type and place of each exception, without any value."""
    try:
        entry = json.loads(line)
        places = [
            f"{raised['exc_type']} ({frame['filename']}:{frame['lineno']})"
            for raised in entry.get("exception", ())
            for frame in raised["frames"][-1:]
        ]
        return " ".join([entry["event"], *places])
    except (ValueError, KeyError, TypeError):
        return "an unreadable log line"
