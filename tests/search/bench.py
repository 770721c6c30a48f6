"""A bench for search at a size no seed content has: ``python -m tests.search.bench`` prints how long it takes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.content.catalogue import read_catalogue
from bot.german.normalize import tokenize
from bot.search.documents import Document
from bot.search.index import LexicalIndex
from bot.search.reply import Reference
from tests.words import compiled_words

DOCUMENTS = 5_000
QUESTIONS = 500
PHRASES = 4  # of each document
FURTHER_WORDS = 20  # in the text of each document, so that no two are alike


@dataclass(frozen=True)
class SearchTimes:
    """Seconds of building for the first time and again, and milliseconds of a question at the 95th percentile."""

    first_build: float
    rebuild: float
    question_p95: float
    misspelt_question_p95: float


def make_documents(count: int, seed: int = 0) -> tuple[list[Document], list[str]]:
    """Return documents made of the seed's phrases, answers and words, and questions that none of them has as it is."""
    chance = random.Random(seed)
    faq = read_catalogue().faq
    phrases = [variant for entry in faq for variant in entry["variants"]]
    words = sorted({token for phrase in phrases for token in tokenize(phrase) if len(token) > 6})
    documents = []
    for number in range(count):
        ways = tuple(f"{chance.choice(phrases)} {chance.choice(words)}" for _ in range(PHRASES))
        text = " ".join((chance.choice(faq)["answer"], *chance.sample(words, FURTHER_WORDS)))
        documents.append(Document(Reference("faq", f"entry-{number}"), ways[0], ways, (chance.choice(words),), text))
    return documents, chance.sample(phrases, QUESTIONS)


def misspell(text: str, chance: random.Random) -> str:
    """Return a text in which every third long word has lost a letter or has two letters changed places."""
    return " ".join(_slip(word, chance) if len(word) > 4 and chance.random() < 1 / 3 else word for word in text.split())


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    kept = "" if chance.random() < 0.5 else word[place + 1] + word[place]
    return word[:place] + kept + word[place + (2 if kept else 1) :]


def measure_search(count: int = DOCUMENTS) -> SearchTimes:
    """Build an index over so many documents twice and ask it all questions, as they are and misspelt (CPU time)."""
    documents, questions = make_documents(count)
    chance = random.Random(1)
    build = lambda: LexicalIndex(documents, compiled_words())  # noqa: E731
    first, index = _time(build)
    rebuild, index = _time(build)
    return SearchTimes(
        first,
        rebuild,
        _question_p95(index, questions),
        _question_p95(index, [misspell(question, chance) for question in questions]),
    )


def _question_p95(index: LexicalIndex, questions: Sequence[str]) -> float:
    seconds = [_time(lambda text=question: index.score(text))[0] for question in questions]
    return float(np.percentile(seconds, 95)) * 1000


def _time(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


if __name__ == "__main__":
    print(measure_search())
