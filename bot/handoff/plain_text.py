"""Take out of a visitor's text what neither a database column nor a mail header can hold."""

from __future__ import annotations

import unicodedata

from bot.german.normalize import INVISIBLE


def tidy_line(text: str) -> str:
    """Return the text as one line: composed, without control and invisible characters, with single spaces."""
    composed = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join("".join(_tidy(character) for character in composed).split())


def tidy_lines(text: str) -> str:
    """Return the text with its lines tidied and no more than one empty line in a row."""
    kept: list[str] = []
    for line in map(tidy_line, text.splitlines()):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def shorten(text: str, limit: int) -> str:
    """Return at most ``limit`` characters of a line, cut between two words where possible."""
    line = tidy_line(text)
    if len(line) <= limit:
        return line
    head = line[:limit]  # one more than there is room for: it may be the gap after a whole word
    return (head.rpartition(" ")[0] or head[:-1]).rstrip(" ,;:-") + "…"


def _tidy(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":  # half of a surrogate pair, which JSON allows and UTF-8 does not
        return ""
    return " " if category in {"Cc", "Zl", "Zp"} else character
