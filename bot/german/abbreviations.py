"""Abbreviations and what they stand for: from the content where it explains them, else from a small general table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.german.normalize import tokenize

# Usual short forms of the subject that texts use without explaining them.
GENERAL = {
    "KuG": "Kurzarbeitergeld",
    "HV": "Hochvolt",
    "FuE": "Forschung Entwicklung",
    "F&E": "Forschung Entwicklung",
    "QCG": "Qualifizierungschancengesetz",
    "MA": "Mitarbeiter",
    "BR": "Betriebsrat",
    "KMU": "kleine mittlere Unternehmen",
    "SME": "kleine mittlere Unternehmen",
    "BGS": "Bildungsgutschein",
    "TQ": "Teilqualifikation",
    "EGZ": "Eingliederungszuschuss",
    "AFBG": "Aufstiegs-BAföG",
    "H2": "Wasserstoff",
    "E-Mobi": "Elektromobilität",
    "E-Mobilität": "Elektromobilität",
    "KI": "künstliche Intelligenz",
    "AI": "künstliche Intelligenz",
    "PV": "Photovoltaik",
    "GF": "Geschäftsführer",
    "AG": "Arbeitgeber",
    "AN": "Arbeitnehmer",
    "BV": "Betriebsvereinbarung",
}
_IN_BRACKETS = re.compile(r"\(([A-ZÄÖÜ][\wÄÖÜäöü&@-]{1,9})\)")
_BREAK = re.compile(r"[.:;!?*(]\s|\*\*|\n")  # no long form goes across
MOST_WORDS = 8  # of a long form


class Abbreviations:
    """What short forms stand for, as folded tokens; ``explained`` are the (short, long) forms of some content."""

    def __init__(self, explained: Iterable[tuple[str, str]] = ()) -> None:
        self._long: dict[str, tuple[str, ...]] = {}
        for short, long in (*explained, *GENERAL.items()):
            tokens = tokenize(short)
            if len(tokens) == 1:
                self._long.setdefault(tokens[0], tuple(tokenize(long)))
        self._short: dict[str, str] = {}
        for short, words in self._long.items():
            if len(words) == 1:
                self._short.setdefault(words[0], short)

    def expand(self, token: str) -> tuple[str, ...]:
        """Return the words a folded token stands for, or the short form of a long one; nothing where there is none."""
        return self._long.get(token) or ((self._short[token],) if token in self._short else ())


def find_explanations(text: str) -> Iterator[tuple[str, str]]:
    """Give the (short, long) forms that a text explains as "Zentrales Innovationsprogramm Mittelstand (ZIM)".

    The long form is the shortest run of words before the bracket that has the letters of the short one in their order,
    the first at the beginning of a word (Schwartz and Hearst 2003).
    """
    for match in _IN_BRACKETS.finditer(text):
        words = _BREAK.split(text[: match.start()])[-1].split()[-MOST_WORDS:]
        for start in range(len(words) - 1, -1, -1):
            if _has_letters(" ".join(words[start:]), match[1]):
                yield match[1], " ".join(words[start:])
                break


def _has_letters(long: str, short: str) -> bool:
    letters = iter(long.lower())
    wanted = [letter for letter in short.lower() if letter.isalnum()]
    return long[:1].lower() == wanted[0] and all(letter in letters for letter in wanted)
