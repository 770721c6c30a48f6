"""Numbers with a meaning: prices and sizes of companies."""

from __future__ import annotations

import re

from bot.german.normalize import fold
from bot.german.number_words import NUMBER, read_number

_AMOUNT = rf"({NUMBER})(?:,\d+)?\s*(tausend|k|tsd)?"
_CURRENCY = r"\s*\.?\s*(?:euro|eur|€)"
_PRICE = re.compile(
    r"\b(?:unter|bis|maximal|max\.?|hoechstens|weniger als|nicht (?:mehr|teurer) als|guenstiger als|billiger als"
    rf"|budget(?: (?:von|ist|liegt bei|betraegt))?:?)\s+(?:zu\s+|etwa\s+|rund\s+)?{_AMOUNT}{_CURRENCY}"
)
_PRICE_RANGE = re.compile(rf"\b(?:zwischen|von)\s+{_AMOUNT}(?:{_CURRENCY})?\s+(?:und|bis)\s+{_AMOUNT}{_CURRENCY}")
_FREE = re.compile(
    r"\b(kostenlose?[nrsm]?|kostenfreie?[nrsm]?|gratis|umsonst|gebuehrenfreie?[nrs]?|ohne kosten|fuer lau"
    r"|nichts kosten|kostet nichts)\b"
)
_PEOPLE = (
    r"(?:leute[n]?|mitarbeiter\w*|mitarbeitende\w*|beschaeftigte\w*|angestellte\w*|arbeitnehmer\w*|koepfe[n]?|mann"
    r"|personen|ma)\b"
)
_SIZE = re.compile(rf"(?:\b(fuer|unter|weniger als)\s+(?:unsere\s+)?)?\b{_AMOUNT}\s*(?:-|\s)?(?:\w+\s)?{_PEOPLE}")
_GROUP = re.compile(r"fuer .*\b(?:leute|personen|mann|koepfe)$")  # who is to be trained, not the size of the company
_TOGETHER = re.compile(r"\bsind (?:nur |insgesamt )?zu (\w{4,8})\b")  # "wir sind zu acht"
_TOGETHER_NUMBERS = {
    "zweit": 2, "dritt": 3, "viert": 4, "fuenft": 5, "sechst": 6, "siebt": 7, "acht": 8, "neunt": 9, "zehnt": 10,
    "elft": 11, "zwoelft": 12,
}  # fmt: skip
# The largest size of each class of companies (EU recommendation 2003/361/EC); large ones begin at 250.
_CLASSES = (
    (re.compile(r"\b(?:solo-?selbst(?:st)?aendig|ein-?(?:mann|personen)-?(?:betrieb|unternehmen|firma))"), 1),
    (re.compile(r"\bkleinst(?:betrieb|unternehmen|firm)"), 9),
    (re.compile(r"\b(?:kleinunternehmen|kleinbetrieb|kleine[nrsm]? (?:betrieb|unternehmen|firma))"), 49),
    (re.compile(r"\bmittel(?:gross)?e[nrsm]? (?:betrieb|unternehmen|firma)"), 249),
    (re.compile(r"\b(?:grossunternehmen|grossbetrieb|konzerne?s?\b)"), 250),
)


def read_price_limit(text: str) -> float | None:
    """Return the highest price in EUR a text allows, 0 for "kostenlos", or None."""
    folded = fold(text)
    between = _PRICE_RANGE.search(folded)
    if between:
        return _value(between[3], between[4])
    match = _PRICE.search(folded)
    if match:
        return _value(match[1], match[2])
    return 0.0 if _FREE.search(folded) else None


def read_company_size(text: str, *, is_for_training: bool = False) -> int | None:
    """Return the number of employees a text names, the largest of a class ("Kleinstbetrieb"), or None.

    A training "für 12 Mitarbeiter" is for a group of them.
    """
    folded = fold(text)
    match = _SIZE.search(folded)
    if match:
        people = int(_value(match[2], match[3]))
        is_group = _GROUP.match(match[0]) or (is_for_training and match[1] == "fuer")
        return None if is_group else people - (match[1] in ("unter", "weniger als"))
    together = _TOGETHER.search(folded)
    if together and together[1] in _TOGETHER_NUMBERS:
        return _TOGETHER_NUMBERS[together[1]]
    return next((size for pattern, size in _CLASSES if pattern.search(folded)), None)


def _value(number: str, thousands: str | None) -> float:
    return float(read_number(number) or 0) * (1000 if thousands else 1)


def german_number(value: float) -> str:
    """Return 25000000 as 25.000.000 and 89.5 as 89,50."""
    if value == int(value):
        return f"{int(value):,}".replace(",", ".")
    return f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
