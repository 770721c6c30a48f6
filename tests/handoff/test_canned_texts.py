"""Canned texts: kept within their limits, found by their words, archived and brought back."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bot.handoff.canned_texts import (
    InvalidCannedText,
    archive_canned_text,
    find_canned_text,
    find_canned_texts,
    save_canned_text,
)


def test_a_text_is_found_by_all_words_whatever_their_case(session: Session) -> None:
    save_canned_text(session, None, "Öffnungszeiten", "Wir sind von 9 bis 12 da.")
    save_canned_text(session, None, "Begrüßung", "Guten Tag, 100 % gern.")
    assert [one.title for one in find_canned_texts(session)] == ["Begrüßung", "Öffnungszeiten"]
    assert [one.title for one in find_canned_texts(session, "öffnungsZEITEN da")] == ["Öffnungszeiten"]
    assert find_canned_texts(session, "öffnungszeiten gern") == []


def test_a_text_is_changed_in_place_and_keeps_its_name(session: Session) -> None:
    text_id = save_canned_text(session, None, "Gruß", "Guten Tag")
    assert save_canned_text(session, text_id, " Gruß ", "Guten Morgen\n\n\n\nLiebe Grüße ") == text_id
    found = find_canned_text(session, text_id)
    assert found is not None
    assert (found.title, found.text) == ("Gruß", "Guten Morgen\n\nLiebe Grüße")


def test_an_archived_text_comes_back(session: Session) -> None:
    text_id = save_canned_text(session, None, "Gruß", "Guten Tag")
    archive_canned_text(session, text_id, is_archived=True)
    assert (find_canned_texts(session), len(find_canned_texts(session, is_archived=True))) == ([], 1)
    archive_canned_text(session, text_id, is_archived=False)
    assert len(find_canned_texts(session)) == 1


@pytest.mark.parametrize(
    ("title", "text", "field"),
    [
        (" ", "Guten Tag", "title"),
        ("x" * 201, "Guten Tag", "title"),
        ("Gruß", "Noch einer", "title"),
        ("Neu", " \n ", "text"),
        ("Neu", "x" * 4001, "text"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(session: Session, title: str, text: str, field: str) -> None:
    archive_canned_text(session, save_canned_text(session, None, "Gruß", "Guten Tag"), is_archived=True)
    with pytest.raises(InvalidCannedText) as refusal:
        save_canned_text(session, None, title, text)
    assert set(refusal.value.problems) == {field}
