"""Charts: the geometry follows the figures."""

from __future__ import annotations

import pytest

from bot.analytics.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Series, columns_chart, lines_chart, round_up
from bot.analytics.table import NUMBER, Column, Table


def table(*labels: str) -> Table:
    return Table("t", "Titel", (Column("Tag"), Column("Zahl", NUMBER)), tuple((label, 1) for label in labels))


@pytest.mark.parametrize(("value", "end"), [(0, 4), (1, 4), (5, 8), (17, 20), (33, 40), (81, 120), (1250, 1600)])
def test_an_axis_ends_with_a_number_whose_quarters_are_whole(value: int, end: int) -> None:
    assert round_up(value) == end


def test_columns_stand_on_each_other_and_reach_as_high_as_their_sum() -> None:
    chart = columns_chart(table("a", "b"), [Series("gut", "s1", (2, 0)), Series("schlecht", "s2", (6, 4))])
    first, second, third = chart.bars
    unit = (HEIGHT - TOP - BOTTOM) / 8
    assert (first.height, second.height, third.height) == pytest.approx((2 * unit, 6 * unit, 4 * unit), abs=0.02)
    assert first.y + first.height == HEIGHT - BOTTOM
    assert second.y + second.height == pytest.approx(first.y, abs=0.02)
    assert second.y == TOP
    assert third.x > second.x


def test_every_column_says_what_it_stands_for() -> None:
    chart = columns_chart(table("01.11."), [Series("beantwortet", "s1", (1234,))])
    assert chart.bars[0].title == "01.11.: beantwortet 1.234"


def test_the_description_names_span_and_highest_value() -> None:
    chart = columns_chart(table("01.11.", "02.11."), [Series("Fragen", "s1", (3, 7))])
    assert chart.description.startswith("2 Werte von 01.11. bis 02.11. Höchster Wert: 7 (02.11.).")


def test_columns_of_zeros_are_not_drawn() -> None:
    chart = columns_chart(table("a"), [Series("Fragen", "s1", (0,))])
    assert chart.bars == ()
    assert chart.description == "Alle Werte sind null."


def test_a_line_leaves_out_what_has_no_value() -> None:
    chart = lines_chart(table("a", "b", "c"), [Series("Zeit", "s1", (4, 0, 8))], "Millisekunden")
    points = [tuple(map(float, point.split(","))) for point in chart.lines[0].points.split()]
    slot = (WIDTH - LEFT - RIGHT) / 3
    assert points == [
        (pytest.approx(LEFT + slot / 2, abs=0.01), 122.0),
        (pytest.approx(LEFT + slot * 2.5, abs=0.01), TOP),
    ]
    assert "Höchster Wert: 8 Millisekunden (c)." in chart.description


def test_no_more_labels_than_can_be_read() -> None:
    chart = columns_chart(table(*map(str, range(90))), [Series("Fragen", "s1", tuple(range(90)))])
    assert [label.text for label in chart.labels] == [str(number) for number in range(0, 90, 9)]
    assert [line.text for line in chart.grid] == ["0", "30", "60", "90", "120"]
