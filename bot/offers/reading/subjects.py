"""Which topics and towns a text wants, and which it leaves out."""

from __future__ import annotations

import re

from bot.german.normalize import tokenize
from bot.german.places import find_places
from bot.offers.reading.negation import is_negated
from bot.topics.vocabulary import GENERIC, TopicVocabulary

# "ohne Sicherheiten" and "wir finden keine Fachkräfte" tell what is the matter, not what is unwanted.
_LEFT_OUT = re.compile(
    r"(?:\b(?:aber|bloss|jedoch)\b(?: bitte)? (?:keine?[nrms]?|nichts?)|\bausser|\bnichts (?:mit|zu|ueber))"
    r"(?: (?:mit|zu|zum|zur|ueber|im bereich))? ([\w@&.-]+(?: [\w@&.-]+)?)"
)


def read_topics(folded: str, vocabulary: TopicVocabulary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the wanted and the unwanted topics; those that name only the kind of offer count where no other is named.

    A generic topic is a wish of its own only in what is not recognised as a type by its words.
    """
    match = _LEFT_OUT.search(folded)
    unwanted = _specific(vocabulary, match[1]) if match else ()
    rest = folded.replace(match[0], " ") if match and unwanted else folded
    return tuple(topic for topic in _specific(vocabulary, rest) if topic not in unwanted), unwanted


def read_places(text: str, folded: str, places: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the first wanted town of a text, "" without one, and the unwanted ones."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for name in find_places(text, places):
        start = max(folded.find(" ".join(tokenize(name))), 0)
        (unwanted if is_negated(folded[:start]) else wanted).append(name)
    return next(iter(wanted), ""), tuple(unwanted)


def _specific(vocabulary: TopicVocabulary, text: str) -> tuple[str, ...]:
    return tuple(topic for topic in vocabulary.find_topics(text) if topic not in GENERIC)
