from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.folds import ALWAYS_LEARNT, FoldSet, Phrasing
from bot.evaluation.held_out import Outlook
from bot.evaluation.learning_curve import ASKED_FOLD, SHARES, measure_learning_curve, thin_out
from bot.evaluation.variant_tables import curve_table, variant_table
from bot.evaluation.variants import count_costs, find_collisions, find_same_texts, report_variants
from bot.evaluation.verdicts import Kinship, read_kinship
from bot.search.brain import Brain
from bot.search.documents import Document
from bot.search.gate import Gate
from bot.search.index import LexicalIndex
from bot.search.reply import Reference
from tests.evaluation.held_out_samples import make_small_folds
from tests.words import compiled_words

pytestmark = pytest.mark.slow  # takes seconds

GATE = Gate(answer=0.31, choices=0.1)
KIN = Kinship(
    {"faq:a": frozenset({"faq:a", "foerderung:a"}), "foerderung:a": frozenset({"faq:a", "foerderung:a"}),
     "faq:b": frozenset({"faq:b"})},
    {"faq:a": frozenset(), "foerderung:a": frozenset(), "faq:b": frozenset()},
)  # fmt: skip


@pytest.fixture(scope="module")
def folds(brain: Brain, tmp_path_factory: pytest.TempPathFactory) -> FoldSet:
    return make_small_folds(brain, tmp_path_factory.mktemp("folds"))


def test_the_same_text_under_two_entries_is_named_unless_they_are_twins() -> None:
    phrasings = [
        Phrasing("Zuschuss Kran", "faq:a", 0),
        Phrasing("zuschuss kran?", "faq:b", 0),
        Phrasing("Kran", "faq:a", 0),
        Phrasing("Kran", "foerderung:a", 0),
    ]
    assert find_same_texts(phrasings, KIN) == [("zuschuss kran", ["faq:a", "faq:b"])]


def test_phrasings_with_the_content_words_of_another_entry_collide() -> None:
    index = LexicalIndex(
        [
            Document(Reference("faq", "a"), "Kran mieten", ("Kran mieten", "Bagger leihen")),
            Document(Reference("faq", "b"), "Urlaub buchen", ("Urlaub buchen", "wo kann man einen Kran mieten")),
        ],
        compiled_words(),
    )
    asked = [Phrasing("Kran mieten", "faq:a", 0), Phrasing("Bagger leihen", "faq:a", 0)]
    (collision,) = find_collisions(asked, index, KIN)
    assert (collision.text, collision.other) == ("Kran mieten", "faq:b")


def test_the_entry_that_loses_most_comes_first() -> None:
    def ask(label: str, best: str, text: str = "Kran mieten") -> Outlook:
        return Outlook(text, label, (), 0.9, ((best, 0.9),), (best,))

    outlooks = [ask("faq:a", "faq:a"), ask("faq:b", "faq:a"), ask("faq:b", "faq:b", "Kran"), ask("faq:b", "faq:a")]
    first, second = count_costs(outlooks, GATE, KIN, compiled_words())
    assert (first.label, first.lost, first.right, first.thin) == ("faq:b", 2, 1, 1)
    assert first.taken_for == {"faq:a": 2}
    assert (second.label, second.lost) == ("faq:a", 0)


def test_the_report_names_what_it_counts(folds: FoldSet) -> None:
    kinship = read_kinship(folds.brain.knowledge())
    outlooks = [Outlook("Geld", "foerderung:zim", (), 0.9, (("faq:hausbankprinzip", 0.9),), ("faq:hausbankprinzip",))]
    table = variant_table(report_variants(folds, outlooks, GATE, kinship))
    assert "1 von 1    foerderung:zim, statt dessen faq:hausbankprinzip (1)" in table
    assert "1  foerderung:zim -> faq:hausbankprinzip" in table


def test_more_phrasings_bring_more(folds: FoldSet, tmp_path: Path) -> None:
    points = measure_learning_curve(folds, read_kinship(folds.brain.knowledge()), tmp_path, size=20)
    assert [point.share for point in points] == list(SHARES)
    assert [point.learnt for point in points] == sorted(point.learnt for point in points)
    assert points[-1].right >= points[0].right
    assert all(point.among_three >= point.right for point in points)
    assert len(curve_table(points).splitlines()) == 1 + len(SHARES)


def test_titles_and_what_is_asked_are_never_left_out() -> None:
    texts = [Phrasing(f"Text {number}", "faq:a", fold) for fold in (ALWAYS_LEARNT, 0, 1) for number in range(300)]
    thinned = thin_out(texts, 0.25)
    sizes = [sum(phrasing.fold == fold for phrasing in thinned) for fold in (ALWAYS_LEARNT, ASKED_FOLD, 1)]
    assert sizes[:2] == [300, 300]
    assert 45 < sizes[2] < 105
