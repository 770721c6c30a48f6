"""A sentence in the words that conditions are read from: dialect made standard, slips in places and terms corrected."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.german.dates import MONTHS
from bot.german.dialects import WORDS as DIALECT
from bot.german.normalize import fold
from bot.german.words import Words

SHORTEST = 5  # letters: of shorter words one slip leaves too little
TERMS = frozenset(
    "weiterbildung fortbildung schulung schulungen lehrgang lehrgaenge seminar seminare workshop webinar umschulung"
    " foerderung foerdermittel foerderprogramm zuschuss zuschuesse darlehen kredit buergschaft beteiligung"
    " bildungsgutschein berufsbegleitend teilzeit vollzeit wochenende abends praesenz online inhouse"
    " kostenlos kostenfrei gratis maximal hoechstens umkreis".split()
) | {month for month in MONTHS if len(month) >= SHORTEST}

_WORD = re.compile(r"[^\W\d_]+")


def standardise_wording(text: str, words: Words, places: Collection[str]) -> str:
    """Return a text with its words of a dialect exchanged, and slips where they can only mean a place or a term."""
    towns = frozenset(place for place in places if " " not in place and len(place) >= SHORTEST)
    named = {word for place in places for word in place.split()}
    return _WORD.sub(lambda match: match[0] if fold(match[0]) in named else _standardise(match[0], words, towns), text)


def _standardise(written: str, words: Words, towns: frozenset[str]) -> str:
    token = fold(written)
    if len(token) > 2 and token in DIALECT:  # "85 MA" are people
        return str(DIALECT[token])
    if len(token) < SHORTEST or words.is_listed(token):
        return written
    return _find_meant(token, towns) or written


@lru_cache(maxsize=5_000)
def _find_meant(token: str, towns: frozenset[str]) -> str | None:
    """Return the only place or term that a folded word is one slip away from; None where it is one, or none is near."""
    known = TERMS | towns
    if token in known:
        return None
    near = [word for word, _, _ in process.extract(token, known, scorer=OSA.distance, score_cutoff=1, limit=2)]
    return near[0] if len(near) == 1 and near[0][0] == token[0] else None
