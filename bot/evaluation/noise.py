"""Kinds of noise that visitors put into a question, as pure functions of a text and a seeded generator.

Each kind keeps what is asked for; only the writing changes. ``make_noises`` gives them by their German names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from bot.evaluation.noise_words import (
    ARTICLES,
    COLLOQUIAL,
    FILLERS,
    GREETINGS,
    HEARD,
    KEYBOARD,
    REGIONAL_TAGS,
    SIGN_OFFS,
    SITUATIONS,
)
from bot.german.normalize import fold
from bot.german.words import Words

Noise = Callable[[str, Random], str]

WORD = re.compile(r"[^\W_]+", re.UNICODE)
SLIP_SHARE = 0.25  # of the longer words, one of them at least
FILLER_SHARE = 0.12  # of the gaps between words
SHORTEST_SLIP = 4  # letters
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}


def make_noises(words: Words) -> dict[str, Noise]:
    """Return all kinds by name."""
    return {
        "Tippfehler": add_slips,
        "Umlaute ersetzt": replace_umlauts,
        "klein, ohne Zeichen": lambda text, rng: flatten(text),
        "getrennt/zusammen": lambda text, rng: shift_spaces(text, rng, words),
        "diktiert": dictate,
        "Deutsch als Fremdsprache": lambda text, rng: speak_as_learner(text, words),
        "E-Mail": wrap_in_mail,
        "Telegrammstil": lambda text, rng: shorten(text, words),
        "regional": speak_regionally,
    }


def add_slips(text: str, rng: Random) -> str:
    """Put one slip into a quarter of the longer words: a neighbouring key, a swap, a doubled or a lost letter."""
    places = [match for match in WORD.finditer(text) if len(match[0]) >= SHORTEST_SLIP and match[0].isalpha()]
    if not places:
        return text
    chosen = {match.start() for match in places if rng.random() < SLIP_SHARE} or {rng.choice(places).start()}
    return WORD.sub(lambda match: _slip(match[0], rng) if match.start() in chosen else match[0], text)


def _slip(word: str, rng: Random) -> str:
    place = rng.randrange(1, len(word) - 1)
    letter, following = word[place], word[place + 1]
    neighbours = KEYBOARD.get(letter.lower(), letter)
    changed = rng.choice((rng.choice(neighbours) + following, following + letter, letter * 2 + following, following))
    return word[:place] + changed + word[place + 2 :]


def replace_umlauts(text: str, rng: Random) -> str:
    """Write umlauts out ("ue") or drop their dots, the whole text alike; ß becomes ss."""
    keeps_e = rng.random() < 0.5
    return "".join((UMLAUTS[c] if keeps_e or c == "ß" else UMLAUTS[c][0]) if c in UMLAUTS else c for c in text)


def flatten(text: str) -> str:
    """Write all in lower case, without punctuation."""
    return " ".join(re.sub(r"[^\w\s§&@-]", " ", text.lower()).split())


def shift_spaces(text: str, rng: Random, words: Words) -> str:
    """Write compounds apart and, where there are none, two neighbours together."""
    parted = " ".join(_part(word, words) for word in text.split())
    if parted != " ".join(text.split()):
        return parted
    return _join_neighbours(text.split(), rng, words)


def _part(word: str, words: Words) -> str:
    if "-" in word.strip("-"):
        return word.replace("-", " ")
    parts = words.split(fold(word)) if word.isalpha() else ()
    if not parts or len(fold(word)) != len(word):
        return word
    cut = word.lower().find(parts[1], len(parts[0]))
    return f"{word[:cut]} {word[cut:]}" if cut > 0 else word


def _join_neighbours(written: list[str], rng: Random, words: Words) -> str:
    pairs = [
        place
        for place in range(len(written) - 1)
        if written[place].isalpha() and not any(words.is_stop_word(fold(word)) for word in written[place : place + 2])
    ]
    if not pairs:
        return " ".join(written)
    place = rng.choice(pairs)
    joined = written[place] + written[place + 1].lower()
    return " ".join((*written[:place], joined, *written[place + 2 :]))


def dictate(text: str, rng: Random) -> str:
    """Write as a phone hears it: no punctuation, words that sound alike, hesitations."""
    heard = " ".join(HEARD.get(word, word) for word in flatten(text).split()).split()
    return _scatter(heard, rng, FILLERS)


def _scatter(written: list[str], rng: Random, fillers: tuple[str, ...]) -> str:
    """Put fillers before some of the words, one at least."""
    places = [place for place in range(len(written)) if rng.random() < FILLER_SHARE] or [
        rng.randrange(len(written) + 1)
    ]
    for place in reversed(places):
        written = [*written[:place], rng.choice(fillers), *written[place:]]
    return " ".join(written)


def speak_as_learner(text: str, words: Words) -> str:
    """Leave articles out and put verbs into the infinitive."""
    kept = [word for word in text.split() if fold(word.strip(".,!?")) not in ARTICLES]
    return " ".join(_infinitive(word, words) for word in kept) or text


def _infinitive(word: str, words: Words) -> str:
    lemma = words.lemma(fold(word)) if word.isalpha() and word.islower() else ""
    return lemma if lemma.endswith(("en", "ern", "eln")) else word


def wrap_in_mail(text: str, rng: Random) -> str:
    """Put greeting, a situation that is true of most companies, and a sign-off around the question."""
    return f"{rng.choice(GREETINGS)}\n\n{rng.choice(SITUATIONS)} {text}\n\n{rng.choice(SIGN_OFFS)}"


def shorten(text: str, words: Words) -> str:
    """Leave out what says nothing about the subject, as in a search box."""
    return " ".join(word for word in flatten(text).split() if not words.is_stop_word(fold(word))) or flatten(text)


def speak_regionally(text: str, rng: Random) -> str:
    """Use colloquial forms and a tag at the end."""
    spoken = WORD.sub(lambda match: COLLOQUIAL.get(match[0].lower(), match[0]), text.rstrip(" .?!"))
    return f"{spoken} {rng.choice(REGIONAL_TAGS)}"
