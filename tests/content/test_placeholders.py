from __future__ import annotations

import pytest

from bot.content.placeholders import find_misfit, find_placeholders
from bot.content.sentence_uses import GROUPS, REPLIES, SMALLTALK, find_sentence_problem, find_use, name_place
from bot.content.shown import read_default_sentences

ORIGINAL = "{anzahl} Angebote passen, hier {gezeigt} davon, von {anzahl}."


def test_placeholders_come_in_their_order_and_once() -> None:
    assert find_placeholders(ORIGINAL) == ["anzahl", "gezeigt"]


@pytest.mark.parametrize("text", ["Es passen {anzahl}.", "Es passt etwas.", "{gezeigt} von {anzahl}", "{{so}}"])
def test_a_sentence_may_use_some_of_the_words_of_the_original(text: str) -> None:
    assert find_misfit("angebote.x", ORIGINAL, text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{zahl} passen.", "{zahl} kann der Lotse hier nicht einsetzen. Möglich sind: {anzahl}, {gezeigt}."),
        ("{} passen.", "{} kann"),
        ("{0} passen.", "{0} kann"),
        ("{anzahl:d} passen.", "{anzahl:d} kann"),
        ("{anzahl!r} passen.", "{anzahl!r} kann"),
        ("{anzahl.__class__}", "{anzahl.__class__} kann"),
        ("{anzahl:{breite}}", "{anzahl:{breite}} kann"),
        ("Es passen {anzahl.", "Eine geschweifte Klammer"),
        ("Es passen anzahl}.", "Eine geschweifte Klammer"),
    ],
)
def test_what_cannot_be_filled_in_is_named(text: str, said: str) -> None:
    assert find_misfit("angebote.x", ORIGINAL, text).startswith(said)


def test_a_sentence_without_words_to_fill_in_says_so() -> None:
    assert "wird nichts eingesetzt" in find_misfit("x", "Gern.", "Gern, {name}.")


def test_the_number_of_a_case_cannot_be_left_out() -> None:
    original = read_default_sentences()["uebergabe.fertig"]
    assert find_misfit("uebergabe.fertig", original, "Danke!") == "{nummer} darf in diesem Satz nicht fehlen."


@pytest.mark.parametrize("key", sorted(read_default_sentences()))
def test_each_sentence_of_the_assistant_fits_itself(key: str) -> None:
    assert find_sentence_problem(key, read_default_sentences()[key]) == ""


def test_each_sentence_has_a_place_of_its_own_group() -> None:
    places = {name_place(key) for key in read_default_sentences()}
    assert places & {"Gespräch", "Antwort auf eine Bemerkung"} == set()
    groups = {key.partition(".")[0] for key in read_default_sentences() if "." in key}
    assert groups == set(GROUPS)
    assert {SMALLTALK + name for name in REPLIES} <= set(read_default_sentences())


@pytest.mark.parametrize("text", ["x" * 61, "Ja\nbitte"])
def test_what_stands_on_a_button_is_short(text: str) -> None:
    assert "auf einem Knopf" in find_sentence_problem("ratlos.nein_knopf", text)


def test_a_use_shows_the_original_and_its_words() -> None:
    use = find_use("folge.dauer")
    assert use is not None
    assert (use.original, use.placeholders) == ("**{titel}** dauert {dauer}.", "{titel}, {dauer}")
    assert find_use("folge.gibt_es_nicht") is None
