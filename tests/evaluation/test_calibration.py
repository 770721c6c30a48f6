from __future__ import annotations

from dataclasses import replace

import pytest

from bot.evaluation.calibration import RiskOutOfReach, Scale, fit_gate
from bot.evaluation.held_out import Outlook
from bot.evaluation.verdicts import Kinship
from bot.search.gate import Gate

START = Gate(answer=0.3, choices=0.1)
KIN = Kinship(
    {f"faq:{name}": frozenset({f"faq:{name}"}) for name in "ab"}, {"faq:a": frozenset(), "faq:b": frozenset()}
)


def ask(label: str, best: str, certainty: float, *moves: tuple[str, float]) -> Outlook:
    return Outlook("Text", label, moves, certainty, ((best, certainty),), (best,))


def make_outlooks() -> list[Outlook]:
    """Of 100 questions at each certainty, so many are right: what a calibrated brain would do."""
    sure = [step / 100 for step in range(5, 100, 10)]
    content = [
        ask("faq:a", "faq:a" if place < 100 * certainty else "faq:b", certainty)
        for certainty in sure
        for place in range(100)
    ]
    foreign = [ask("out_of_scope", "faq:a", 0.1, ("out_of_scope", 0.9)) for _ in range(20)]
    return [*content, *foreign]


def test_the_lowest_threshold_that_keeps_to_the_risk_is_taken() -> None:
    scale = Scale(make_outlooks(), KIN, money=())
    fit = fit_gate(scale, START, risk=0.2)
    assert fit.reached.risk <= 0.2
    assert scale.weigh(replace(fit.gate, answer=fit.gate.answer - 0.1)).risk > 0.2
    assert fit_gate(scale, START, risk=0.12).gate.answer > fit.gate.answer


def test_a_wrong_answer_about_money_counts_twice() -> None:
    plain, dear = (Scale(make_outlooks(), KIN, money=money).weigh(START) for money in ((), ("faq:b",)))
    assert dear.risk == pytest.approx(2 * plain.risk)
    assert dear.plain_risk == plain.plain_risk


def test_content_is_turned_away_no_more_often_than_stated() -> None:
    lost = [ask("faq:a", "faq:a", 0.9, ("out_of_scope", 0.7)) for _ in range(50)]
    fit = fit_gate(Scale([*make_outlooks(), *lost], KIN, money=()), START, risk=0.5)
    assert fit.gate.out_of_scope > 0.7
    assert fit_gate(Scale(make_outlooks(), KIN, money=()), START, risk=0.5).gate.out_of_scope < 0.7


def test_asking_back_needs_some_chance_of_a_hit() -> None:
    hopeless = [ask("faq:a", "faq:b", 0.11) for _ in range(500)]
    assert fit_gate(Scale([*make_outlooks(), *hopeless], KIN, money=()), START, risk=0.5).gate.choices >= 0.12


def test_certainty_that_tells_the_truth_has_no_calibration_error() -> None:
    assert Scale(make_outlooks(), KIN, money=()).calibration_error() == pytest.approx(0.0, abs=0.01)
    boasting = [replace(outlook, certainty=1.0) for outlook in make_outlooks()]
    assert Scale(boasting, KIN, money=()).calibration_error() == pytest.approx(0.5, abs=0.01)


def test_a_risk_that_cannot_be_reached_is_refused() -> None:
    always_wrong = [ask("faq:a", "faq:b", 0.99) for _ in range(50)]
    with pytest.raises(RiskOutOfReach, match="1,00 ist das kleinste"):
        fit_gate(Scale(always_wrong, KIN, money=()), START, risk=0.2)
