from __future__ import annotations

import pytest

from bot.german.normalize import clean, fold, skeleton, subtokens, tokenize


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Förderung", "foerderung"),
        ("FÖRDERUNG", "foerderung"),
        ("Foerderung", "foerderung"),
        ("Zuschuß", "zuschuss"),
        ("Zuschuss", "zuschuss"),
        ("Fo\u0308rderung", "foerderung"),  # o with a combining diaeresis
        ("Café Yıldız", "cafe yildiz"),
        ("Kurz\u00adarbeit", "kurzarbeit"),  # soft hyphen
        ("ＺＩＭ", "zim"),  # full-width letters
        ("  viel \n Platz ", "viel platz"),
    ],
)
def test_spellings_of_a_word_fold_to_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_umlaut_its_transcription_and_the_bare_vowel_share_a_skeleton() -> None:
    assert skeleton(fold("Förderung")) == skeleton("foerderung") == skeleton("forderung")


def test_clean_keeps_the_case_and_drops_invisible_characters() -> None:
    assert clean("\u202eDas \u200bNetzwerk\ufeff") == "Das Netzwerk"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("F&E-Förderung?", ["f&e-foerderung"]),
        ("Distr@l, ZIM!", ["distr@l", "zim"]),
        ("§ 82 SGB III", ["§", "82", "sgb", "iii"]),
        ("jaaaaaa bitte", ["jaa", "bitte"]),
        ("🙂 …", []),
    ],
)
def test_names_with_signs_stay_one_token(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


def test_parts_of_a_hyphenated_token_are_given_only_where_there_are_several() -> None:
    assert subtokens("pius-invest") == ["pius", "invest"]
    assert subtokens("pius") == []
