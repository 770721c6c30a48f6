"""Fit the thresholds of the gate on held-out texts, each to a limit that is stated here.

``answer``: the lowest threshold that keeps to a risk. The risk is the share of wrong ones among all stated answers, in
a mix like real messages (MIX); an entry linked with the right one is not wrong, a wrong one about money counts twice.
``out_of_scope`` and ``move``: the lowest that turn away no more questions about content than LOST says.
``choices``: the highest below which asking back would find the right entry in less than a quarter of all cases (HIT).

Held-out phrasings were written to be as different from each other as possible, so that the risk on them is far above
that on real questions: it puts thresholds in an order and makes them comparable from one content to the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from bot.evaluation.held_out import Outlook
from bot.evaluation.verdicts import VERDICTS, Kinship, decide, judge
from bot.search.gate import Gate
from bot.search.labels import OUT_OF_SCOPE

STATED_RISK = 0.21
MONEY_WEIGHT = 2.0  # of a wrong answer about money against any other
MIX = {"content": 0.85, OUT_OF_SCOPE: 0.1, "move": 0.05}  # of messages, about that of the development questions
LOST = {OUT_OF_SCOPE: 0.015, "move": 0.02}  # being sent elsewhere is worse than a polite word
HIT = 0.25
ANSWER_STEPS = tuple(step / 100 for step in range(20, 81))
CHOICE_STEPS = (0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25)
SHARE_STEPS = tuple(step / 100 for step in range(40, 100, 5))
BINS = 10


@dataclass(frozen=True)
class Point:
    """What a threshold for answers does; all shares between 0 and 1, ``plain_risk`` unweighed and of content only."""

    answer: float
    risk: float
    plain_risk: float
    verdicts: dict[str, float]  # on questions about content
    foreign: dict[str, float]  # on what is out of scope


@dataclass(frozen=True)
class Fit:
    """A fitted gate with the risk asked for, the point that was reached, and all others."""

    gate: Gate
    asked: float
    reached: Point
    curve: list[Point]
    calibration_error: float

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON-ready data."""
        return asdict(self)


class RiskOutOfReach(ValueError):
    """No threshold keeps to the risk; the message is a German sentence."""


class Scale:
    """Weighs held-out texts; ``money`` are the references that are about funding."""

    def __init__(self, outlooks: Sequence[Outlook], kinship: Kinship, money: Collection[str]) -> None:
        self._kinship = kinship
        self._money = frozenset(money)
        self._groups: dict[str, list[Outlook]] = defaultdict(list)
        for outlook in outlooks:
            self._groups[group_of(outlook)].append(outlook)

    def weigh(self, gate: Gate) -> Point:
        """Return what a gate does."""
        shares = {group: dict.fromkeys(VERDICTS, 0.0) for group in MIX}
        wrong = stated = 0.0
        for group, outlooks in self._groups.items():
            weight = MIX[group] / len(outlooks)
            for outlook in outlooks:
                verdict = judge(outlook, gate, self._kinship)
                shares[group][verdict] += 1 / len(outlooks)
                wrong += weight * self._severity(outlook) * (verdict == "wrong")
                stated += weight * (decide(outlook, gate)[0] == "answer")
        content = shares["content"]
        plain = _share(content["wrong"], content["right"] + content["linked"] + content["wrong"])
        return Point(gate.answer, _share(wrong, stated), plain, content, shares[OUT_OF_SCOPE])

    def lost(self, gate: Gate, kind: str) -> float:
        """Return the share of questions about content that are taken for ``move`` or ``out_of_scope``."""
        asked = self._groups["content"]
        return _share(sum(decide(outlook, gate)[0] == kind for outlook in asked), len(asked))

    def hit(self, gate: Gate, below: float) -> float:
        """Return how often choices hold the right entry where the best one is less likely than ``below``."""
        asked_back = replace(gate, choices=0.0)
        weak = [o for o in self._groups["content"] if o.candidates and o.candidates[0][1] < below]
        verdicts = [judge(o, asked_back, self._kinship) for o in weak if decide(o, asked_back)[0] == "choices"]
        return _share(verdicts.count("offered"), len(verdicts))

    def calibration_error(self) -> float:
        """Return the expected calibration error of the certainty (Naeini et al. 2015, ten bins), between 0 and 1.

        It is the mean distance between how sure the brain is and how often the entry or its twin is meant; where it
        grows, the sharpness of the classifier's softmax no longer fits.
        """
        asked = [outlook for outlook in self._groups["content"] if outlook.candidates]
        sure = np.array([outlook.certainty for outlook in asked])
        right = np.array([outlook.candidates[0][0] in self._kinship.twins[outlook.label] for outlook in asked])
        bins = np.minimum((sure * BINS).astype(int), BINS - 1)
        distances = [abs(float((sure[bins == number] - right[bins == number]).sum())) for number in range(BINS)]
        return _share(sum(distances), len(asked))

    def _severity(self, outlook: Outlook) -> float:
        return MONEY_WEIGHT if outlook.candidates and outlook.candidates[0][0] in self._money else 1.0


def group_of(outlook: Outlook) -> str:
    """Return the part of the mix that a text belongs to."""
    return "content" if outlook.is_content else OUT_OF_SCOPE if outlook.label == OUT_OF_SCOPE else "move"


def fit_gate(
    scale: Scale, start: Gate, *, risk: float = STATED_RISK, done: Callable[[int], None] = lambda count: None
) -> Fit:
    """Fit all thresholds; ``done`` is called with 1 for each of ``ANSWER_STEPS``. Raises RiskOutOfReach."""
    gate = replace(
        start,
        out_of_scope=_fit_share(scale, start, "out_of_scope"),
        move=_fit_share(scale, start, "move"),
    )
    curve = []
    for step in ANSWER_STEPS:
        curve.append(scale.weigh(replace(gate, answer=step)))
        done(1)
    reached = next((point for point in curve if point.risk <= risk), None)
    if reached is None:
        lowest = f"{min(point.risk for point in curve):.2f}".replace(".", ",")
        raise RiskOutOfReach(f"So klein wird das Risiko nicht; {lowest} ist das kleinste.")
    gate = replace(gate, answer=reached.answer)
    gate = replace(gate, choices=max((s for s in CHOICE_STEPS if scale.hit(gate, s) < HIT), default=CHOICE_STEPS[0]))
    return Fit(gate, risk, reached, curve, scale.calibration_error())


def _fit_share(scale: Scale, gate: Gate, kind: str) -> float:
    return next(
        (step for step in SHARE_STEPS if scale.lost(replace(gate, **{kind: step}), kind) <= LOST[kind]), SHARE_STEPS[-1]
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
