"""Who takes concerns, and who may stand in for whom."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bot.contacts.duty import (
    CIRCLE,
    IDLE_DEPUTY,
    NO_ADDRESS,
    OWN_DEPUTY,
    Duty,
    find_duty_problems,
    read_duties,
    save_duty,
)
from tests.contacts.people import add_receiver


def make_duty(slug: str, deputy: str = "", *, email: str = "x@example.org", takes: bool = True) -> Duty:
    return Duty(slug, slug.title(), "", email, takes, deputy)


def test_a_chain_of_deputies_that_ends_is_in_order() -> None:
    assert find_duty_problems([make_duty("anna", "bert"), make_duty("bert", "cleo"), make_duty("cleo")]) == {}


@pytest.mark.parametrize(
    ("duty", "problem"),
    [
        (make_duty("anna", email=""), NO_ADDRESS),
        (make_duty("anna", "anna"), OWN_DEPUTY),
        (make_duty("anna", "bert"), IDLE_DEPUTY),
        (make_duty("anna", "niemand"), IDLE_DEPUTY),
    ],
)
def test_a_duty_that_leads_nowhere_is_named(duty: Duty, problem: str) -> None:
    others = [make_duty("bert", takes=False)]
    deputy = "Bert" if duty.deputy_slug == "bert" else "„niemand“"
    assert find_duty_problems([duty, *others]) == {"anna": problem.format(name="Anna", deputy=deputy)}


def test_a_circle_is_named_at_each_of_its_members_and_at_nobody_else() -> None:
    duties = [
        make_duty("anna", "bert"),
        make_duty("bert", "cleo"),
        make_duty("cleo", "bert"),
        make_duty("dora", "anna"),
    ]
    assert find_duty_problems(duties) == {slug: CIRCLE.format(name=slug.title()) for slug in ("bert", "cleo")}


def test_duties_are_read_as_they_were_written_and_without_the_archive(session: Session) -> None:
    add_receiver(session, "anna-beck")
    add_receiver(session, "bert-cohn", takes_handoffs=False)
    add_receiver(session, "carl-dorn", is_archived=True)
    save_duty(session, "bert-cohn", takes_handoffs=True, deputy_slug="anna-beck")
    found = [(duty.slug, duty.can_receive, duty.deputy_slug) for duty in read_duties(session)]
    assert found == [("anna-beck", True, ""), ("bert-cohn", True, "anna-beck")]
