"""Holidays: those of Hesse, under their German names."""

from __future__ import annotations

from datetime import date

import pytest

from bot.handoff.public_holidays import find_holidays, name_holiday


@pytest.mark.parametrize(
    ("year", "movable"),
    [
        (2026, "04-03 04-06 05-14 05-25 06-04"),
        (2027, "03-26 03-29 05-06 05-17 05-27"),
        (2028, "04-14 04-17 05-25 06-05 06-15"),
    ],
)
def test_a_year_has_the_ten_holidays_of_hesse(year: int, movable: str) -> None:
    fixed = "01-01 05-01 10-03 12-25 12-26"
    assert sorted(find_holidays(year)) == sorted(
        date.fromisoformat(f"{year}-{day}") for day in f"{fixed} {movable}".split()
    )


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-04-03", "Karfreitag"),
        ("2026-04-06", "Ostermontag"),
        ("2026-06-04", "Fronleichnam"),
        ("2026-10-03", "Tag der Deutschen Einheit"),
        ("2026-12-26", "Zweiter Weihnachtstag"),
        ("2026-12-24", ""),
        ("2026-10-31", ""),  # a holiday in the north and east
        ("2026-11-01", ""),  # a holiday in the south and west
        ("2028-02-29", ""),
    ],
)
def test_a_holiday_has_its_german_name(day: str, name: str) -> None:
    assert name_holiday(date.fromisoformat(day)) == name
