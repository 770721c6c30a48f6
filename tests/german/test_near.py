from __future__ import annotations

import random

import pytest
from rapidfuzz.distance import OSA

from bot.german.near import NearWords
from bot.german.words import STOP_WORDS

WORDS = ["zuschuss", "zuschlag", "schuss", "kuss", "foerderung", "§", "foerderungen", "kuss"]


@pytest.mark.parametrize(
    ("token", "slips", "found"),
    [
        ("zuschuss", 0, ["zuschuss"]),
        ("zuschus", 1, ["zuschuss"]),
        ("zushcuss", 1, ["zuschuss"]),
        ("kusss", 1, ["kuss", "kuss"]),
        ("foerderungn", 1, ["foerderung", "foerderungen"]),
        ("zuschuss", 4, ["zuschuss", "zuschlag", "schuss"]),
        ("xyz", 1, []),
    ],
)
def test_words_a_few_slips_away_are_found_in_their_order(token: str, slips: int, found: list[str]) -> None:
    assert NearWords(WORDS).find(token, slips) == found


def test_nothing_is_near_where_there_are_no_words() -> None:
    assert NearWords([]).find("zuschuss", 3) == []
    assert NearWords([""]).find("zuschuss", 3) == []


def test_nothing_that_a_comparison_with_all_words_finds_is_missed() -> None:
    chance = random.Random(0)
    words = sorted(STOP_WORDS)
    near = NearWords(words)
    for _ in range(300):
        letters = list(chance.choice(words))
        letters[chance.randrange(len(letters))] = chance.choice(["", "x", "ee", "§"])
        token, slips = "".join(letters) or "a", chance.randint(1, 3)
        assert near.find(token, slips) == [word for word in words if OSA.distance(token, word) <= slips]
