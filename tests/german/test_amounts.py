"""Numbers as people write them in a chat."""

from __future__ import annotations

import pytest

from bot.german.amounts import find_numbers, read_amount
from bot.german.spelt_numbers import read_spelt_number


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1500000", 1_500_000),
        ("1.500.000 Euro", 1_500_000),
        ("1 500 000 €", 1_500_000),
        ("rund 1,5 Mio", 1_500_000),
        ("ca. 1.5 Mio. €", 1_500_000),
        ("so 8 Millionen Umsatz", 8_000_000),
        ("8Mio", 8_000_000),
        ("eine Million", 1_000_000),
        ("eine halbe Million", 500_000),
        ("anderthalb Millionen", 1_500_000),
        ("zweieinhalb mio", 2_500_000),
        ("zehn Millionen Euro", 10_000_000),
        ("2 Mrd.", 2_000_000_000),
        ("250 T€", 250_000),
        ("250 TEUR", 250_000),
        ("80k", 80_000),
        ("80 tausend", 80_000),
        ("zweihundertfünfzigtausend Euro", 250_000),
        ("12.500,50 Euro", 12_500),
        ("zwischen 1 und 2 Mio", 2_000_000),
        ("50.000 bis 80.000 Euro", 80_000),
        ("100-150 T€", 150_000),
        ("2025 waren es 8 Mio", 8_000_000),
        ("wir haben 60 Leute und 8 Mio Umsatz", 8_000_000),
        ("für eine Maschine etwa 40.000", 40_000),
        ("0 Euro", 0),
        ("8", None),
        ("keine Ahnung", None),
        ("eine Maschine", None),
        ("", None),
    ],
)
def test_an_amount_is_read(text: str, amount: int | None) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("etwa fünfzig", [50]),
        ("60 Leute, davon 8 Azubis", [60, 8]),
        ("so 50-60", [60]),
        ("fünfundzwanzig", [25]),
        ("zwei Dutzend", [24]),
        ("50 und noch 10 in Teilzeit", [50, 10]),
    ],
)
def test_numbers_are_found_in_their_order(text: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(text)] == values


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("null", 0),
        ("sieben", 7),
        ("siebzehn", 17),
        ("siebzig", 70),
        ("einundzwanzig", 21),
        ("hundert", 100),
        ("hundertzwanzig", 120),
        ("dreihundertfuenfundzwanzig", 325),
        ("tausend", 1000),
        ("zweitausendundeins", 2001),
        ("hunderttausend", 100_000),
        ("zwanzigund", None),
        ("undzwanzig", None),
        ("tausendfuessler", None),
        ("maschine", None),
    ],
)
def test_a_number_in_one_word_is_read(word: str, value: int | None) -> None:
    assert read_spelt_number(word) == value
