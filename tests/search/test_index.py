from __future__ import annotations

import pytest

from bot.search.documents import Document
from bot.search.index import LexicalIndex
from bot.search.reply import Reference
from tests.words import compiled_words

DOCUMENTS = (
    Document(
        Reference("faq", "foerderung"),
        "Welche Förderung gibt es?",
        ("Welche Förderung gibt es?", "Wer bezuschusst Betriebe?"),
        ("Zuschuss",),
        "Bund und Land geben Zuschüsse.",
    ),
    Document(
        Reference("weiterbildung", "hochvolt"),
        "Hochvoltschulung",
        ("Hochvoltschulung", "Kurs für Elektrofachkräfte"),
        text="Arbeiten an Fahrzeugen unter Spannung.",
    ),
    Document(Reference("kontakt", "karl"), "Karl Größe", ("Karl Größe",), ("Geschäftsführer",), "Universität Kassel"),
    Document(
        Reference("foerderung", "82"),
        "Weiterbildung Beschäftigter (§ 82 SGB III)",
        ("Weiterbildung Beschäftigter (§ 82 SGB III)", "Lohnzuschuss bei Lehrgängen"),
    ),
)


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex(DOCUMENTS, compiled_words())


def best(index: LexicalIndex, text: str) -> str | None:
    nearest, bm25 = index.score(text)
    return index.documents[int((nearest + bm25).argmax())].reference.slug if (nearest + bm25).max() > 0 else None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("FÖRDERUNG", "foerderung"),
        ("foerderung", "foerderung"),
        ("forderung", "foerderung"),  # a keyboard without umlauts
        ("Herr Groesse", "karl"),
        ("Universitaet", "karl"),
    ],
)
def test_umlauts_are_found_in_every_transcription(index: LexicalIndex, text: str, slug: str) -> None:
    assert best(index, text) == slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Zuschüssen", "foerderung"),
        ("Förderungen", "foerderung"),
        ("ein Lehrgang", "82"),
        ("Spannungen am Fahrzeug", "hochvolt"),
        ("Schulungen", "hochvolt"),
    ],
)
def test_inflected_forms_are_found(index: LexicalIndex, text: str, slug: str) -> None:
    assert best(index, text) == slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Schulung", "hochvolt"),
        ("Investitionsförderung", "foerderung"),
        ("Sicherheitsschulung", "hochvolt"),
        ("Lohn", "82"),
    ],
)
def test_compounds_are_found_by_their_parts_and_the_other_way_round(index: LexicalIndex, text: str, slug: str) -> None:
    assert best(index, text) == slug


@pytest.mark.parametrize(
    ("text", "slug"), [("Hochvoltschulnug", "hochvolt"), ("Zuschus", "foerderung"), ("Weiterbidlung", "82")]
)
def test_slips_of_the_keyboard_are_forgiven(index: LexicalIndex, text: str, slug: str) -> None:
    assert best(index, text) == slug


@pytest.mark.parametrize("text", ["", "?!", "🙂", "und der die das", "Zebra", "xqzvw"])
def test_what_the_content_does_not_know_is_not_found(index: LexicalIndex, text: str) -> None:
    nearest, bm25 = index.score(text)
    assert nearest.shape == bm25.shape == (4,)
    assert not nearest.any()
    assert not bm25.any()


def test_a_known_phrase_is_recognised_in_any_spelling(index: LexicalIndex) -> None:
    assert index.find_exact("wer bezuschusst  BETRIEBE") == 0
    assert index.find_exact("wer bezuschusst die Betriebe") is None


def test_the_nearest_phrase_counts_and_not_their_number(index: LexicalIndex) -> None:
    nearest, _ = index.score("Kurs für Elektrofachkräfte")
    assert nearest[1] == pytest.approx(1.0, abs=0.2)
    assert nearest.argmax() == 1


def test_laws_with_roman_numbers_are_kept_apart(index: LexicalIndex) -> None:
    assert index.score("SGB III")[0][3] > index.score("SGB II")[0][3]


def test_the_unknown_share_is_that_of_words_that_the_content_lacks(index: LexicalIndex) -> None:
    assert index.unknown_share("Förderung und Hochvoltschulung") == 0.0
    assert index.unknown_share("Förderung für Zebras") == 0.5
    assert index.unknown_share("Förderugn") == 0.0, "a slip is no unknown word"
    assert index.unknown_share("und die") == 0.0


def test_an_empty_index_finds_nothing() -> None:
    empty = LexicalIndex([], compiled_words())
    assert len(empty) == 0
    assert [scores.tolist() for scores in empty.score("Förderung")] == [[], []]
    assert empty.find_exact("Förderung") is None
