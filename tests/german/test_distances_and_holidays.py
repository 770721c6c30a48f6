from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from bot.german.distances import distance_km, read_radius, read_towns, towns_around
from bot.german.holidays import easter_sunday, read_holidays
from bot.german.places import known_places


def test_every_known_town_has_its_coordinates() -> None:
    assert set(known_places().values()) == set(read_towns())


def test_the_distance_is_that_of_the_great_circle() -> None:
    assert distance_km((0.0, 0.0), (0.0, 1.0)) == pytest.approx(111.19, abs=0.01)
    assert distance_km((51.0, 9.0), (51.0, 9.0)) == 0


def test_neighbours_come_by_their_distance_and_within_the_radius() -> None:
    around = towns_around("Kassel", 10)
    assert around[0] == ("Kassel", 0.0)
    assert [kilometres for _, kilometres in around] == sorted(kilometres for _, kilometres in around)
    assert {"Baunatal", "Vellmar", "Lohfelden"} <= {town for town, _ in around}
    assert "Melsungen" not in {town for town, _ in around}
    assert towns_around("Rom", 10) == [("Rom", 0.0)]


@pytest.mark.parametrize(
    ("text", "place", "radius"),
    [
        ("25 km um Calden", "Calden", 25),
        ("in der Nähe von Melsungen", "Melsungen", 20),
        ("im Raum Kassel", "Kassel", 20),
        ("in Kassel", "Kassel", None),
        ("in der Region", "", None),
    ],
)
def test_a_radius_is_read_from_kilometres_or_from_words(text: str, place: str, radius: int | None) -> None:
    assert read_radius(text, place) == radius


def test_school_holidays_follow_each_other_without_overlap() -> None:
    spans = [span for _, span in read_holidays()]
    assert all(span.first < span.last for span in spans)
    assert all(before.last < after.first for before, after in pairwise(spans))


@pytest.mark.parametrize("day", [date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16), date(2038, 4, 25)])
def test_easter_is_computed(day: date) -> None:
    assert easter_sunday(day.year) == day
