"""Short names: ASCII words of a title with hyphens, used in links and as keys."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60  # the columns hold 80; the rest is for a number
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "@": "a", "&": " und ", "€": " euro "})


def make_slug(title: str) -> str:
    """Return a title as ASCII words with hyphens, cut at a word: "Was ist § 82?" becomes "was-ist-82"."""
    plain = unicodedata.normalize("NFC", title).casefold().translate(UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    return words or "eintrag"
