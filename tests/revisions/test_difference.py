"""Differences between two states, as people read them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.kinds import FAQ
from bot.content.records import to_json
from bot.revisions.difference import ADDED, KEPT, REMOVED, compare_records, compare_texts
from tests.revisions.people import faq_record


def test_equal_records_have_no_difference_whether_live_or_from_the_history() -> None:
    record = faq_record(valid_until=date(2026, 12, 31), variants=["eins"])
    assert compare_records(FAQ, record, to_json(record)) == []


def test_changed_fields_come_in_the_order_of_the_form_and_in_german() -> None:
    changes = compare_records(
        FAQ, faq_record(), faq_record(valid_until=date(2026, 12, 31), topic_group="kontakt", question="Neu?")
    )
    assert [(one.label, one.before, one.after) for one in changes] == [
        ("Frage", "Was ist TRegKS?", "Neu?"),
        ("Bereich", "Netzwerk", "Kontakt"),
        ("Gültig bis", "", "31.12.2026"),
    ]


def test_a_date_changes_as_a_whole_and_neighbouring_words_together() -> None:
    assert compare_texts("ab 09.02.2027", "ab 15.03.2027") == [
        (KEPT, "ab "),
        (REMOVED, "09.02.2027"),
        (ADDED, "15.03.2027"),
    ]
    assert compare_texts("Quelle: Alter Katalog.", "Quelle: Neues Merkblatt.") == [
        (KEPT, "Quelle: "),
        (REMOVED, "Alter Katalog"),
        (ADDED, "Neues Merkblatt"),
        (KEPT, "."),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Der Antrag ist kurz.", "Der Antrag ist sehr kurz."),
        ("eins\nzwei", "zwei"),
        ("", "neu"),
        ("alt", "ganz anders"),
    ],
)
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = list(compare_texts(before, after))
    assert "".join(text for kind, text in pieces if kind != ADDED) == before
    assert "".join(text for kind, text in pieces if kind != REMOVED) == after


def test_only_the_new_word_is_marked() -> None:
    pieces = compare_texts("Der Antrag ist kurz.", "Der Antrag ist sehr kurz.")
    assert [text.strip() for kind, text in pieces if kind == ADDED] == ["sehr"]
    assert [kind for kind, _ in pieces].count(KEPT) == 2
