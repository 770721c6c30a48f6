"""Each kind of noise applied to held-out phrasings: what the brain still makes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any
from zlib import crc32

from bot.evaluation.bootstrap import bootstrap_interval
from bot.evaluation.folds import FoldSet, Phrasing
from bot.evaluation.held_out import look_out
from bot.evaluation.noise import Noise
from bot.evaluation.verdicts import Kinship, judge
from bot.search.gate import Gate
from bot.search.labels import is_move

PLAIN = "unverändert"
SEED = 3


@dataclass(frozen=True)
class NoiseFigures:
    """Verdicts on the texts with one kind of noise; shares in percent, each with a 95 % interval by the bootstrap."""

    noise: str
    n: int
    right: float
    right_ci: list[float]
    right_or_offered: float
    right_or_offered_ci: list[float]
    wrong: float
    wrong_ci: list[float]
    examples: list[list[str]]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON-ready data."""
        return asdict(self)


def draw_held_out(folds: FoldSet, number: int, size: int) -> list[Phrasing]:
    """Return some of the content's phrasings that a fold has not learnt: always the same ones."""
    content = [phrasing for phrasing in folds.held_out(number) if not is_move(phrasing.label)]
    return sorted(content, key=lambda phrasing: crc32(phrasing.text.encode()))[:size]


def measure_robustness(
    folds: FoldSet,
    noises: Mapping[str, Noise],
    gate: Gate,
    kinship: Kinship,
    *,
    size: int,
    done: Callable[[int], None] = lambda count: None,
) -> list[NoiseFigures]:
    """Ask for ``size`` phrasings of each fold, plain and with each noise; ``done`` is called with 1 after each."""
    kinds: dict[str, Noise] = {PLAIN: lambda text, rng: text, **noises}
    verdicts: dict[str, Counter[str]] = {name: Counter() for name in kinds}
    examples: dict[str, list[list[str]]] = {name: [] for name in kinds}
    for number in range(folds.folds):
        fold, drawn = folds.open(number), draw_held_out(folds, number, size)
        for name, noise in kinds.items():
            noisy = apply_noise(drawn, noise)
            outlooks = look_out(noisy, fold, folds.brain, done=done)
            verdicts[name].update(judge(outlook, gate, kinship) for outlook in outlooks)
            examples[name] += [[before.text, after.text] for before, after in zip(drawn[:2], noisy[:2], strict=True)]
    return [_count(name, verdicts[name], examples[name]) for name in kinds]


def apply_noise(phrasings: Sequence[Phrasing], noise: Noise) -> list[Phrasing]:
    """Return the phrasings with noise; the generator is seeded once for all of them."""
    rng = Random(SEED)  # noqa: S311 - reproducible, not secret
    return [Phrasing(noise(phrasing.text, rng), phrasing.label, phrasing.fold) for phrasing in phrasings]


def _count(name: str, verdicts: Counter[str], examples: list[list[str]]) -> NoiseFigures:
    total, right, wrong = verdicts.total(), verdicts["right"], verdicts["wrong"]
    helped = right + verdicts["offered"]
    return NoiseFigures(
        name,
        total,
        _percent(right, total),
        bootstrap_interval(right, total),
        _percent(helped, total),
        bootstrap_interval(helped, total),
        _percent(wrong, total),
        bootstrap_interval(wrong, total),
        examples,
    )


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)
