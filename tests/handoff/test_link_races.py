"""Links into a ticket under stress: several who follow one at once, many that are made."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.orm import sessionmaker

from bot.handoff.links import LIFETIMES, UnusableLink, make_link, open_link, use_link
from bot.handoff.models import LINK_PURPOSES
from tests.handoff.cases import open_case
from tests.handoff.samples import NOW


@pytest.fixture
def token(factory: sessionmaker) -> str:
    ticket_id = open_case(factory)
    with factory.begin() as session:
        return make_link(session, ticket_id, "reply", recipient="kim@example.org", now=NOW)


def test_of_two_who_use_a_link_at_once_one_does(factory: sessionmaker, token: str) -> None:
    start = Barrier(4)

    def use(_number: int) -> bool:
        with factory() as session:
            link = open_link(session, token, "reply", now=NOW)
        start.wait(10)
        try:
            with factory.begin() as session:
                use_link(session, link, now=NOW)
        except UnusableLink:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [False, False, False, True]
    with factory() as session, pytest.raises(UnusableLink, match="schon benutzt"):
        open_link(session, token, "reply", now=NOW)


def test_every_purpose_has_a_lifetime_and_tokens_are_hard_to_guess(session_factory: sessionmaker) -> None:
    assert set(LIFETIMES) == set(LINK_PURPOSES)
    ticket_id = open_case(session_factory)
    with session_factory.begin() as session:
        tokens = {make_link(session, ticket_id, "case", recipient="", now=NOW) for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) == 32 and token.isalnum() and token.islower() for token in tokens)
