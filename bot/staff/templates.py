"""The templates: everything is escaped, a missing name is an error, dates read as people write them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.handoff.hours_words import WEEKDAYS
from bot.local_time import local_time
from bot.page_templates import make_environment

FOLDER = Path(__file__).parent / "templates"


class Templates:
    """Renders the files of ``templates/``."""

    def __init__(self) -> None:
        self._environment = make_environment(FOLDER)
        self._environment.filters.update(
            day=write_day, moment=write_moment, clock=write_clock, weekday=write_weekday, number=write_number
        )

    def render(self, name: str, **context: Any) -> str:
        """Return a page."""
        return self._environment.get_template(name).render(**context)


def write_day(value: date | None) -> str:
    """Return a day as 31.12.2026; nothing for None."""
    return value.strftime("%d.%m.%Y") if value else ""


def write_moment(value: datetime | None) -> str:
    """Return a time in Kassel as 31.12.2026, 14:05 Uhr; nothing for None."""
    return local_time(value).strftime("%d.%m.%Y, %H:%M Uhr") if value else ""


def write_clock(value: datetime) -> str:
    """Return a time in Kassel without its day: 14:05 Uhr."""
    return local_time(value).strftime("%H:%M Uhr")


def write_weekday(value: datetime) -> str:
    """Return the weekday of a time in Kassel: Montag."""
    return WEEKDAYS[local_time(value).weekday()]


def write_number(value: float, digits: int = 0) -> str:
    """Return a number with German separators: 12.345,6."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))
