"""Positions in a list as people name them: "Nummer 2", "das zweite", "der letzte", "die ersten drei"."""

from __future__ import annotations

import re

from bot.german.normalize import fold, tokenize

_ORDINALS = {
    "erst": 1, "oberst": 1, "zweit": 2, "zwaat": 2, "dritt": 3, "dridd": 3, "viert": 4, "fuenft": 5,
    "sechst": 6, "siebt": 7, "siebent": 7, "acht": 8, "neunt": 9, "zehnt": 10, "letzt": -1, "unterst": -1,
    "vorletzt": -2,
}  # fmt: skip
_CARDINALS = {
    "eins": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9,
    "zehn": 10, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "first": 1, "second": 2, "third": 3,
    "fourth": 4, "fifth": 5, "last": -1, "ersterer": 1, "ersteres": 1, "erstere": 1, "letzterer": -1, "letzteres": -1,
    "letztere": -1,
}  # fmt: skip
_ENDINGS = ("e", "er", "es", "en", "em")
_POSITIONS = {stem + ending: number for stem, number in _ORDINALS.items() for ending in _ENDINGS} | _CARDINALS
_RUNS = re.compile(r"\b(ersten|letzten|alle) (beiden?|zwei|drei)\b|\bbeiden?\b")
_MARKED = re.compile(
    rf"\b(?:nummer|nr|punkt|position|option|treffer)\.? \d|\b(?:{'|'.join(_ORDINALS)})e[nrsm]?\b|\bbeiden?\b"
    rf"|\b(?:die|den|zu|bei|von|und) (?:\d\d?|{'|'.join(_CARDINALS)})\b(?! (?!bitte|und)\w)"
)
_AROUND = frozenset(
    "nummer nr no punkt position option eintrag treffer vorschlag moeglichkeit auswahl variante angebot kurs "
    "programm foerderprogramm der die das den dem des s dat zum zur zu vom von bei beim mit in an liste und oder dann "
    "doch lieber also ja ok okay bitte mal ma ich nehm nehme will moechte haette gern gerne zeig zeige zeigen sie mir "
    "uns beide beiden mehr info infos details genauer naeher ausfuehrlich ausfuehrlicher erzaehl was ist mich "
    "interessiert klingt gut spannend "
    "dazu darueber davon ganz sehr passt am besten ehesten number the please show me oeffne nimm".split()
)
MOST = 20  # longer lists are not shown; "82" is a paragraph


def read_ordinals(text: str) -> list[int]:
    """Return the positions in a list that a text names, from 1 on; -1 is the last one.

    >>> read_ordinals("das erste und das letzte")
    [1, -1]
    >>> read_ordinals("die ersten drei")
    [1, 2, 3]
    """
    run = _RUNS.search(fold(text))
    if run:
        count = 3 if run[2] == "drei" else 2
        return list(range(-count, 0)) if run[1] == "letzten" else list(range(1, count + 1))
    found = (_read_position(token) for token in tokenize(text))
    return list(dict.fromkeys(number for number in found if number))


def _read_position(token: str) -> int:
    return _POSITIONS.get(token) or (int(token) if token.isdigit() and len(token) < 3 else 0)


def marks_position(text: str) -> bool:
    """Tell whether a number in a text is surely one of a list: "Nummer 3", "das dritte", but not "3 Tage"."""
    return bool(_MARKED.search(fold(text)))


def is_bare_position(text: str) -> bool:
    """Tell whether a text does nothing but point into a list ("nr. 2 bitte", "dann doch das zweite")."""
    rest = [token for token in tokenize(text) if token not in _AROUND]
    return bool(read_ordinals(text)) and all(0 < abs(_read_position(token)) <= MOST for token in rest)
