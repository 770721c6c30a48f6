"""From a written message to its intent: the same for Rasa's classifier and for answers without Rasa."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.german.concerns import asks, split_concerns
from bot.german.languages import ENGLISH, GERMAN, recognise
from bot.german.normalize import clean, fold, tokenize
from bot.german.openers import strip_openers
from bot.search.classifier import Guess, TextClassifier
from bot.search.emergency import is_emergency
from bot.search.english_moves import find_english_move
from bot.search.labels import CONTENT_INTENTS, FALLBACK, OUT_OF_SCOPE, find_move, is_move, rank_intents
from bot.search.positions import is_bare_position
from bot.search.trained_words import guess_corrected

PICK = "dialog_details_zu_nummer"
HANDOFF, SMALL_TALK = "handoff", "smalltalk"
HOW_TO_REACH_A_PERSON, CALL_BACK = "faq:uebergabe-mensch", "faq:rueckruf"
PLAIN_WISH = 0.9  # probability from which one sentence among several is the wish for a person
PLAINEST_WISH = 0.98  # the same in a message that is surely about a piece of content,
SURE_OF_CONTENT = 0.9  # as it is from this probability on
LEAST_WISH = 0.05  # the same from which a statement that resembles the entry about it is
QUESTION = 0.3  # probability of one piece of content from which a sentence behind small talk asks for it
FEWEST_WORDS = 4  # of a sentence that is read by itself
_CALL_ME = re.compile(r"\bbitte\b|\bruf(?:en sie|t) (?:mich|uns)\b")
# "Ich brauche keinen Berater", "mein Mitarbeiter möchte mit mir sprechen": nobody is asked for here.
_NO_WISH = re.compile(r"\bkeine?n?\b|^(?:mein\w*|unser\w*|ihr\w*|ein|der|die) \w*(?:mitarbeiter|kolleg|chef)\w*")
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")
POSTERIOR_LENGTH = 15
MAXIMUM_UNKNOWN = 0.6  # share of words that nobody knows from which a message is taken for gibberish


@dataclass(frozen=True)
class Concern:
    """A part of a message that asks for something of its own, with its posterior."""

    text: str
    guesses: list[Guess]


@dataclass(frozen=True)
class Prepared:
    """A message without openers, its posterior (empty where none can be given), its intent, and its concerns if two.

    Of a message in another ``language`` no German intent is guessed: it is a question, or a move by its very words.
    """

    text: str
    guesses: list[Guess]
    intent: str
    concerns: list[Concern] = field(default_factory=list)
    language: str = GERMAN


def prepare(text: str, classifier: TextClassifier, *, expected: str = GERMAN) -> Prepared:
    """Read what a message means; ``expected`` is the language of the visitor's surroundings."""
    message = strip_openers(clean(text))
    if not message or is_command(message):
        return Prepared(message, [], FALLBACK)
    language = recognise(message, expected=expected)
    if is_bare_position(message):
        return Prepared(message, [], PICK, language=language)
    if language != GERMAN:
        move = find_english_move(message) if language == ENGLISH else None
        guesses = guess_corrected(message, classifier, POSTERIOR_LENGTH) if language == ENGLISH else []
        return Prepared(message, guesses, move or CONTENT_INTENTS["faq"], language=language)
    if is_emergency(message):
        return Prepared(message, [Guess(OUT_OF_SCOPE, 1.0)], OUT_OF_SCOPE)
    if is_gibberish(message, classifier):
        return Prepared(message, [], FALLBACK)
    guesses = guess_corrected(message, classifier, POSTERIOR_LENGTH)
    if find_move(guesses) == OUT_OF_SCOPE and message != text:
        # "Danke, das hat geholfen!": where nothing of ours stands behind the opener, it is itself what is meant.
        whole = guess_corrected(clean(text), classifier, POSTERIOR_LENGTH)
        guesses = whole if find_move(whole) not in (None, OUT_OF_SCOPE) else guesses
    message, guesses = _read_question(message, guesses, classifier)
    guesses = _read_wish(message, guesses, classifier)
    parts = split_concerns(message)
    concerns = [Concern(part, guess_corrected(part, classifier, POSTERIOR_LENGTH)) for part in parts if len(parts) > 1]
    return Prepared(message, guesses, rank_intents(guesses)[0][0], concerns)


def _read_question(message: str, guesses: list[Guess], classifier: TextClassifier) -> tuple[str, list[Guess]]:
    """Return the question behind some small talk ("Danke für die Info. Und welche Kurse habt ihr?") instead of both."""
    if not (find_move(guesses) or "").startswith(SMALL_TALK):
        return message, guesses
    *before, last = _SENTENCE_END.split(message)
    if not before or not asks(last) or len(last.split()) < FEWEST_WORDS:
        return message, guesses
    of_last = guess_corrected(last, classifier, POSTERIOR_LENGTH)
    is_meant = not is_move(of_last[0].label) and of_last[0].probability >= QUESTION
    return (last, of_last) if is_meant else (message, guesses)


def _read_wish(message: str, guesses: list[Guess], classifier: TextClassifier) -> list[Guess]:
    """Return the posterior with the wish for a person where a message states it, alone or beside a concern.

    Who asks whether one can talk to a person is told how; who says so wants it.
    """
    sentences = [sentence for sentence in _SENTENCE_END.split(message) if len(sentence.split()) >= FEWEST_WORDS]
    is_plain = bool(guesses) and not is_move(guesses[0].label) and guesses[0].probability >= SURE_OF_CONTENT
    needed = PLAINEST_WISH if is_plain else PLAIN_WISH
    for sentence in sentences if len(sentences) > 1 else ():
        if _NO_WISH.search(fold(sentence)):
            continue
        best = next(iter(_state_wish(sentence, guess_corrected(sentence, classifier, POSTERIOR_LENGTH))), None)
        if best and best.label == HANDOFF and best.probability >= needed:
            return [best]
    return _state_wish(message, guesses)


def _state_wish(text: str, guesses: list[Guess]) -> list[Guess]:
    """Return the posterior with what speaks for entries on reaching a person as a wish, where a text asks nothing."""
    shares = {guess.label: guess.probability for guess in guesses}
    wish = shares.pop(HANDOFF, 0.0)
    if wish < LEAST_WISH or asks(text) or _NO_WISH.search(fold(text)):
        return guesses
    labels = [HOW_TO_REACH_A_PERSON, CALL_BACK] if _CALL_ME.search(fold(text)) else [HOW_TO_REACH_A_PERSON]
    stated = Guess(HANDOFF, wish + sum(shares.pop(label, 0.0) for label in labels))
    return sorted([stated, *(Guess(*share) for share in shares.items())], key=lambda guess: -guess.probability)


def is_command(text: str) -> bool:
    """Tell whether a text is shaped like a command or code: it is never obeyed and never guessed at."""
    return text[:1] in "/／\\<{[" and text[1:2] != " "


def is_gibberish(text: str, classifier: TextClassifier) -> bool:
    """Tell whether most content words of a text are neither German nor known from the content, slips included."""
    words = classifier.words
    content = [token for token in tokenize(text) if not words.is_stop_word(token) and token.isalpha()]
    if not content:
        return not any(character.isalnum() for character in text)
    unknown = [t for t in content if not (words.is_known(t) or words.split(t) or classifier.knows(t))]
    return len(unknown) / len(content) > MAXIMUM_UNKNOWN
