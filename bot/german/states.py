"""The German Länder, and in which of them a place lies."""

from __future__ import annotations

import re

from bot.german.normalize import fold
from bot.german.places import find_place, known_places

HESSE = "Hessen"
STATES = (
    *("Baden-Württemberg", "Bayern", "Berlin", "Brandenburg", "Bremen", "Hamburg", HESSE, "Mecklenburg-Vorpommern"),
    *("Niedersachsen", "Nordrhein-Westfalen", "Rheinland-Pfalz", "Saarland", "Sachsen-Anhalt", "Sachsen"),
    *("Schleswig-Holstein", "Thüringen"),
)
# Of the towns in and around the region; all others lie in Hesse.
ELSEWHERE = {"Göttingen": "Niedersachsen", "Hann. Münden": "Niedersachsen", "Paderborn": "Nordrhein-Westfalen"}
_SHORT = {"nrw": "Nordrhein-Westfalen", "nordhessen": HESSE, "mittelhessen": HESSE, "suedhessen": HESSE}
_STATE = re.compile(r"\b(" + "|".join(sorted((*map(fold, STATES), *_SHORT), key=len, reverse=True)) + r")\b")


def read_place(text: str) -> tuple[str, str]:
    """Return the town or Land that a text names and the Land it lies in; two empty strings where none is known."""
    town = find_place(text, known_places())
    if town:
        return town, ELSEWHERE.get(town, HESSE)
    match = _STATE.search(fold(text))
    if match is None:
        return "", ""
    state = _SHORT.get(match[1]) or next(name for name in STATES if fold(name) == match[1])
    return state, state
