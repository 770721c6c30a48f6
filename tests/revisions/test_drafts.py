"""Drafts: nobody writes over somebody else unawares, and nothing that was written is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.models import AuditEntry
from bot.accounts.roles import ADVISER
from bot.content.kinds import FAQ
from bot.content.records import read_record
from bot.revisions.categories import CategoryRules, save_rules
from bot.revisions.drafts import (
    FIRST_AUTHOR,
    NotAllowed,
    NotOpen,
    StaleDraft,
    Stamp,
    discard,
    find_open,
    find_revision,
    hand_in,
    send_back,
    stamp_of,
)
from bot.revisions.models import Revision
from bot.revisions.publishing import publish
from tests.revisions.people import KEY, NOW, add_approver, add_person, write


@pytest.fixture
def session(session_factory: sessionmaker) -> Session:
    with session_factory() as session:
        yield session


def numbers(session: Session) -> list[tuple[int, str, str]]:
    rows = session.scalars(select(Revision).where(Revision.key == KEY).order_by(Revision.number))
    return [(row.number, row.status, row.data["answer"]) for row in rows]


def test_a_draft_of_a_new_record_is_not_live(session: Session) -> None:
    draft = write(session, add_person(session, "Erika"))
    assert (draft.status, draft.title, draft.number) == ("draft", "Was ist TRegKS?", 1)
    assert read_record(session, FAQ, KEY) is None


def test_saving_again_writes_into_ones_own_draft(session: Session) -> None:
    erika = add_person(session, "Erika")
    write(session, erika)
    assert stamp_of(write(session, erika, answer="Neu.")) == Stamp(1, 2)
    assert numbers(session) == [(1, "draft", "Neu.")]


def test_going_on_with_the_draft_of_another_keeps_it_in_the_history(session: Session) -> None:
    write(session, add_person(session, "Erika"), answer="Von Erika.")
    write(session, add_person(session, "Otto"), answer="Von Otto.")
    assert numbers(session) == [(1, "discarded", "Von Erika."), (2, "draft", "Von Otto.")]
    assert find_revision(session, FAQ, KEY, 1).note == "Weiterbearbeitet von Otto"


def test_the_published_text_stays_live_while_a_draft_waits(session: Session) -> None:
    erika = add_person(session, "Erika")
    publish(session, write(session, erika), actor=erika, now=NOW)
    write(session, erika, answer="Noch nicht.")
    assert read_record(session, FAQ, KEY)["answer"] == "Ein Netzwerk."


def test_what_was_there_before_the_first_edit_becomes_revision_one(session: Session) -> None:
    erika = add_person(session, "Erika")
    publish(session, write(session, erika), actor=erika, now=NOW)
    session.query(Revision).delete()
    write(session, erika, answer="Neu.")
    first = find_revision(session, FAQ, KEY, 1)
    assert (first.author, first.status, first.data["answer"]) == (FIRST_AUTHOR, "published", "Ein Netzwerk.")


def test_a_save_on_an_old_state_is_refused_with_the_newer_one(session: Session) -> None:
    erika, otto = add_person(session, "Erika"), add_person(session, "Otto")
    seen = stamp_of(write(session, erika))
    write(session, otto, answer="Von Otto.")
    with pytest.raises(StaleDraft, match="hat Otto diesen Eintrag geändert") as refused:
        write(session, erika, base=seen, answer="Von Erika.")
    assert refused.value.current.data["answer"] == "Von Otto."
    assert numbers(session)[-1] == (2, "draft", "Von Otto.")


def test_a_second_window_of_the_same_person_is_refused_as_well(session: Session) -> None:
    erika = add_person(session, "Erika")
    seen = stamp_of(write(session, erika))
    write(session, erika, answer="Im ersten Fenster.")
    with pytest.raises(StaleDraft):
        write(session, erika, base=seen, answer="Im zweiten Fenster.")


def test_two_processes_cannot_save_on_the_same_state(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        erika = add_person(session, "Erika")
        seen = stamp_of(write(session, erika))
    with session_factory() as one, session_factory.begin() as other:
        find_open(one, FAQ, KEY)  # read before the other has saved
        write(other, erika, base=seen, answer="Zuerst.")
        other.commit()
        with pytest.raises(StaleDraft):
            write(one, erika, base=seen, answer="Danach.")


def test_a_draft_goes_to_approval_and_back_with_a_reason(session: Session) -> None:
    erika, frida = add_person(session, "Erika"), add_approver(session)
    draft = write(session, erika)
    hand_in(session, draft, actor=erika, note="Bitte ansehen")
    assert (draft.status, draft.note) == ("review", "Bitte ansehen")
    send_back(session, draft, actor=frida, note="Die Quelle fehlt")
    assert (draft.status, draft.note, draft.decided_by) == ("draft", "Die Quelle fehlt", "Frida")
    actions = [entry.action for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert actions == ["zur Freigabe gegeben", "zurückgegeben"]


def test_only_who_approves_sends_back(session: Session) -> None:
    draft = write(session, add_person(session, "Erika"))
    with pytest.raises(NotAllowed, match="Rolle Freigabe"):
        send_back(session, draft, actor=add_person(session, "Otto"), note="Nein")


def test_a_change_after_handing_in_needs_handing_in_again(session: Session) -> None:
    erika = add_person(session, "Erika")
    hand_in(session, write(session, erika), actor=erika)
    assert write(session, erika, answer="Doch anders.").status == "draft"


def test_a_discarded_draft_stays_in_the_history_and_cannot_go_on(session: Session) -> None:
    erika = add_person(session, "Erika")
    draft = write(session, erika, answer="Verworfen.")
    discard(session, draft, actor=erika)
    assert find_open(session, FAQ, KEY) is None
    assert numbers(session) == [(1, "discarded", "Verworfen.")]
    for step in (hand_in, discard):
        with pytest.raises(NotOpen, match="inzwischen veröffentlicht oder verworfen"):
            step(session, draft, actor=erika)


@pytest.mark.parametrize("step", [hand_in, discard])
def test_a_category_of_one_organisation_is_closed_to_others(session: Session, step: object) -> None:
    save_rules(session, CategoryRules("faq:netzwerk", organisation="WFG"))
    draft = write(session, add_person(session, "Erika", organisation="WFG"))
    otto = add_person(session, "Otto", organisation="IHK")
    with pytest.raises(NotAllowed, match="Zuständig ist WFG"):
        step(session, draft, actor=otto)
    with pytest.raises(NotAllowed, match="Zuständig ist WFG"):
        write(session, otto)


def test_a_record_cannot_be_moved_out_of_the_category_of_others(session: Session) -> None:
    erika = add_person(session, "Erika", organisation="WFG")
    publish(session, write(session, erika), actor=erika, now=NOW)
    save_rules(session, CategoryRules("faq:netzwerk", organisation="WFG"))
    with pytest.raises(NotAllowed):
        write(session, add_person(session, "Otto"), topic_group="kontakt")


def test_other_roles_do_not_write(session: Session) -> None:
    with pytest.raises(NotAllowed):
        write(session, add_person(session, "Berta", ADVISER))
