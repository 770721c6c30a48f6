"""Numbers as people write them in a sentence: "rund 1,5 Mio", "etwa fünfzig", "anderthalb Millionen", "250 T€"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.german.normalize import fold
from bot.german.spelt_numbers import read_spelt_number

UNITS = {"mrd": 10**9, "milliard": 10**9, "mio": 10**6, "mill": 10**6, "tausend": 1000, "tsd": 1000, "teur": 1000}
UNITS |= {"t€": 1000, "k€": 1000, "k": 1000, "dutzend": 12, "hundert": 100}
HALVES = {"halbe": 0.5, "halben": 0.5, "anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5, "dreieinhalb": 3.5}
_UNIT = r"(?:mrd|milliarden?|mio|mill|millionen|million|tausend|tsd|teur|[tk]€|k\b|dutzend|hundert)"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<number>\d{{1,3}}(?:[. ]\d{{3}})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?|[a-z]+)"
    rf"(?:[\s.-]*(?P<unit>{_UNIT}))?\.?(?:\s*(?P<currency>euro|eur\b|€))?"
)
_RANGE = re.compile(r"\s*(?:-|bis(?: zu)?|oder|und)\s*")
YEARS = range(1990, 2100)
LEAST_BARE_EUR = 1000  # a smaller number is an amount only with a unit: "8" may be 8 Mio, "60" may be people


@dataclass(frozen=True)
class Number:
    """A number and where it stands in the folded text; ``is_money`` where a unit of money or a large one follows."""

    value: float
    start: int
    end: int
    unit: int
    is_money: bool

    @property
    def may_be_year(self) -> bool:
        """Tell whether the number can as well be a year."""
        return not self.is_money and self.value in YEARS


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of a text in their order; of a range ("50 bis 60", "1-2 Mio") its upper end."""
    folded = fold(text)
    found: list[Number] = []
    for number in _find_all(folded):
        before = found[-1] if found else None
        if before and _RANGE.fullmatch(folded[before.end : number.start]) and before.unit in (1, number.unit):
            found.pop()
        found.append(number)
    return found


def read_amount(text: str) -> int | None:
    """Return the amount of money in EUR that a text names, None without one."""
    numbers = [number for number in find_numbers(text) if not number.may_be_year]
    amounts = [number for number in numbers if number.is_money or number.value >= LEAST_BARE_EUR]
    best = next((number for number in amounts if number.is_money), next(iter(amounts), None))
    return round(best.value) if best else None


def _find_all(folded: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(folded):
        unit = next((value for name, value in UNITS.items() if (match["unit"] or "").startswith(name)), 1)
        value = _read(match["number"], has_unit=bool(match["unit"]))
        if value is not None:
            is_money = bool(match["currency"]) or unit > UNITS["hundert"]
            yield Number(value * unit, match.start(), match.end(), unit, is_money)


def _read(number: str, *, has_unit: bool) -> float | None:
    if number[0].isdigit():
        whole, _, part = number.replace(" ", "").partition(",")
        if not part and whole.count(".") == 1 and len(whole.partition(".")[2]) != 3:
            return float(whole)  # "1.5 Mio", written in English
        return float(f"{whole.replace('.', '')}.{part or 0}")
    if number in HALVES:
        return HALVES[number]
    if number in ("ein", "eine", "einer", "einem", "eins") and not has_unit:
        return None  # "eine Maschine"
    return read_spelt_number(number)
