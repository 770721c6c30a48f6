"""Taking a case over and leaving it, on both databases, also by two people at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.models import Account
from bot.accounts.sessions import AccountView
from bot.handoff.models import Ticket, TicketTimer
from bot.handoff.takeover import AlreadyTaken, answer, claim, end, send_live
from tests.handoff.samples import NOW, SETTINGS, hand_over, read_tickets


def add_people(factory: sessionmaker, count: int) -> list[AccountView]:
    """Add members of staff and return them."""
    with factory.begin() as session:
        rows = [Account(email=f"p{number}@example.org", name=f"Person {number}") for number in range(count)]
        session.add_all(rows)
        session.flush()
        return [AccountView(row.id, row.name, row.email, "", frozenset()) for row in rows]


def find_one(session: Session) -> Ticket:
    return read_tickets(session)[0]


def test_of_many_who_take_over_at_once_one_has_it_and_the_others_learn_who(factory: sessionmaker) -> None:
    hand_over(factory)
    people = add_people(factory, 4)
    start = Barrier(len(people))

    def take(actor: AccountView) -> str:
        start.wait()
        try:
            with factory.begin() as session, session.begin_nested():
                claim(session, find_one(session), actor=actor, now=NOW)
        except AlreadyTaken as taken:
            return str(taken)
        return ""

    with ThreadPoolExecutor(len(people)) as pool:
        said = list(pool.map(take, people))
    with factory() as session:
        winner = find_one(session).claimed_name
    assert said.count("") == 1
    assert people[said.index("")].name == winner
    assert {text for text in said if text} == {f"{winner} war schneller und spricht schon mit dieser Person."}


def test_a_message_sent_twice_at_once_is_written_once(factory: sessionmaker) -> None:
    hand_over(factory)
    (actor,) = add_people(factory, 1)
    with factory.begin() as session:
        claim(session, find_one(session), actor=actor, now=NOW)
    start = Barrier(2)

    def send(_number: int) -> bool:
        start.wait()
        with factory.begin() as session, session.begin_nested():
            return send_live(session, SETTINGS, find_one(session), "Guten Tag", actor=actor, key="k", now=NOW)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == [False, True]
    with factory() as session:
        assert find_one(session).message_count == 1


def test_who_is_no_longer_in_the_conversation_cannot_write_into_it(factory: sessionmaker) -> None:
    hand_over(factory)
    (actor,) = add_people(factory, 1)
    with factory.begin() as session, pytest.raises(AlreadyTaken, match="inzwischen zu Ende"):
        send_live(session, SETTINGS, find_one(session), "Guten Tag", actor=actor, key="k", now=NOW)


def test_what_was_said_last_is_still_mailed_when_the_case_is_closed_at_once(factory: sessionmaker) -> None:
    hand_over(factory)
    (actor,) = add_people(factory, 1)
    with factory.begin() as session:
        ticket = find_one(session)
        claim(session, ticket, actor=actor, now=NOW)
        send_live(session, SETTINGS, ticket, "Alles Gute!", actor=actor, key="k", now=NOW)
        end(session, SETTINGS, ticket, "closed", actor=actor, now=NOW)
    with factory() as session:
        waiting = session.scalars(select(TicketTimer.kind).where(TicketTimer.done_at.is_(None))).all()
        assert waiting == ["unseen"]


def test_an_answer_shows_who_gave_it(factory: sessionmaker) -> None:
    hand_over(factory)
    (actor,) = add_people(factory, 1)
    with factory.begin() as session:
        assert answer(session, SETTINGS, find_one(session), "Nehmen Sie A.", actor=actor, key="k", now=NOW)
        assert not answer(session, SETTINGS, find_one(session), "Nehmen Sie A.", actor=actor, key="k", now=NOW)
    with factory() as session:
        ticket = find_one(session)
        assert (ticket.status, ticket.claimed_by, ticket.claimed_name) == ("answered", actor.id, "Person 0")
