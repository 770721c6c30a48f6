"""From a written message to its intent: the same for Rasa's classifier and for answers without Rasa."""

from __future__ import annotations

from bot.german.normalize import clean, tokenize
from bot.german.openers import strip_openers
from bot.search.classifier import Guess, TextClassifier
from bot.search.labels import FALLBACK, OUT_OF_SCOPE, find_move, rank_intents

POSTERIOR_LENGTH = 15
MAXIMUM_UNKNOWN = 0.6  # share of words that nobody knows from which a message is taken for gibberish


def prepare(text: str, classifier: TextClassifier) -> tuple[str, list[Guess], str]:
    """Return the message without openers, its posterior (empty where none can be given) and its intent."""
    message = strip_openers(clean(text))
    if not message or is_command(message) or is_gibberish(message, classifier):
        return message, [], FALLBACK
    guesses = classifier.guess(message, limit=POSTERIOR_LENGTH)
    if find_move(guesses) and message != text:
        # "Danke, das hat geholfen!": where nothing is asked behind the opener, it is itself what is meant.
        whole = classifier.guess(clean(text), limit=POSTERIOR_LENGTH)
        guesses = whole if find_move(whole) not in (None, OUT_OF_SCOPE) else guesses
    return message, guesses, rank_intents(guesses)[0][0]


def is_command(text: str) -> bool:
    """Tell whether a text is shaped like a command or code: it is never obeyed and never guessed at."""
    return text[:1] in "/／\\<{[" and text[1:2] != " "


def is_gibberish(text: str, classifier: TextClassifier) -> bool:
    """Tell whether most content words of a text are neither German nor known from the content, slips included."""
    words = classifier.words
    content = [token for token in tokenize(text) if not words.is_stop_word(token) and token.isalpha()]
    if not content:
        return not any(character.isalnum() for character in text)
    unknown = [token for token in content if not (words.is_known(token) or classifier.knows(token))]
    return len(unknown) / len(content) > MAXIMUM_UNKNOWN
