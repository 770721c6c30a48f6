"""Numbers with a meaning: prices and sizes of companies."""

from __future__ import annotations

import re

from bot.german.normalize import fold

_AMOUNT = r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?\s*(tausend|k|tsd)?"
_PRICE = re.compile(
    r"\b(?:unter|bis|maximal|max|hoechstens|weniger als|nicht mehr als|guenstiger als|billiger als)\s+(?:zu\s+)?"
    rf"{_AMOUNT}\s*\.?\s*(?:euro|eur|€)"
)
_FREE = re.compile(
    r"\b(kostenlose?[nrsm]?|kostenfreie?[nrsm]?|gratis|umsonst|gebuehrenfreie?[nrs]?|ohne kosten|fuer lau)\b"
)
_SIZE = re.compile(
    rf"\b{_AMOUNT}\s*(?:-|\s)?(?:\w+\s)?"
    r"(?:leute[n]?|mitarbeiter\w*|mitarbeitende\w*|beschaeftigte\w*|angestellte\w*|koepfe[n]?|mann|personen|ma)\b"
)


def read_price_limit(text: str) -> float | None:
    """Return the highest price in EUR a text allows, 0 for "kostenlos", or None."""
    folded = fold(text)
    match = _PRICE.search(folded)
    if match:
        return _value(match[1], match[2])
    return 0.0 if _FREE.search(folded) else None


def read_company_size(text: str) -> int | None:
    """Return the number of employees a text names, or None."""
    match = _SIZE.search(fold(text))
    return int(_value(match[1], match[2])) if match else None


def _value(digits: str, thousands: str | None) -> float:
    return float(digits.replace(".", "")) * (1000 if thousands else 1)


def german_number(value: float) -> str:
    """Return 25000000 as 25.000.000 and 89.5 as 89,50."""
    if value == int(value):
        return f"{int(value):,}".replace(",", ".")
    return f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
