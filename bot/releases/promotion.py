"""May a new classifier come into use? Judged on golden questions and on phrasings that none has learnt.

Held-out phrasings are compared in pairs: what one classifier gets right and the other does not. The new one is refused
when it loses more than it gains and chance alone would do so in less than one of twenty cases (exact sign test), or
when it spoils a single golden question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb

LARGEST_CHANCE = 0.05

Asked = tuple[str, str]  # a question and the reference it must lead to
Answerer = Callable[[str], frozenset[str]]  # question -> references that count as the answer given


@dataclass(frozen=True)
class Spoilt:
    """A question that was answered right until now and is no longer."""

    text: str
    expected: str
    is_golden: bool


@dataclass(frozen=True)
class Verdict:
    """The figures of one comparison; ``spoilt`` names golden questions first."""

    golden_right: int
    golden_count: int
    held_out_right: int
    held_out_before: int
    held_out_count: int
    spoilt: tuple[Spoilt, ...]
    gained: int

    @property
    def is_good(self) -> bool:
        """Tell whether the new classifier may come into use."""
        if any(one.is_golden for one in self.spoilt):
            return False
        lost = sum(not one.is_golden for one in self.spoilt)
        return lost <= self.gained or chance_of(lost, self.gained) >= LARGEST_CHANCE


def judge(golden: Sequence[Asked], held_out: Sequence[Asked], *, before: Answerer | None, now: Answerer) -> Verdict:
    """Ask both classifiers; without one in use there is nothing to spoil."""
    golden_pairs = _ask(golden, before, now)
    pairs = _ask(held_out, before, now)
    spoilt = [
        *(Spoilt(text, expected, True) for (text, expected), was, is_now in golden_pairs if was and not is_now),
        *(Spoilt(text, expected, False) for (text, expected), was, is_now in pairs if was and not is_now),
    ]
    return Verdict(
        golden_right=sum(is_now for _, _, is_now in golden_pairs),
        golden_count=len(golden_pairs),
        held_out_right=sum(is_now for _, _, is_now in pairs),
        held_out_before=sum(was for _, was, _ in pairs),
        held_out_count=len(pairs),
        spoilt=tuple(spoilt),
        gained=sum(is_now and not was for _, was, is_now in pairs),
    )


def chance_of(lost: int, gained: int) -> float:
    """Return the probability that of so many changes at least ``lost`` are losses if either way is as likely."""
    changes = lost + gained
    return sum(comb(changes, count) for count in range(lost, changes + 1)) / 2**changes


def _ask(asked: Sequence[Asked], before: Answerer | None, now: Answerer) -> list[tuple[Asked, bool, bool]]:
    return [
        ((text, expected), before is not None and expected in before(text), expected in now(text))
        for text, expected in asked
    ]
