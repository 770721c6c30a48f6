from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot.search.analysis import Analyser
from bot.search.documents import Document
from bot.search.index import LexicalIndex
from bot.search.reply import Reference
from tests.words import compiled_words

FIRST = Document(
    Reference("faq", "eins"), "Was kostet der Kurs?", ("Was kostet der Kurs?", "Kosten"), ("Preis",), "Der Kurs kostet."
)
SECOND = Document(Reference("faq", "zwei"), "Wer hilft?", ("Wer hilft?",), text="Das Zentrum für Hilfe (ZFH) hilft.")
THIRD = Document(Reference("faq", "drei"), "PIUS-Invest", ("Pius Invest", "Was ist PIUS-Invest?"), text="Zuschuss")


def test_a_document_is_analysed_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    analyser = Analyser(compiled_words())
    first, second = analyser.analyse([FIRST, SECOND])
    changed = replace(SECOND, text="Niemand")
    assert analyser.analyse([FIRST, changed])[0] is first
    assert analyser.analyse([changed, SECOND])[1] is not second, "what is gone is forgotten"


@pytest.mark.parametrize("text", ["Kurskosten", "Preiss", "ZFH", "pius invest zuschuss", "was kostet das zentrum"])
def test_an_index_that_comes_after_others_is_like_one_of_its_own(text: str) -> None:
    analyser = Analyser(compiled_words())
    for former in ([THIRD, FIRST], [SECOND, replace(FIRST, text="Preiselbeeren")]):
        LexicalIndex(former, compiled_words(), analyser=analyser)
    later = LexicalIndex([FIRST, SECOND, THIRD], compiled_words(), analyser=analyser)
    fresh = LexicalIndex([FIRST, SECOND, THIRD], compiled_words())
    assert np.allclose(later.score(text), fresh.score(text), atol=1e-12)
    assert later.reader.rewrite(text) == fresh.reader.rewrite(text)
    assert later.unknown_share(text) == fresh.unknown_share(text)


def test_words_of_former_content_are_unknown_again() -> None:
    analyser = Analyser(compiled_words())
    LexicalIndex([FIRST, THIRD], compiled_words(), analyser=analyser)
    index = LexicalIndex([SECOND], compiled_words(), analyser=analyser)
    assert index.unknown_share("PIUS-Invest") == 1.0
    assert index.score("Kurs")[0].tolist() == [0.0]


def test_folded_words_are_counted_in_the_order_in_which_they_come() -> None:
    analyser = Analyser(compiled_words())
    analyser.analyse([THIRD])
    analysed = analyser.analyse([FIRST, SECOND])
    counts = analyser.count_tokens([one.asked for one in analysed])
    assert list(counts.items()) == [
        ("was", 1),
        ("kostet", 1),
        ("der", 1),
        ("kurs", 1),
        ("kosten", 1),
        ("wer", 1),
        ("hilft", 1),
    ]
    assert analyser.count_tokens([]) == {}
