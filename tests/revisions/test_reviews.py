"""A review that is done: the next one is six months off."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.content.kinds import FAQ
from bot.content.records import read_record, save_record
from bot.revisions.categories import CategoryRules, save_rules
from bot.revisions.drafts import NotAllowed, NotOpen, find_open
from bot.revisions.publishing import publish
from bot.revisions.reviews import confirm_review, months_after
from tests.revisions.people import KEY, NOW, add_approver, add_person, faq_record, write

TODAY = date(2026, 11, 22)


def keep(session: Session) -> None:
    save_record(session, FAQ, KEY, faq_record(review_on=date(2026, 10, 1)))


def review_day(session: Session) -> date:
    record = read_record(session, FAQ, KEY)
    assert record is not None
    return record["review_on"]


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 11, 22), date(2027, 5, 22)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 12, 30)),
    ],
)
def test_six_months_end_on_the_same_day_or_the_last_of_the_month(day: date, later: date) -> None:
    assert months_after(day, 6) == later


def test_a_confirmed_record_keeps_its_text_and_gets_a_new_day(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        keep(session)
        before = read_record(session, FAQ, KEY)
        revision = confirm_review(session, FAQ, KEY, actor=add_person(session, "Erika"), now=NOW, today=TODAY)
        assert (revision.status, revision.note) == ("published", "Geprüft")
        assert read_record(session, FAQ, KEY) == {**(before or {}), "review_on": date(2027, 5, 22)}


def test_four_eyes_are_asked_and_the_day_stays_until_then(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        keep(session)
        save_rules(session, CategoryRules("faq:netzwerk", needs_approval=True))
        revision = confirm_review(session, FAQ, KEY, actor=add_person(session, "Erika"), now=NOW, today=TODAY)
        assert revision.status == "review"
        assert review_day(session) == date(2026, 10, 1)
        publish(session, revision, actor=add_approver(session), now=NOW)
        assert review_day(session) == date(2027, 5, 22)


def test_the_draft_of_another_stays_untouched(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        keep(session)
        draft = write(session, add_person(session, "Anton"), answer="Neu.")
        with pytest.raises(NotOpen):
            confirm_review(session, FAQ, KEY, actor=add_person(session, "Erika"), now=NOW, today=TODAY)
        assert find_open(session, FAQ, KEY) is draft


def test_others_categories_stay_closed(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        keep(session)
        save_rules(session, CategoryRules("faq:netzwerk", organisation="IHK"))
        actor = add_person(session, "Erika", organisation="WFG")
        with pytest.raises(NotAllowed):
            confirm_review(session, FAQ, KEY, actor=actor, now=NOW, today=TODAY)
