"""Which language a message is written in. What does not plainly show another one is German.

Scripts and function words decide. Messages are short, many of them are names and terms, and no German one may be taken
for anything else: recognisers that go by letters do that (docs/decisions.md).
"""

from __future__ import annotations

import re
import unicodedata

from bot.german import foreign_words

GERMAN, ENGLISH = "de", "en"
LANGUAGES = (GERMAN, ENGLISH, *foreign_words.OTHERS, "ru", "uk", "ar")
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
BEHIND_LATIN = "\u0370"
# Weights of words, and what a message needs of them.
SHARED = 0.5  # of a word that is German as well
GERMAN_COUNTS = 2.0  # times as much as others does a German word weigh
ENGLISH_NEEDS, EXPECTED_NEEDS, OTHERS_NEED = 1.5, 1.0, 2.0
SHARED_NEED = 2.5  # where no word is English alone


def recognise(text: str, *, expected: str = GERMAN) -> str:
    """Return the language of a text as its ISO 639-1 code; ``expected`` is that of the visitor's surroundings.

    >>> [recognise(text) for text in ("Which courses do you offer?", "Workshop Online Learning", "Bize kurs var mı?")]
    ['en', 'de', 'tr']
    """
    words = frozenset(WORD.findall(unicodedata.normalize("NFC", text).replace("’", "'").replace("İ", "i").lower()))
    script = _recognise_script(words)
    if script:
        return script
    german = GERMAN_COUNTS * len(words & foreign_words.GERMAN)
    if _weigh_english(words, expected) >= max(german, 1.0):
        return ENGLISH
    weights = {language: len(words & known) for language, known in foreign_words.OTHERS.items()}
    best = max(weights, key=lambda language: weights[language])
    return best if weights[best] >= max(german, OTHERS_NEED) else GERMAN


def _weigh_english(words: frozenset[str], expected: str) -> float:
    """Return how much of the words is English, 0 where that is not enough whatever else they are."""
    sure, shared = len(words & foreign_words.ENGLISH), SHARED * len(words & foreign_words.ALSO_GERMAN)
    needed = EXPECTED_NEEDS if expected == ENGLISH else ENGLISH_NEEDS if sure else SHARED_NEED
    return sure + shared if sure + shared >= needed else 0.0


def _recognise_script(words: frozenset[str]) -> str | None:
    """Return the language of words that are mostly not in Latin letters, None for any others."""
    letters = "".join(words)
    names = [unicodedata.name(letter, "") for letter in letters] if max(letters, default="") >= BEHIND_LATIN else []
    if sum(name.startswith("CYRILLIC") for name in names) > len(letters) / 2:
        return "uk" if set(letters) & set("іїєґ") else "ru"
    return "ar" if sum(name.startswith("ARABIC") for name in names) > len(letters) / 2 else None
