"""How hard a German text is to read: the first new Vienna formula (Bamberger and Vanecek 1984), by school years."""

from __future__ import annotations

import re
from dataclasses import dataclass

SENTENCE_END = re.compile(r"[.!?:](?=\s|$)|\n+")
WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+(?:-[A-Za-zÄÖÜäöüß]+)*")
VOWELS = re.compile(r"[aeiouyäöü]+", re.IGNORECASE)
DIPHTHONGS = re.compile(r"ei|ai|ey|ay|au|eu|äu|ie|aa|ee|oo", re.IGNORECASE)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)|https?://\S+|\S+@\S+")
ABBREVIATION = re.compile(r"\b(?:z\. ?B|d\. ?h|u\. ?a|ca|bzw|usw|Nr|Tel|inkl|max|mind)\.")
FEWEST_WORDS = 20  # below, a formula over sentences says nothing


@dataclass(frozen=True)
class Readability:
    """``grade`` is the school year from which a text is understood, 4 to 15; None for a text too short to tell."""

    grade: float | None
    longest_sentence: int  # words


def measure_readability(text: str) -> Readability:
    """Measure a text, Markdown or plain: WSF1 = 0.1935 MS + 0.1672 SL + 0.1297 IW - 0.0327 ES - 0.875.

    MS, IW, ES: shares in percent of words with three or more syllables, with more than six letters, with one
    syllable; SL: mean number of words in a sentence.
    """
    plain = ABBREVIATION.sub("Abk", LINK.sub(r"\1", text))
    sentences = [words for words in map(WORD.findall, SENTENCE_END.split(plain)) if words]
    words = [word for sentence in sentences for word in sentence]
    longest = max(map(len, sentences), default=0)
    if len(words) < FEWEST_WORDS:
        return Readability(None, longest)
    syllables = [count_syllables(word) for word in words]
    many = _percent(sum(count >= 3 for count in syllables), len(words))
    one = _percent(sum(count == 1 for count in syllables), len(words))
    long = _percent(sum(len(word) > 6 for word in words), len(words))
    grade = 0.1935 * many + 0.1672 * len(words) / len(sentences) + 0.1297 * long - 0.0327 * one - 0.875
    return Readability(min(max(round(grade, 1), 4.0), 15.0), longest)


def count_syllables(word: str) -> int:
    """Return the number of syllables: one for each group of vowels, more where two vowels are no diphthong.

    >>> [count_syllables(word) for word in ("Haus", "Förderung", "Industrie", "Linie")]
    [1, 3, 3, 2]
    """
    count = 0
    for group in VOWELS.findall(word):
        rest = DIPHTHONGS.sub("", group)
        count += max(len(DIPHTHONGS.findall(group)) + len(rest), 1)
    return max(count, 1)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole
