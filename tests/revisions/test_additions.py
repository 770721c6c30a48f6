"""One variant, added from elsewhere."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.content.kinds import FAQ
from bot.content.records import read_record
from bot.content.texts import Unreadable
from bot.revisions.additions import add_variant
from bot.revisions.drafts import NotOpen, hand_in
from bot.revisions.publishing import publish
from tests.revisions.people import KEY, NOW, add_person, write


@pytest.fixture
def session(session_factory: sessionmaker) -> Session:
    with session_factory() as session:
        yield session


def test_a_variant_becomes_part_of_a_draft(session: Session) -> None:
    erika = add_person(session, "Erika")
    publish(session, write(session, erika, variants=["eins"]), actor=erika, now=NOW)
    draft = add_variant(session, FAQ, KEY, "  zwei ", erika, NOW)
    assert (draft.status, draft.data["variants"]) == ("draft", ["eins", "zwei"])
    assert read_record(session, FAQ, KEY)["variants"] == ["eins"]


def test_a_variant_joins_the_draft_that_is_open(session: Session) -> None:
    erika = add_person(session, "Erika")
    write(session, erika, answer="In Arbeit.", variants=["eins"])
    for _ in range(2):
        draft = add_variant(session, FAQ, KEY, "zwei", erika, NOW)
    assert (draft.data["answer"], draft.data["variants"]) == ("In Arbeit.", ["eins", "zwei"])


def test_an_unknown_entry_and_a_text_without_end_are_refused(session: Session) -> None:
    erika = add_person(session, "Erika")
    with pytest.raises(KeyError):
        add_variant(session, FAQ, KEY, "zwei", erika, NOW)
    write(session, erika)
    with pytest.raises(Unreadable):
        add_variant(session, FAQ, KEY, "x" * 501, erika, NOW)


def test_a_text_that_waits_for_approval_is_not_made_a_draft_again(session: Session) -> None:
    erika = add_person(session, "Erika")
    draft = write(session, erika)
    hand_in(session, draft, actor=erika)
    with pytest.raises(NotOpen, match="wartet auf Freigabe"):
        add_variant(session, FAQ, KEY, "zwei", erika, NOW)
    assert draft.status == "review"
