"""How likely a written word is a slip for another one: the channel of the spelling correction.

Costs are negative natural logarithms of the probability of one slip, set on slips in real questions and checked with
random ones (docs/measurements.md).
"""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from bot.german.normalize import skeleton

UMLAUT = 2.0  # a keyboard without umlauts
SOUND = 3.0  # written as it sounds: "Zuschus", "Hochvold", "Kwalifizirung"
SLIP = 6.5  # a letter left out, doubled, exchanged or changed places with its neighbour
FIRST_LETTER = 5.0  # hardly anybody gets it wrong

# Spellings that German pronounces alike, longer ones first. Folded text has ae, oe, ue and ss already.
_SOUNDS = (
    ("tsch", "c"),
    ("sch", "x"),
    ("chs", "ks"),
    ("ck", "k"),
    ("qu", "kf"),
    ("ph", "f"),
    ("th", "t"),
    ("tz", "z"),
    ("ts", "z"),
    ("dt", "t"),
    ("ieh", "i"),
    ("ie", "i"),
    ("ai", "ei"),
    ("aeu", "oi"),
    ("eu", "oi"),
    ("x", "ks"),
    ("y", "i"),
    ("c", "k"),
    ("d", "t"),
    ("b", "p"),
    ("g", "k"),
    ("v", "f"),
    ("w", "f"),
)
_SOUND = re.compile("|".join(spelling for spelling, _ in _SOUNDS))
_BY_SPELLING = dict(_SOUNDS)
_MUTE_H = re.compile(r"(?<=[aeiou])h(?=[^aeiou]|$)")
_DOUBLE = re.compile(r"([a-z])\1")


def sound(token: str) -> str:
    """Return a key that is equal for spellings that sound alike.

    >>> sound("hochvold") == sound("hochvolt"), sound("umschuhlung") == sound("umschulung")
    (True, True)
    """
    return _SOUND.sub(lambda match: _BY_SPELLING[match[0]], _DOUBLE.sub(r"\1", _MUTE_H.sub("", skeleton(token))))


def slip_cost(written: str, meant: str) -> float:
    """Return the cost of writing one folded word for another, 0 for the same."""
    if written == meant:
        return 0.0
    first = FIRST_LETTER if written[0] != meant[0] else 0.0
    if skeleton(written) == skeleton(meant):
        return UMLAUT + first
    heard, said = sound(written), sound(meant)
    if heard == said:
        return SOUND + first
    plain = SLIP * OSA.distance(written, meant)
    by_ear = SOUND + SLIP * OSA.distance(heard, said)
    return min(plain, by_ear) + first


def allowed_slips(length: int) -> int:
    """Return how many slips are forgiven in a word of so many letters."""
    return 0 if length < 4 else 1 if length < 8 else 2 if length < 12 else 3
