"""Numbers in digits or German words, as far as people write them in a chat."""

from __future__ import annotations

import re

_SMALL = "ein zwei drei vier fuenf sechs sieben acht neun zehn elf zwoelf".split()
_TENS = "zehn zwanzig dreissig vierzig fuenfzig sechzig siebzig achtzig neunzig".split()
WORDS: dict[str, int] = {
    **{word: number for number, word in enumerate(_SMALL, start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=1)},
    "fuenfzehn": 15,
    "hundert": 100,
    **{f"{word}hundert": 100 * number for number, word in enumerate(_SMALL[:9], start=1)},
    "tausend": 1000,
    **{f"{word}tausend": 1000 * number for number, word in enumerate(_SMALL[:10], start=1)},
}
_DIGITS = r"\d{1,3}(?:\.\d{3})+|\d+"
NUMBER = rf"(?:{_DIGITS}|{'|'.join(sorted(WORDS, key=len, reverse=True))})"


def read_number(text: str) -> int | None:
    """Return the value of a number in folded words or digits, None for anything else."""
    if re.fullmatch(_DIGITS, text):
        return int(text.replace(".", ""))
    return WORDS.get(text)
