"""How much further phrasings bring: ever larger shares of them learnt, always the same others asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from bot.evaluation.bootstrap import bootstrap_interval
from bot.evaluation.folds import ALWAYS_LEARNT, FoldSet, Phrasing
from bot.evaluation.held_out import Outlook, look_out
from bot.evaluation.robustness import draw_held_out
from bot.evaluation.verdicts import Kinship

SHARES = (0.125, 0.25, 0.5, 0.75, 1.0)
ASKED_FOLD = 0


@dataclass(frozen=True)
class CurvePoint:
    """What one share of the phrasings brings; right ones (the entry or its twin first) in percent, without a gate."""

    share: float
    learnt: int
    asked: int
    right: float
    right_ci: list[float]
    among_three: float

    def to_dict(self) -> dict[str, Any]:
        """Return the point as JSON-ready data."""
        return asdict(self)


def measure_learning_curve(
    folds: FoldSet, kinship: Kinship, cache: Path, *, size: int, done: Callable[[int], None] = lambda count: None
) -> list[CurvePoint]:
    """Learn each of SHARES of what fold 0 may learn, ask ``size`` that it may not; ``done`` gets 1 after each share."""
    asked, points = draw_held_out(folds, ASKED_FOLD, size), []
    for share in SHARES:
        fewer = FoldSet(folds.brain, thin_out(folds.phrasings, share), cache / f"curve-{share}", folds=folds.folds)
        fewer.train([ASKED_FOLD])
        outlooks = look_out(asked, fewer.open(ASKED_FOLD), folds.brain)
        learnt = sum(phrasing.fold != ASKED_FOLD for phrasing in fewer.phrasings)
        points.append(_count(share, learnt, outlooks, kinship))
        done(1)
    return points


def thin_out(phrasings: Sequence[Phrasing], share: float) -> list[Phrasing]:
    """Return a share of what can be left out; titles and the fold that is asked stay whole."""
    return [
        phrasing
        for phrasing in phrasings
        if phrasing.fold in (ALWAYS_LEARNT, ASKED_FOLD) or crc32(f"{phrasing.text} ".encode()) < share * 2**32
    ]


def _count(share: float, learnt: int, outlooks: Sequence[Outlook], kinship: Kinship) -> CurvePoint:
    ranks = [_rank(outlook, kinship) for outlook in outlooks]
    first, three, total = ranks.count(1), sum(0 < rank <= 3 for rank in ranks), len(ranks)
    return CurvePoint(
        share,
        learnt,
        total,
        round(100 * first / total, 1),
        bootstrap_interval(first, total),
        round(100 * three / total, 1),
    )


def _rank(outlook: Outlook, kinship: Kinship) -> int:
    """Return the place of the entry or its twin, 0 where it is not among the candidates."""
    twins = kinship.twins[outlook.label]
    return next((place for place, (label, _) in enumerate(outlook.candidates, 1) if label in twins), 0)
