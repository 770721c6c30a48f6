"""A ticket and its conversation move together, and only where the table allows it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.conversations.models import Conversation, LiveEvent
from bot.handoff.models import TICKET_STATUSES, Ticket
from bot.handoff.moves import IllegalTransition, UnknownTicket, move_ticket
from bot.handoff.transitions import ALL, STATUS_NAMES, TRANSITIONS, conversation_after
from tests.handoff.cases import KEY, move, open_case, read_case
from tests.handoff.samples import NOW, read_events

WAYS = {
    "new": (),
    "notified": ("notified",),
    "claimed": ("claimed",),
    "answered": ("answered",),
    "resolved": ("resolved",),
    "reopened": ("answered", "reopened"),
    "expired": ("expired",),
}


@pytest.mark.parametrize("status", sorted(WAYS))
@pytest.mark.parametrize("event", sorted(TRANSITIONS))
def test_a_ticket_moves_only_as_the_table_says(session_factory: sessionmaker, status: str, event: str) -> None:
    ticket_id = open_case(session_factory)
    for step in WAYS[status]:
        move(session_factory, ticket_id, step)
    transition = TRANSITIONS[event]
    if status in transition.sources:
        move(session_factory, ticket_id, event)
        expected = (transition.target, transition.conversation)
    else:
        with session_factory() as session:
            expected = read_case(session, ticket_id)
        with pytest.raises(IllegalTransition, match=f"„{STATUS_NAMES[status]}“ und kann nicht {transition.verb}"):
            move(session_factory, ticket_id, event)
    with session_factory() as session:
        assert read_case(session, ticket_id) == expected


def test_the_table_knows_every_status_and_none_besides() -> None:
    assert set(TICKET_STATUSES) == ALL == set(STATUS_NAMES)
    assert {transition.target for transition in TRANSITIONS.values()} | {"new"} == ALL


@pytest.mark.parametrize(
    ("event", "statuses", "state"),
    [
        ("answered", ["answered"], "bot"),
        ("answered", ["answered", "claimed"], "person"),
        ("resolved", ["resolved", "notified"], "waiting"),
        ("closed", ["resolved", "expired"], "closed"),
        ("closed", ["resolved", "reopened"], "waiting"),
    ],
)
def test_other_tickets_of_a_conversation_keep_its_state(event: str, statuses: list[str], state: str) -> None:
    assert conversation_after(event, statuses) == state


def test_in_a_conversation_one_person_speaks_at_a_time(factory: sessionmaker) -> None:
    first, second = open_case(factory), open_case(factory, concern="Wir suchen Personal.")
    move(factory, first, "claimed")
    with pytest.raises(IllegalTransition, match="spricht mit dieser Person schon jemand"):
        move(factory, second, "claimed")
    with factory() as session:
        assert read_case(session, second) == ("new", "person")


def test_of_two_who_take_a_ticket_at_once_one_gets_it(factory: sessionmaker) -> None:
    ticket_id, start = open_case(factory), Barrier(4)

    def take(number: int) -> str:
        start.wait(10)
        try:
            with factory.begin() as session:
                move_ticket(session, ticket_id, "claimed", actor=f"Person {number}", now=NOW, claimed_name=str(number))
        except IllegalTransition as error:
            return str(error)
        return str(number)

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(take, range(4)))
    with factory() as session:
        winner = session.get(Ticket, ticket_id).claimed_name
        assert [text for text in told if "im Gespräch" not in text] == [winner]
        assert [event for event in read_events(session) if event[0] == "claimed"] == [("claimed", "new", "claimed")]


def test_a_move_is_recorded_with_who_and_why_and_told_to_open_pages(factory: sessionmaker) -> None:
    ticket_id = open_case(factory)
    move(factory, ticket_id, "claimed")
    with factory.begin() as session:
        note = {"reason": "by_staff", "note": "Ruft\x00 an.\nMorgen."}
        move_ticket(session, ticket_id, "released", actor="Michael\r\n" + "x" * 300, now=NOW, **note)
    with factory() as session:
        event = session.get(Ticket, ticket_id).events[-1]
        assert (event.kind, event.from_status, event.to_status) == ("released", "claimed", "notified")
        assert (event.actor, event.reason, event.note) == ("Michael " + "x" * 192, "by_staff", "Ruft an.\nMorgen.")
        told = session.execute(select(LiveEvent.channel, LiveEvent.kind).order_by(LiveEvent.id)).all()
        assert [tuple(row) for row in told][-2:] == [(KEY, "state"), ("staff", "cases")]


def test_a_ticket_outlives_its_conversation(factory: sessionmaker) -> None:
    ticket_id = open_case(factory)
    with factory.begin() as session:
        session.delete(session.get(Conversation, KEY))
    move(factory, ticket_id, "resolved")
    with factory() as session:
        assert session.get(Ticket, ticket_id).status == "resolved"


def test_a_ticket_that_is_not_there_cannot_be_moved(session_factory: sessionmaker) -> None:
    with session_factory() as session, pytest.raises(UnknownTicket):
        move_ticket(session, 999, "claimed", actor="Kim", now=NOW)
