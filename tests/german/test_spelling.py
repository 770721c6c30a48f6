from __future__ import annotations

from collections import Counter

import pytest

from bot.german.abbreviations import Abbreviations, find_explanations
from bot.german.normalize import fold
from bot.german.reading import Reader, Reading
from bot.german.slips import slip_cost, sound
from bot.german.vocabulary import Vocabulary
from bot.german.words import Words

COUNTS = Counter(
    {"foerderung": 200, "zuschuss": 80, "weiterbildung": 60, "schulung": 40, "kurs": 40, "sicht": 3, "aussicht": 3}
)
NAMES = ("Distr@l", "PIUS-Invest", "Digital Jetzt", "Kurylas-Mengs", "De-minimis", "E-Mobilität", "Hochvoltschulung")


@pytest.fixture(scope="module")
def small_reader(words: Words) -> Reader:
    vocabulary = Vocabulary(COUNTS, names=NAMES)
    return Reader(words, vocabulary, find_explanations("Zentrales Innovationsprogramm Mittelstand (ZIM)"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Fördrung", "foerderung"),
        ("Weiterbidlung", "weiterbildung"),
        ("Zuschuhs", "zuschuss"),
        ("Forderung", "foerderung"),
        ("Kurilas-Mengs", "kurylas-mengs"),
        ("pius-infest", "pius-invest"),
        ("distrahl", "distr@l"),
        ("D-Minimis", "de-minimis"),
        ("Mittelstandt", "mittelstand"),  # no word of the content, but one of the language
    ],
)
def test_slips_are_corrected(small_reader: Reader, written: str, read: str) -> None:
    assert small_reader.rewrite(written) == read


@pytest.mark.parametrize(
    "word",
    ["Mauch", "Kurth", "EU-Förderungen", "Q-Geld", "KfW", "4711", "Kurt", "schulden", "geht's", "Pfanne", "xqzvw"],
)
def test_names_abbreviations_and_german_words_stay(small_reader: Reader, word: str) -> None:
    assert small_reader.rewrite(word) == fold(word)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("hoch volt schulung", "hochvoltschulung"),
        ("weiter bildung", "weiterbildung"),
        ("zu schuss", "zuschuss"),
        ("e mobilität", "e-mobilitaet"),
        ("distr at l", "distr@l"),
        ("Pius Invest", "pius-invest"),
        ("digitaljetzt", "digital jetzt"),
    ],
)
def test_what_was_written_apart_or_together_is_read_as_the_content_has_it(
    small_reader: Reader, written: str, read: str
) -> None:
    assert small_reader.rewrite(written) == read


@pytest.mark.parametrize("text", ["aus sicht", "digital jetzt", "kurs schulung", "vor ort"])
def test_words_of_their_own_stay_apart(small_reader: Reader, text: str) -> None:
    assert small_reader.rewrite(text) == text


def test_short_forms_are_explained_by_the_content_and_by_a_general_table(small_reader: Reader) -> None:
    assert list(small_reader.read("ZIM")) == [
        Reading("zim", short_for=("zentrales", "innovationsprogramm", "mittelstand")),
    ]
    assert small_reader.read("KuG")[0].short_for == ("kurzarbeitergeld",)
    assert small_reader.read("Kurzarbeitergeld")[0].short_for == ("kug",)


def test_an_explanation_is_the_shortest_run_of_words_with_the_letters_of_the_short_form() -> None:
    text = "Anträge nimmt die Bescheinigungsstelle Forschungszulage (BSFZ) an. Sie (KMU) zahlen nichts."
    assert list(find_explanations(text)) == [("BSFZ", "Bescheinigungsstelle Forschungszulage")]
    assert Abbreviations().expand("zebra") == ()


@pytest.mark.parametrize(
    ("heard", "meant"), [("hochvold", "hochvolt"), ("umschuhlung", "umschulung"), ("kwalifizirung", "qualifizierung")]
)
def test_what_sounds_alike_has_one_sound_and_is_a_likely_slip(heard: str, meant: str) -> None:
    assert sound(heard) == sound(meant)
    assert 0 < slip_cost(heard, meant) < slip_cost(meant[1:], meant)
