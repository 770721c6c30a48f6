"""What a brain that never saw them makes of held-out texts, before any threshold, and how right that is.

The numbers are those of ``Brain.decide`` for a message without a conversation before it; kept, they let thresholds be
fitted in seconds, without another training.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.evaluation.folds import Fold, Phrasing
from bot.search.brain import Brain, measure_certainty
from bot.search.cues import is_vague
from bot.search.labels import is_move, rank_moves, without_moves
from bot.search.message import prepare
from bot.search.misses import list_choices


@dataclass(frozen=True)
class Outlook:
    """What stands before the gate: shares and probabilities, all between 0 and 1.

    ``moves`` are (label, share against all content); ``candidates`` (reference, probability), best first;
    ``certainty`` is that of the best one with its twins, less what may be out of scope.
    """

    text: str
    label: str
    moves: tuple[tuple[str, float], ...]
    certainty: float
    candidates: tuple[tuple[str, float], ...]
    choices: tuple[str, ...] = ()  # what would be asked back with
    is_vague: bool = False

    @property
    def is_content(self) -> bool:
        """Whether the text asks for content."""
        return not is_move(self.label)


def look_out(
    texts: Iterable[Phrasing], fold: Fold, brain: Brain, *, done: Callable[[int], None] = lambda count: None
) -> list[Outlook]:
    """Ask a fold for each text; ``done`` is called with 1 after each."""
    outlooks = []
    for phrasing in texts:
        outlooks.append(_look_at(phrasing, fold, brain))
        done(1)
    return outlooks


def _look_at(phrasing: Phrasing, fold: Fold, brain: Brain) -> Outlook:
    prepared = prepare(phrasing.text, fold.classifier)
    if not prepared.guesses:
        return Outlook(phrasing.text, phrasing.label, (), 0.0, ())
    guesses = without_moves(prepared.guesses)
    candidates = brain.rank(prepared.text, guesses, fold.knowledge)
    return Outlook(
        phrasing.text,
        phrasing.label,
        tuple(rank_moves(prepared.guesses)),
        measure_certainty(candidates, guesses, fold.knowledge.index.unknown_share(prepared.text)),
        tuple((str(candidate.reference), candidate.probability) for candidate in candidates),
        tuple(str(reference) for _, reference in list_choices(candidates)),
        is_vague(prepared.text),
    )
