"""The hours of a day as people write them: "9–12, 13–16:30"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.german.normalize import clean
from bot.handoff.hours import MINUTES_OF_A_DAY, Span
from bot.handoff.hours_words import say_clock

EXAMPLE = "Schreiben Sie zum Beispiel „9–12, 13–16:30“, oder lassen Sie das Feld leer."
CLOSED = frozenset(("", "-", "zu", "geschlossen", "frei"))
LONGEST = 100  # characters

_DASH = re.compile(r"\s*(?:\bbis\b|[-‐‑‒–—−])\s*")
_BETWEEN = re.compile(r"\s*(?:[,;/+]|\bund\b)\s*")
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPAN = re.compile(f"{_CLOCK}-{_CLOCK}")


class InvalidEntry(ValueError):
    """A text names no hours; the message is a German sentence."""


def read_day(text: str) -> tuple[Span, ...]:
    """Return the spans that a text names, in order; none for a day without any. Raises InvalidEntry."""
    plain = re.sub(r"\buhr\b|\bvon\b", " ", clean(text).casefold()).strip(" .")
    plain = _DASH.sub("-", plain)
    if plain in CLOSED:
        return ()
    if len(plain) > LONGEST:
        raise InvalidEntry(f"Das ist zu lang. {EXAMPLE}")
    spans = sorted(_read_span(part.strip()) for part in _BETWEEN.split(plain))
    for before, after in pairwise(spans):
        if after[0] < before[1]:
            raise InvalidEntry(f"„{_write_span(before)}“ und „{_write_span(after)}“ überschneiden sich.")
    return tuple(spans)


def write_day(spans: Sequence[Span]) -> str:
    """Return spans as ``read_day`` reads them."""
    return ", ".join(map(_write_span, spans))


def _read_span(part: str) -> Span:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise InvalidEntry(f"„{part}“ ist keine Zeitspanne. {EXAMPLE}")
    opens, closes = _read_clock(found[1], found[2]), _read_clock(found[3], found[4])
    if closes <= opens:
        raise InvalidEntry(f"„{_write_span((opens, closes))}“ endet, bevor es beginnt.")
    return opens, closes


def _read_clock(hour: str, minute: str | None) -> int:
    total = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or total > MINUTES_OF_A_DAY:
        raise InvalidEntry(f"„{hour}{':' + minute if minute else ''}“ ist keine Uhrzeit.")
    return total


def _write_span(span: Span) -> str:
    return f"{say_clock(span[0])}–{say_clock(span[1])}"
