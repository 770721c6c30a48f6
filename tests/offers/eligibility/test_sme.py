"""The EU definition as a table: certain, uncertain, and what groups make of it."""

from __future__ import annotations

import pytest

from bot.offers.eligibility.sme import LARGE, MEDIUM, MICRO, SMALL, Figures, Holding, find_sizes, sum_up

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("employees", "turnover", "balance", "sizes"),
    [
        (9, 2 * MILLION, None, (MICRO,)),
        (9, 2 * MILLION + 1, 2 * MILLION, (MICRO,)),  # one of the two amounts is enough
        (9, 3 * MILLION, 3 * MILLION, (SMALL,)),
        (10, MILLION, None, (SMALL,)),
        (49, 10 * MILLION, None, (SMALL,)),
        (50, 10 * MILLION, None, (MEDIUM,)),
        (49, 11 * MILLION, 11 * MILLION, (MEDIUM,)),
        (249, 50 * MILLION, None, (MEDIUM,)),
        (249, 60 * MILLION, 43 * MILLION, (MEDIUM,)),
        (249, 60 * MILLION, 44 * MILLION, (LARGE,)),
        (250, MILLION, MILLION, (LARGE,)),
        (250, None, None, (LARGE,)),
        (60, None, None, (MEDIUM, LARGE)),
        (60, 60 * MILLION, None, (MEDIUM, LARGE)),  # the balance sheet total may still be low
        (5, None, None, (MICRO, SMALL, MEDIUM, LARGE)),
        (None, 8 * MILLION, None, (MICRO, SMALL, MEDIUM, LARGE)),
        (None, None, None, (MICRO, SMALL, MEDIUM, LARGE)),
        (0, 0, None, (MICRO,)),
    ],
)
def test_a_company_without_a_group_has_the_size_of_its_figures(
    employees: int | None, turnover: int | None, balance: int | None, sizes: tuple[str, ...]
) -> None:
    figures = Figures(employees, turnover, balance)
    assert find_sizes(figures, figures) == sizes


@pytest.mark.parametrize(
    ("employees", "turnover", "sizes"),
    [
        (60, 8 * MILLION, (MEDIUM, LARGE)),
        (8, MILLION, (MICRO, SMALL, MEDIUM, LARGE)),
        (250, 8 * MILLION, (LARGE,)),  # more can only come to it
    ],
)
def test_a_group_of_unknown_size_makes_the_answer_uncertain(
    employees: int, turnover: int, sizes: tuple[str, ...]
) -> None:
    assert find_sizes(Figures(employees, turnover), Figures()) == sizes


@pytest.mark.parametrize(
    ("share", "employees"),
    [(0.2, 40), (0.25, 65), (0.5, 90), (0.51, 140), (1.0, 140)],
)
def test_others_count_by_their_share_from_a_quarter_and_in_full_from_more_than_half(
    share: float, employees: float
) -> None:
    other = Holding(Figures(100, 20 * MILLION, 10 * MILLION), share)
    assert sum_up(Figures(40, 6 * MILLION, 4 * MILLION), [other]).employees == employees


def test_a_linked_company_can_make_a_small_one_large() -> None:
    total = sum_up(Figures(40, 6 * MILLION), [Holding(Figures(400, 90 * MILLION), 0.8)])
    assert find_sizes(total, total) == (LARGE,)


def test_an_unknown_figure_of_a_partner_leaves_the_sum_unknown() -> None:
    total = sum_up(Figures(40, 6 * MILLION), [Holding(Figures(100), 0.3)])
    assert (total.employees, total.turnover_eur) == (70, None)
