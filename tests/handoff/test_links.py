"""Links without a log-in: for one ticket, one purpose, one time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handoff.links import UnknownLink, UnusableLink, UsedLink, make_link, open_link, use_link
from bot.handoff.models import Ticket, TicketLink
from bot.handoff.tickets import open_ticket
from tests.handoff.samples import NOW, SETTINGS, make_request


@pytest.fixture
def ticket(session: Session) -> Ticket:
    return open_ticket(session, make_request(), SETTINGS, now=NOW)


def test_a_link_leads_to_its_ticket_also_in_capital_letters(session: Session, ticket: Ticket) -> None:
    token = make_link(session, ticket.id, "reply", recipient="projekt@example.org", now=NOW)
    link = open_link(session, token.upper(), "reply", now=NOW)
    assert (link.ticket_id, link.recipient) == (ticket.id, "projekt@example.org")


def test_the_database_alone_opens_nothing(session: Session, ticket: Ticket) -> None:
    token = make_link(session, ticket.id, "case", recipient="", now=NOW)
    for key in session.scalars(select(TicketLink.key)):
        assert key != token
        with pytest.raises(UnknownLink):
            open_link(session, key, "case", now=NOW)


@pytest.mark.parametrize(("purpose", "other"), [("case", "reply"), ("reply", "case"), ("mailbox", "reply")])
def test_a_link_serves_no_other_purpose(session: Session, ticket: Ticket, purpose: str, other: str) -> None:
    token = make_link(session, ticket.id, purpose, recipient="", now=NOW)
    with pytest.raises(UnknownLink):
        open_link(session, token, other, now=NOW)


def test_a_changed_token_opens_nothing(session: Session, ticket: Ticket) -> None:
    token = make_link(session, ticket.id, "reply", recipient="", now=NOW)
    for changed in (token[:-1], token + "a", "b" + token[1:] if token[0] == "a" else "a" + token[1:], ""):
        with pytest.raises(UnknownLink):
            open_link(session, changed, "reply", now=NOW)


def test_a_link_ends_after_its_own_lifetime(session: Session, ticket: Ticket) -> None:
    half_an_hour = timedelta(minutes=30)
    token = make_link(session, ticket.id, "case", recipient="", now=NOW, lifetime=half_an_hour)
    open_link(session, token, "case", now=NOW + half_an_hour - timedelta(seconds=1))
    with pytest.raises(UnusableLink, match="abgelaufen"):
        open_link(session, token, "case", now=NOW + half_an_hour)


def test_a_used_link_is_used_up_for_everybody_who_has_it_open(session: Session, ticket: Ticket) -> None:
    token = make_link(session, ticket.id, "reply", recipient="", now=NOW)
    first, second = (open_link(session, token, "reply", now=NOW) for _ in range(2))
    use_link(session, first, now=NOW)
    with pytest.raises(UsedLink):
        use_link(session, second, now=NOW)
    with pytest.raises(UsedLink):
        open_link(session, token, "reply", now=NOW)
