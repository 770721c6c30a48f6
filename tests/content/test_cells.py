"""No cell of an export becomes a formula."""

from __future__ import annotations

import pytest

from bot.content.cells import plain_cell, safe_cell


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1", "-1", "@SUM(1)", "\tx", "\r=1"])
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Zuschuss", "1 = 1", "a@example.org", "'quoted'", "0561 123456"])
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "'quoted'", "Zuschuss", "", "'"])
def test_the_protection_can_be_taken_away_again(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text
