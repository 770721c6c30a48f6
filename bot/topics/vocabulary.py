"""Which topics a text is about, by the words that staff keep for each topic."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.german.normalize import tokenize
from bot.german.words import Words, stem
from bot.topics.queries import TopicView

# These name the kind of offer rather than a subject: used only where nothing else is recognised.
GENERIC = ("foerderung-antrag", "qualifizierung")
MINIMUM_PREFIX = 5  # "Wasserstoffkurs" begins with "Wasserstoff"; shorter words would match by chance
MINIMUM_FUZZY = 6
FUZZY_SCORE = 86.0


class TopicVocabulary:
    """Finds topics in a text: exact words and phrases, inflected forms, compounds, slips of the keyboard."""

    def __init__(self, topics: Iterable[TopicView], words: Words) -> None:
        self.words = words
        self.names: dict[str, str] = {}
        self._phrases: dict[tuple[str, ...], str] = {}
        self._single: dict[str, str] = {}
        for topic in topics:
            self.names[topic.slug] = topic.name
            for synonym in (*topic.synonyms, topic.name):
                tokens = tuple(tokenize(synonym))
                parts = tuple(part for token in tokens for part in token.split("-") if part)
                if len(parts) > len(tokens):  # "it sicherheit" is "IT-Sicherheit"
                    self._phrases.setdefault(self._base(parts), topic.slug)
                if len(tokens) == 1:
                    self._single.setdefault(tokens[0], topic.slug)
                    self._single.setdefault(words.lemma(tokens[0]), topic.slug)
                    if len(tokens[0]) > MINIMUM_FUZZY:
                        self._single.setdefault(stem(words.lemma(tokens[0])), topic.slug)
                elif tokens:
                    self._phrases.setdefault(self._base(tokens), topic.slug)
        self._phrase_words = sorted({word for phrase in self._phrases for word in phrase if len(word) >= MINIMUM_FUZZY})
        self._fuzzy = [word for word in self._single if len(word) >= MINIMUM_FUZZY]
        self._prefixes = sorted((word for word in self._single if len(word) >= MINIMUM_PREFIX), key=len, reverse=True)
        self._find_word = lru_cache(maxsize=20_000)(self._look_up)
        self._find_in_phrase = lru_cache(maxsize=20_000)(self._correct_in_phrase)

    def find_topics(self, text: str) -> list[str]:
        """Return the slugs of the topics a text names, generic ones only where there is no other."""
        tokens = tokenize(text)
        phrases, rest = self._find_phrases(tokens)
        found = [*phrases, *(slug for token in rest for slug in self._find_word(token))]
        unique = list(dict.fromkeys(found))
        specific = [slug for slug in unique if slug not in GENERIC]
        return specific or unique

    def _find_phrases(self, tokens: list[str]) -> tuple[list[str], list[str]]:
        """Return the topics of the phrases in a text, and the words that are in none of them."""
        base = self._base(map(self._find_in_phrase, tokens))
        found: list[str] = []
        is_free = [True] * len(base)
        for size in (4, 3, 2):
            for start in range(len(base) - size + 1):
                part = slice(start, start + size)
                if base[part] in self._phrases:
                    found.append(self._phrases[base[part]])
                    is_free[part] = [False] * size
        return found, [token for token, free in zip(tokens, is_free, strict=True) if free]

    def _correct_in_phrase(self, token: str) -> str:
        """Return a misspelt word as it is written in a phrase, else as it is."""
        if len(token) < MINIMUM_FUZZY or self.words.is_known(token):
            return token
        match = process.extractOne(token, self._phrase_words, scorer=fuzz.ratio, score_cutoff=FUZZY_SCORE)
        return match[0] if match else token

    def _base(self, tokens: Iterable[str]) -> tuple[str, ...]:
        """Return the words without their endings: "künstlicher Intelligenz" is "künstliche Intelligenz"."""
        return tuple(stem(self.words.lemma(token)) for token in tokens)

    def _look_up(self, token: str) -> list[str]:
        if token in self._single:
            return [self._single[token]]
        if self.words.is_stop_word(token):
            return []
        forms = [self._single[form] for form in self.words.forms(token) if len(form) > 1 and form in self._single]
        prefix = next((self._single[word] for word in self._prefixes if token.startswith(word)), None)
        if prefix:
            return [prefix, *forms]
        if forms:
            return forms
        return self._find_misspelt(token)

    def _find_misspelt(self, token: str) -> list[str]:
        if len(token) < MINIMUM_FUZZY or self.words.is_known(token):
            return []
        match = process.extractOne(token, self._fuzzy, scorer=fuzz.ratio, score_cutoff=FUZZY_SCORE)
        return [self._single[match[0]]] if match else []
