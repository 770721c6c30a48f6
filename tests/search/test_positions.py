"""Positions in a list as people name them."""

from __future__ import annotations

import pytest

from bot.search.positions import is_bare_position, marks_position, read_ordinals


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("das erste und dritte", [1, 3]),
        ("Nr. 2", [2]),
        ("das letzte", [-1]),
        ("das vorletzte", [-2]),
        ("s zwaate", [2]),
        ("number two please", [2]),
        ("2 und 2", [2]),
        ("die ersten drei", [1, 2, 3]),
        ("vergleich die beiden", [1, 2]),
        ("die letzten beiden", [-2, -1]),
        ("890 Euro", []),
    ],
)
def test_positions_are_read_from_words_and_digits(text: str, numbers: list[int]) -> None:
    assert read_ordinals(text) == numbers


@pytest.mark.parametrize(
    "text", ["nummer 2", "nr 9 bitte", "Dann doch das Zweite!", "3", "zwei klingt gut, erzähl", "beide"]
)
def test_what_only_points_into_a_list_is_told_from_a_question(text: str) -> None:
    assert is_bare_position(text)


@pytest.mark.parametrize("text", ["82", "ZIM 2", "noch eins", "zwei Kurse", "nummer", "Telefonnummer 2 bitte", ""])
def test_a_number_in_a_question_does_not_only_point_into_a_list(text: str) -> None:
    assert not is_bare_position(text)


@pytest.mark.parametrize(
    ("text", "is_marked"),
    [
        ("Was kostet Nummer 9?", True),
        ("wo ist der dritte", True),
        ("was kostet die 2", True),
        ("wo sind 1 und 3", True),
        ("wir sind 3 Leute", False),
        ("was zahlen die 3 Leute", False),
        ("und 20 Stunden", False),
    ],
)
def test_a_number_of_people_or_days_is_no_position(text: str, is_marked: bool) -> None:
    assert marks_position(text) is is_marked
