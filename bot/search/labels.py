"""The labels of the classifier and the intents that Rasa makes of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.search.classifier import Guess
from bot.search.gate import Gate, read_gate

# What a content label's type is called as an intent.
CONTENT_INTENTS = {
    "faq": "faq",
    "foerderung": "foerderung_suchen",
    "weiterbildung": "weiterbildung_suchen",
    "kontakt": "kontakt_suchen",
}
OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"


def intent_of(label: str) -> str:
    """Return the intent of a label: ``foerderung:zim`` is ``foerderung_suchen``, a move is its own intent."""
    kind, separator, _ = label.partition(":")
    return CONTENT_INTENTS[kind] if separator else label


def is_move(label: str) -> bool:
    """Tell whether a label is a move of the conversation, or out of scope, rather than a piece of content."""
    return ":" not in label


def find_move(guesses: Sequence[Guess], gate: Gate | None = None) -> str | None:
    """Return the move that outweighs all content together, None where the message is taken for a question.

    All questions about content stand together: a question that could mean three entries is still a question.
    """
    gate = gate or read_gate()
    # Only the likeliest: where "not ours" is not sure enough, a move that is less likely still is no better reading.
    label, share = next(iter(rank_moves(guesses)), (None, 0.0))
    return label if share >= (gate.out_of_scope if label == OUT_OF_SCOPE else gate.move) else None


def rank_moves(guesses: Sequence[Guess]) -> list[tuple[str, float]]:
    """Return every move with its share against all content, the likeliest first."""
    moves: dict[str, float] = {}
    for guess in guesses:
        if is_move(guess.label):
            moves[guess.label] = moves.get(guess.label, 0.0) + guess.probability
    content = sum(guess.probability for guess in guesses if not is_move(guess.label))
    ranked = sorted(moves.items(), key=lambda pair: -pair[1])
    return [(label, value / ((value + content) or 1.0)) for label, value in ranked]


def without_moves(guesses: Sequence[Guess]) -> list[Guess]:
    """Return the posterior over content and what is out of scope alone, scaled to sum to one."""
    kept = [guess for guess in guesses if not is_move(guess.label) or guess.label == OUT_OF_SCOPE]
    total = sum(guess.probability for guess in kept) or 1.0
    return [Guess(guess.label, guess.probability / total) for guess in kept]


def rank_intents(guesses: Sequence[Guess]) -> list[tuple[str, float]]:
    """Sum a posterior over labels into one over intents: the move that is meant first, else the likeliest content."""
    sums: dict[str, float] = {}
    for guess in guesses:
        sums[intent_of(guess.label)] = sums.get(intent_of(guess.label), 0.0) + guess.probability
    ranked = sorted(sums.items(), key=lambda pair: -pair[1])
    move = find_move(guesses)
    content = [pair for pair in ranked if pair[0] in CONTENT_INTENTS.values()]
    if move or not content:
        best = (move, sums[move]) if move else ranked[0]
    else:
        best = (content[0][0], sum(value for _, value in content))
    return [best, *(pair for pair in ranked if pair[0] != best[0])]
