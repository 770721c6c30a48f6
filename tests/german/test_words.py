from __future__ import annotations

from pathlib import Path

import pytest

from bot.german.tables import MissingTables, WordTables, tables_exist
from bot.german.words import Words, stem


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("zuschuesse", "zuschuss"), ("lehrgaenge", "lehrgang"), ("kurse", "kurs"), ("gefoerdert", "foerdern")],
)
def test_inflected_forms_have_their_lemma(words: Words, form: str, lemma: str) -> None:
    assert words.lemma(form) == lemma


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("weiterbildungszuschuss", {"weiterbildung", "zuschuss"}),
        ("digitalisierungsfoerderung", {"digitalisierung", "foerderung"}),
        ("energieeffizienzmassnahme", {"energieeffizienz", "massnahme"}),
        ("investitionszuschussprogramm", {"investition", "zuschuss", "programm"}),
        ("hochvoltschulung", {"schulung"}),
        ("unternehmensnachfolgeberatung", {"unternehmen", "beratung"}),
    ],
)
def test_compounds_are_found_under_their_parts(words: Words, compound: str, parts: set[str]) -> None:
    assert parts <= set(words.forms(compound))


@pytest.mark.parametrize("word", ["foerderung", "lehrgang", "maschine", "betriebsrat", "kassel"])
def test_a_simple_word_is_not_split(words: Words, word: str) -> None:
    assert words.split(word) == ()


def test_stop_words_are_left_out_of_the_content(words: Words) -> None:
    assert [forms[0] for forms in words.content_forms("Was ist denn eigentlich das Qualifizierungsgeld?")] == [
        "qualifizierungsgeld"
    ]


def test_stems_of_short_words_are_kept() -> None:
    assert stem("foerderungen") == stem("foerderungen"[:-2]) == "foerderung"
    assert stem("amt") == "amt"


def test_missing_tables_are_a_clear_error(tmp_path: Path) -> None:
    assert not tables_exist(tmp_path)
    with pytest.raises(MissingTables, match="lotse setup"):
        WordTables(tmp_path)
