"""The labels of the classifier and the intents that Rasa makes of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.search.classifier import Guess

# What a content label's type is called as an intent.
CONTENT_INTENTS = {
    "faq": "faq",
    "foerderung": "foerderung_suchen",
    "weiterbildung": "weiterbildung_suchen",
    "kontakt": "kontakt_suchen",
}
MOVE_THRESHOLD = 0.5
FALLBACK = "nlu_fallback"


def intent_of(label: str) -> str:
    """Return the intent of a label: ``foerderung:zim`` is ``foerderung_suchen``, a move is its own intent."""
    kind, separator, _ = label.partition(":")
    return CONTENT_INTENTS[kind] if separator else label


def rank_intents(guesses: Sequence[Guess]) -> list[tuple[str, float]]:
    """Sum a posterior over labels into one over intents, best first.

    All questions about content stand together against the moves of the conversation: a question that could mean three
    entries is still a question. So the best content intent goes first unless a move outweighs all content.
    """
    sums: dict[str, float] = {}
    for guess in guesses:
        sums[intent_of(guess.label)] = sums.get(intent_of(guess.label), 0.0) + guess.probability
    content = {name: sums[name] for name in CONTENT_INTENTS.values() if name in sums}
    moves = {name: value for name, value in sums.items() if name not in content}
    total = sum(content.values())
    best_move = max(moves.values(), default=0.0)
    ranked = sorted(sums.items(), key=lambda pair: -pair[1])
    if not content or best_move / ((best_move + total) or 1.0) >= MOVE_THRESHOLD:
        return ranked
    best = max(content, key=lambda name: content[name])
    return [(best, total), *((name, value) for name, value in ranked if name != best)]
