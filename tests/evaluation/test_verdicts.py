from __future__ import annotations

from dataclasses import replace

import pytest

from bot.evaluation.held_out import Outlook
from bot.evaluation.verdicts import Kinship, decide, judge, read_kinship
from bot.search.brain import Brain
from bot.search.gate import Gate

GATE = Gate(answer=0.5, choices=0.1, out_of_scope=0.75, move=0.5)
KIN = Kinship(
    {"faq:a": frozenset({"faq:a", "foerderung:a"}), "faq:b": frozenset({"faq:b"})},
    {"faq:a": frozenset({"faq:b"}), "faq:b": frozenset({"faq:a"})},
)


def outlook(label: str, best: str = "faq:a", certainty: float = 0.9, **fields: object) -> Outlook:
    plain = Outlook("Text", label, (), certainty, ((best, certainty),), (best,))
    return replace(plain, **fields)


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        (outlook("faq:a"), "right"),
        (outlook("faq:a", "foerderung:a"), "right"),
        (outlook("faq:a", "faq:b"), "linked"),
        (outlook("faq:b", "foerderung:a"), "wrong"),
        (outlook("faq:a", certainty=0.3), "offered"),
        (outlook("faq:a", is_vague=True), "offered"),
        (outlook("faq:b", certainty=0.3), "unsure"),
        (outlook("faq:a", certainty=0.05), "unsure"),
        (outlook("faq:a", candidates=(), choices=()), "unsure"),
        (outlook("faq:a", moves=(("out_of_scope", 0.8),)), "unsure"),
        (outlook("out_of_scope"), "wrong"),
        (outlook("out_of_scope", certainty=0.3), "offered"),
        (outlook("out_of_scope", certainty=0.05), "right"),
        (outlook("out_of_scope", moves=(("out_of_scope", 0.8),)), "right"),
        (outlook("smalltalk_dank", moves=(("smalltalk_dank", 0.6),)), "right"),
        (outlook("smalltalk_dank", moves=(("smalltalk_lob", 0.6),)), "unsure"),
    ],
)
def test_verdicts(seen: Outlook, verdict: str) -> None:
    assert judge(seen, GATE, KIN) == verdict


def test_turning_away_takes_a_larger_share_than_a_move() -> None:
    moves = (("out_of_scope", 0.6), ("smalltalk_dank", 0.55))
    assert decide(outlook("faq:a", moves=moves), GATE) == ("move", "smalltalk_dank")


def test_kinship_is_read_from_the_content(brain: Brain) -> None:
    kinship = read_kinship(brain.knowledge())
    assert "foerderung:zim" in kinship.twins["faq:programm-zim"]
    assert "faq:programm-zim" in kinship.twins["foerderung:zim"]
    assert all(label in twins for label, twins in kinship.twins.items())
    assert all(first in kinship.linked[second] for first, others in kinship.linked.items() for second in others)
