"""The words that a classifier has learnt: a message is read with them in mind before it is guessed at."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from bot.german.reading import Reader
from bot.german.spelling import SpellingCorrector
from bot.german.vocabulary import Vocabulary
from bot.search.classifier import Guess, TextClassifier

TEXTS = 10_000  # counts of words are given as if so many texts had been learnt
USUAL = 4  # texts in which a word must be, or it may be a slip itself
MUCH_RARER = 10  # a slip is so many times rarer than the word it stands for

_readers: WeakKeyDictionary[TextClassifier, Reader] = WeakKeyDictionary()


def guess_corrected(text: str, classifier: TextClassifier, limit: int) -> list[Guess]:
    """Return a classifier's guesses for a text whose slips are corrected towards what it has learnt."""
    return classifier.guess(find_reader(classifier).rewrite(text), limit=limit)


def find_reader(classifier: TextClassifier) -> Reader:
    """Return the reader of a classifier, made at the first time (half a second)."""
    reader = _readers.get(classifier)
    if reader is None:
        reader = _readers[classifier] = make_reader(classifier)
    return reader


def make_reader(classifier: TextClassifier) -> Reader:
    """Return a reader that knows the words a classifier has learnt; what is usual among them is never corrected."""
    shares = classifier.features.read_word_shares()
    counts = {word: max(1, round(TEXTS * share)) for word, share in shares.items()}
    vocabulary = Vocabulary(counts)
    corrector = SpellingCorrector(classifier.words, vocabulary)
    usual = {
        word: count
        for word, count in counts.items()
        if count >= USUAL and counts.get(corrector.correct(word), 0) < MUCH_RARER * count
    }
    return Reader(classifier.words, Vocabulary(counts, usual))
