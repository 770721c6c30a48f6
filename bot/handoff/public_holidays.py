"""The public holidays of Hesse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from holidays.countries.germany import Germany


@lru_cache(maxsize=16)
def find_holidays(year: int) -> Mapping[date, str]:
    """Return the public holidays of a year in Hesse with their German names."""
    # The names would otherwise follow the language of the machine.
    return dict(Germany(subdiv="HE", years=year, language="de"))


def name_holiday(day: date) -> str:
    """Return the German name of the holiday on a day, empty on any other day."""
    return find_holidays(day.year).get(day, "")
