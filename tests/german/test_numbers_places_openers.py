from __future__ import annotations

import pytest

from bot.german.numbers import german_number, read_company_size, read_price_limit
from bot.german.openers import strip_openers
from bot.german.places import find_place, known_places


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("unter 200 Euro", 200),
        ("bis zu 1.500 €", 1500),
        ("höchstens 300 EUR", 300),
        ("kostenlose Seminare", 0),
        ("gratis?", 0),
        ("Was kostet das?", None),
        ("300 Euro Zuschuss", None),
    ],
)
def test_price_limits_are_read(text: str, limit: float | None) -> None:
    assert read_price_limit(text) == limit


@pytest.mark.parametrize(
    ("text", "size"),
    [("wir sind 60 Leute", 60), ("1.200 Beschäftigte", 1200), ("12 MA", 12), ("40 Prozent", None)],
)
def test_company_sizes_are_read(text: str, size: int | None) -> None:
    assert read_company_size(text) == size


def test_numbers_are_written_in_german() -> None:
    assert german_number(25_000_000) == "25.000.000"
    assert german_number(89.5) == "89,50"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("in Fuldabrück", "Fuldabrück"),
        ("FULDABRUECK", "Fuldabrück"),
        ("bei Bad Emstal", "Bad Emstal"),
        ("in Rom", None),
    ],
)
def test_places_of_the_region_are_found(text: str, place: str | None) -> None:
    assert find_place(text, known_places()) == place


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Guten Tag! Was ist ZIM?", "Was ist ZIM?"),
        ("Hallo, danke. Wo sitzt die WFG?", "Wo sitzt die WFG?"),
        ("Moin", "Moin"),
        ("Good morning, is there an English version?", "is there an English version?"),
        ("Hello can I write in English", "can I write in English"),
        ("Danke schön!", "Danke schön!"),
        ("Also wir suchen Kurse", "wir suchen Kurse"),
        ("Superkredit für Gute", "Superkredit für Gute"),
    ],
)
def test_openers_go_only_before_a_question(text: str, rest: str) -> None:
    assert strip_openers(text) == rest
