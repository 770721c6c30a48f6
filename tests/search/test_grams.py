from __future__ import annotations

from bot.search.grams import character_grams, form_grams, lemma_pairs, text_grams, word_grams
from tests.words import compiled_words


def test_words_pairs_and_borders_are_marked() -> None:
    assert word_grams(["was", "zahlt", "zim"]) == [
        "\x01was",
        "\x01zahlt",
        "\x01zim",
        "\x01^ was",
        "\x01was zahlt",
        "\x01zahlt zim",
        "\x01zim ^",
    ]


def test_no_words_have_no_grams() -> None:
    assert text_grams([], compiled_words()) == []


def test_character_n_grams_know_the_borders_of_the_word() -> None:
    assert character_grams("ki") == [" k", "ki", "i ", " ki", "ki ", " ki "]
    assert {" z", "zim", " zim", "zim ", " zim "} <= set(character_grams("zim"))


def test_lemmas_up_to_three_words_apart_are_pairs_in_their_order() -> None:
    pairs = lemma_pairs("schalte bitte das licht ganz aus".split(), compiled_words())
    assert {"\x03schalten licht", "\x03licht aus", "\x03schalten bitte"} <= set(pairs)
    assert not {"\x03licht schalten", "\x03schalten aus"} & set(pairs)


def test_forms_are_lemmas_and_parts_of_compounds() -> None:
    assert {"\x02weiterbildung", "\x02zuschuss"} <= set(form_grams("weiterbildungszuschuss", compiled_words()))
    assert "\x02sein" in form_grams("ist", compiled_words())
