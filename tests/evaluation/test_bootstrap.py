from __future__ import annotations

import pytest

from bot.evaluation.bootstrap import bootstrap_difference_interval, bootstrap_interval, bootstrap_mean_interval


def test_the_interval_is_the_one_of_the_binomial_distribution() -> None:
    low, high = bootstrap_interval(80, 100)
    assert (low, high) == pytest.approx((72, 88), abs=1)  # 80 % +- 1.96 x 4 %


def test_the_interval_narrows_with_more_questions_and_is_the_same_every_time() -> None:
    few, many = bootstrap_interval(8, 10), bootstrap_interval(800, 1000)
    assert few[0] < many[0] < 80 < many[1] < few[1]
    assert bootstrap_interval(8, 10) == few
    assert bootstrap_interval(5, 5) == [100.0, 100.0]


def test_the_interval_of_a_difference_is_that_of_the_paired_questions() -> None:
    low, high = bootstrap_difference_interval(30, 10, 400)
    assert (low, high) == pytest.approx((2, 8), abs=0.3)  # 5 points +- 1.96 x sqrt(0.1 - 0.05^2) / 20 = 3.06
    assert bootstrap_difference_interval(0, 0, 400) == [0.0, 0.0]


def test_the_interval_of_a_mean_of_hits_is_the_one_of_their_share() -> None:
    low, high = bootstrap_mean_interval([1.0] * 80 + [0.0] * 20)
    assert [100 * low, 100 * high] == pytest.approx(bootstrap_interval(80, 100), abs=1)


def test_the_interval_of_a_mean_does_not_depend_on_how_much_is_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ranks = [1.0, 0.5, 0.25, 0.0] * 5
    whole = bootstrap_mean_interval(ranks)
    monkeypatch.setattr("bot.evaluation.bootstrap.DRAWS_AT_ONCE", 300)
    assert bootstrap_mean_interval(ranks) == whole
    assert bootstrap_mean_interval([1.0]) == [1.0, 1.0]
