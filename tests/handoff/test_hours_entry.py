"""Hours are read as people write them, and refused with a sentence where they cannot be."""

from __future__ import annotations

import pytest

from bot.handoff.hours import Span
from bot.handoff.hours_entry import InvalidEntry, read_day, write_day

MORNING, AFTERNOON = (9 * 60, 12 * 60), (13 * 60, 16 * 60 + 30)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9–12, 13–16:30", (MORNING, AFTERNOON)),
        ("13:00 - 16.30 und 09:00-12:00", (MORNING, AFTERNOON)),
        ("9 bis 12 Uhr; 13 bis 16:30 Uhr", (MORNING, AFTERNOON)),
        ("von 9 Uhr bis 12 Uhr", (MORNING,)),
        ("0-24", ((0, 1440),)),
        ("9-12,12-13", (MORNING, (12 * 60, 13 * 60))),
        ("  ", ()),
        ("–", ()),
        ("geschlossen", ()),
    ],
)
def test_what_people_write_is_read(text: str, spans: tuple[Span, ...]) -> None:
    assert read_day(text) == spans
    assert read_day(write_day(spans)) == spans


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("vormittags", "„vormittags“ ist keine Zeitspanne"),
        ("9", "„9“ ist keine Zeitspanne"),
        ("9-12,", "„“ ist keine Zeitspanne"),
        ("9–25", "„25“ ist keine Uhrzeit"),
        ("9:75–12", "„9:75“ ist keine Uhrzeit"),
        ("16–13", "„16–13“ endet, bevor es beginnt"),
        ("9–9", "endet, bevor es beginnt"),
        ("9–12, 11–14", "„9–12“ und „11–14“ überschneiden sich"),
        ("9-12," * 50, "zu lang"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(InvalidEntry, match=words):
        read_day(text)
