"""The language in which staff write down who and what a programme is for: one rule in a line.

A rule is a condition, a colon, and the reason in one sentence: "Beschäftigte höchstens 249: Gefördert werden …".
The conditions are those of ``EXAMPLES``; umlauts and capitals do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import inf

from bot.german.normalize import fold
from bot.german.states import read_place
from bot.offers.eligibility.sme import LARGE, SIZES

SIZE, EMPLOYEES, TURNOVER, BUDGET = "size", "employees", "turnover", "budget"
INDEPENDENT, PLACE, PURPOSE, NOT_STARTED, START = "independent", "place", "purpose", "not_started", "start"
OPEN, NOBODY = "open", "nobody"

EXAMPLES = (
    "KMU",
    "Größe kleinst, klein",
    "Beschäftigte höchstens 249",
    "Umsatz höchstens 50.000.000",
    "Eigenständig",
    "Ort Hessen",
    "Vorhaben digitalisierung, ki-daten",
    "Budget mindestens 35.000",
    "Nicht begonnen",
    "Beginn bis 31.12.2026",
    "Zu klären",
    "Nicht für Unternehmen",
)
FORM = "So ist es richtig: „KMU: Gefördert werden kleine und mittlere Unternehmen.“"


class UnreadableRule(ValueError):
    """A line is no rule; the message is a German sentence."""


@dataclass(frozen=True)
class Rule:
    """A condition on one subject with its reason; ``values`` are sizes, places or topics.

    Numbers lie between ``least`` and ``most``, a start between ``first`` and ``last``.
    """

    subject: str
    reason: str
    values: tuple[str, ...] = ()
    least: float = 0
    most: float = inf
    first: date = date.min
    last: date = date.max


def read_rule(line: str) -> Rule:
    """Read one line. Raises UnreadableRule."""
    condition, colon, reason = (part.strip() for part in line.partition(":"))
    if not colon or not reason:
        raise UnreadableRule(f"In „{line}“ fehlt nach einem Doppelpunkt die Begründung. {FORM}")
    for pattern, make in _CONDITIONS:
        match = pattern.fullmatch(fold(condition))
        if match:
            return make(match, reason)
    possible = ", ".join(f"„{example}“" for example in EXAMPLES)
    raise UnreadableRule(f"„{condition}“ ist keine Bedingung, die der Lotse prüfen kann. Möglich sind: {possible}.")


def find_topics(lines: list[str]) -> list[str]:
    """Return the topics that readable rules name."""
    return [topic for line in lines for rule in [read_rule(line)] if rule.subject == PURPOSE for topic in rule.values]


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,;\s]+", text) if part and part not in ("und", "oder"))


def _read_sizes(match: re.Match[str], reason: str) -> Rule:
    unknown = [size for size in _list(match[1]) if size not in SIZES]
    if unknown:
        raise UnreadableRule(f"„{unknown[0]}“ ist keine Größe. Möglich sind: {', '.join(SIZES)}.")
    return Rule(SIZE, reason, _list(match[1]))


def _read_number(match: re.Match[str], reason: str) -> Rule:
    subject = {"beschaeftigte": EMPLOYEES, "umsatz": TURNOVER, "budget": BUDGET}[match[1]]
    number = float(match[3].replace(".", "").replace(" ", ""))
    return Rule(subject, reason, least=number) if match[2] == "mindestens" else Rule(subject, reason, most=number)


def _read_places(match: re.Match[str], reason: str) -> Rule:
    written = [part.strip() for part in re.split(r",|\boder\b", match[1])]
    places = tuple(read_place(part)[0] for part in written)
    if not all(places):
        raise UnreadableRule(
            f"„{written[places.index('')]}“ kennt der Lotse nicht. Möglich sind Bundesländer und Orte."
        )
    return Rule(PLACE, reason, places)


def _read_start(match: re.Match[str], reason: str) -> Rule:
    day, month, year = (int(part) for part in match.groups()[1:])
    try:
        when = date(year, month, day)
    except ValueError:
        raise UnreadableRule(f"„{day}.{month}.{year}“ ist kein Datum. So ist es richtig: 31.12.2026.") from None
    return Rule(START, reason, first=when) if match[1] == "ab" else Rule(START, reason, last=when)


def _plain(subject: str, values: tuple[str, ...] = ()) -> Callable[[re.Match[str], str], Rule]:
    return lambda _match, reason: Rule(subject, reason, values)


_CONDITIONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Rule]], ...] = (
    (re.compile("kmu"), _plain(SIZE, tuple(size for size in SIZES if size != LARGE))),
    (re.compile("groesse (.+)"), _read_sizes),
    (
        re.compile(r"(beschaeftigte|umsatz|budget) (mindestens|hoechstens) (\d[\d. ]*?)(?: euro| €)?"),
        _read_number,
    ),
    (re.compile("eigenstaendig"), _plain(INDEPENDENT)),
    (re.compile("ort (.+)"), _read_places),
    (re.compile("vorhaben (.+)"), lambda match, reason: Rule(PURPOSE, reason, _list(match[1]))),
    (re.compile("nicht begonnen"), _plain(NOT_STARTED)),
    (re.compile(r"beginn (ab|bis) (\d{1,2})\.(\d{1,2})\.(\d{4})"), _read_start),
    (re.compile("zu klaeren"), _plain(OPEN)),
    (re.compile("nicht fuer unternehmen"), _plain(NOBODY)),
)
