"""Whether a new classifier may come into use."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.releases.promotion import chance_of, judge

QUESTIONS = [(f"Frage {number}", f"faq:{number}") for number in range(20)]


def knows(*numbers: int) -> Callable[[str], frozenset[str]]:
    """Answer these questions right and all others wrong."""
    return lambda text: frozenset({f"faq:{text.split()[1]}"}) if int(text.split()[1]) in numbers else frozenset()


def test_a_golden_question_that_is_spoilt_stops_a_classifier_that_is_better_otherwise() -> None:
    verdict = judge(QUESTIONS[:1], QUESTIONS, before=knows(0), now=knows(*range(1, 20)))
    assert not verdict.is_good
    assert (verdict.spoilt[0].text, verdict.spoilt[0].is_golden) == ("Frage 0", True)


@pytest.mark.parametrize(("lost", "gained", "is_good"), [(4, 0, True), (5, 0, False), (6, 5, True), (12, 3, False)])
def test_losses_among_held_out_phrasings_count_from_where_chance_does_not_explain_them(
    lost: int, gained: int, is_good: bool
) -> None:
    before, now = knows(*range(lost)), knows(*range(lost, lost + gained))
    assert judge([], QUESTIONS, before=before, now=now).is_good is is_good


def test_the_first_classifier_spoils_nothing() -> None:
    verdict = judge(QUESTIONS, QUESTIONS, before=None, now=knows(3))
    assert verdict.is_good
    assert (verdict.golden_right, verdict.golden_count, verdict.held_out_before) == (1, 20, 0)


def test_the_chance_is_that_of_a_fair_coin() -> None:
    assert chance_of(5, 0) == pytest.approx(1 / 32)
    assert chance_of(0, 0) == 1
    assert chance_of(1, 1) == pytest.approx(3 / 4)
