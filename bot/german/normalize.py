"""The one normal form of written German that index and query, NLU and database search share."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart but German keyboards write out, plus what shops and phones insert.
TRANSCRIPTIONS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "ø": "oe",
        "œ": "oe",
        "ı": "i",
        "ł": "l",
        "’": "'",
        "‘": "'",
        "´": "'",
        "`": "'",
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "“": '"',
        "”": '"',
        "„": '"',
    }
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
TOKEN = re.compile(r"[a-z0-9]+(?:[&@.'-][a-z0-9]+)*|§+")
REPEATED = re.compile(r"(\D)\1{2,}")  # "jaaaa"; the zeros of 20000 are no slip
ROMAN_NUMERAL = re.compile(r"x{0,3}v?i{3}")


def clean(text: str) -> str:
    """Return the text composed (NFKC), without invisible characters and with single spaces; case is kept."""
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())


def fold(text: str) -> str:
    """Return the text for matching: lower case, umlauts and ß transcribed, other accents dropped.

    >>> fold("Förderung für Straßenbau")
    'foerderung fuer strassenbau'
    """
    lowered = clean(text).lower().translate(TRANSCRIPTIONS)
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def spellings(token: str) -> tuple[str, ...]:
    """Return how a folded token may be written: as it is, capitalised, in capitals, with its umlauts and ß back."""
    umlauts = token.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
    sharp = umlauts.replace("ss", "ß")
    others = [base for base in (umlauts, sharp) if base != token]
    return (token.capitalize(), token, token.upper(), *(form for base in others for form in (base.capitalize(), base)))


def skeleton(folded: str) -> str:
    """Return a folded word with every ae, oe, ue, ss shortened: equal for Förderung, Foerderung and Forderung."""
    return folded.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("ss", "s")


def tokenize(text: str) -> list[str]:
    """Return the folded words of a text; ``F&E``, ``Distr@l`` and ``NIS-2`` stay one token.

    >>> tokenize("Gibt's F&E-Förderung (Distr@l)?")
    ["gibt's", 'f&e-foerderung', 'distr@l']
    """
    folded = fold(text)
    tokens = TOKEN.findall(folded)
    return [_shorten_repeats(token) for token in tokens] if REPEATED.search(folded) else tokens


def _shorten_repeats(token: str) -> str:
    """Return "jaaaa" as "jaa"; the last i of "SGB III" stays, for SGB II is another law."""
    return token if ROMAN_NUMERAL.fullmatch(token) else REPEATED.sub(r"\1\1", token)


def subtokens(token: str) -> list[str]:
    """Return the parts of a token joined by hyphen, dot or apostrophe; a single part gives an empty list."""
    parts = [part for part in re.split(r"[-.']", token) if part]
    return parts if len(parts) > 1 else []
