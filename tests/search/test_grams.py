from __future__ import annotations

from bot.search.grams import make_blocks
from tests.words import compiled_words


def test_n_grams_stay_within_words_and_word_pairs_are_marked() -> None:
    words, characters, _ = make_blocks("Was zahlt ZIM an KI?", compiled_words())
    assert {"\x01was", "\x01zim", "\x01^ was", "\x01was zahlt", "\x01zahlt zim", "\x01ki ^"} <= set(words)
    assert {" k", "ki", "i ", " ki ", " an "} <= set(characters)
    assert not any("n k" in gram for gram in characters)


def test_a_text_without_words_has_no_grams() -> None:
    assert make_blocks("🙂", compiled_words()) == ([], [], [])


def test_lemmas_up_to_three_words_apart_are_pairs_in_their_order() -> None:
    words, _, _ = make_blocks("Schalte bitte das Licht ganz aus", compiled_words())
    assert {"\x03schalten licht", "\x03licht aus", "\x03schalten bitte"} <= set(words)
    assert not {"\x03licht schalten", "\x03schalten aus"} & set(words)


def test_forms_are_lemmas_and_parts_of_compounds() -> None:
    _, _, forms = make_blocks("Was ist ein Weiterbildungszuschuss?", compiled_words())
    assert {"\x02weiterbildung", "\x02zuschuss", "\x02was", "\x02sein"} <= set(forms)
