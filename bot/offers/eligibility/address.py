"""Answers of a funding check as the query of an address, and back: nothing has to be stored to show them again.

Only numbers, known places, yes and no, and slugs are read, so an address can put no words of its own on a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from bot.german.amounts import find_numbers
from bot.german.states import read_place
from bot.offers.eligibility.answers import Answers
from bot.offers.eligibility.reading import MOST_EMPLOYEES, MOST_EUR

PATH = "/foerdercheck"
NUMBERS = {
    "beschaeftigte": ("employees", MOST_EMPLOYEES),
    "umsatz": ("turnover_eur", MOST_EUR),
    "bilanz": ("balance_eur", MOST_EUR),
    "gruppe_beschaeftigte": ("group_employees", MOST_EMPLOYEES),
    "budget": ("budget_eur", MOST_EUR),
}
FLAGS = {"gruppe": "in_group", "begonnen": "has_started"}
NAMES = (*NUMBERS, *FLAGS, "ort", "vorhaben", "beginn")
SLUG = re.compile(r"[a-z0-9-]{1,80}")
MOST_TOPICS = 12


def page_of_check(answers: Answers) -> str:
    """Return the path of the result's page."""
    return f"{PATH}?{urlencode(to_query(answers))}"


def to_query(answers: Answers) -> dict[str, str]:
    """Return what is known, by its names in an address."""
    found = {name: getattr(answers, field) for name, (field, _) in NUMBERS.items()}
    found |= {name: {True: "ja", False: "nein"}.get(getattr(answers, field)) for name, field in FLAGS.items()}
    found |= {"ort": answers.place, "vorhaben": ",".join(answers.topics)}
    found["beginn"] = answers.starts_on.isoformat() if answers.starts_on else None
    return {name: str(value) for name, value in found.items() if value not in (None, "")}


def from_query(query: Mapping[str, str]) -> Answers:
    """Return the answers of an address; what makes no sense is as if it were not there."""
    simple: dict[str, Any] = {field: _read_number(query.get(name, ""), most) for name, (field, most) in NUMBERS.items()}
    simple |= {field: {"ja": True, "nein": False}.get(query.get(name, "")) for name, field in FLAGS.items()}
    place, state = read_place(query.get("ort", "")[:80])
    topics = [slug for slug in query.get("vorhaben", "").split(",") if SLUG.fullmatch(slug)]
    return Answers(
        **simple,
        place=place,
        state=state,
        topics=tuple(dict.fromkeys(topics))[:MOST_TOPICS],
        starts_on=_read_day(query.get("beginn", "")),
    )


def find_unread(query: Mapping[str, str]) -> list[str]:
    """Return the names of what stands in an address and makes no sense."""
    read = to_query(from_query(query))
    return [name for name in NAMES if query.get(name) and name not in read]


def _read_number(text: str, most: int) -> int | None:
    """Return a number in digits or as people write it ("1,5 Mio"), None for any other text or too large a number."""
    numbers = find_numbers(text[:80])
    return round(numbers[0].value) if len(numbers) == 1 and numbers[0].value <= most else None


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
