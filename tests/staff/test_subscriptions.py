"""What staff see of who waits for new offers: numbers; an address only where an administrator has typed it."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.models import AuditEntry
from bot.accounts.roles import ADMINISTRATOR, ADVISER, ANALYST, EDITOR
from bot.analytics.recording import MissedTurn, record_miss
from bot.conversations.models import Conversation
from bot.subscriptions.models import Subscription
from bot.subscriptions.subscribing import subscribe
from tests.staff.desk import Desk, submit
from tests.subscriptions.conftest import CONDITIONS, NOW, SETTINGS, WELDING, add_confirmed, order

PAGE = "/redaktion/benachrichtigungen"
GAPS = "/redaktion/unbeantwortet/angebote"


@pytest.fixture
def waiting(empty_desk: Desk) -> Desk:
    """A back office in which two wait for the same and one has not confirmed."""
    with empty_desk.factory.begin() as session:
        add_confirmed(session)
        add_confirmed(session, email="alex@example.org", conversation_key="b")
        subscribe(session, SETTINGS, order(email="neu@example.org"), now=NOW)
    return empty_desk


def addresses(session: Session) -> list[str]:
    return list(session.scalars(select(Subscription.email).order_by(Subscription.id)))


async def search(client: httpx.AsyncClient, email: str) -> httpx.Response:
    return await submit(client, f"{PAGE}/suchen", {"email": email})


async def test_the_list_has_conditions_and_numbers_and_no_address(waiting: Desk) -> None:
    async with waiting.log_in(EDITOR) as client:
        text = (await client.get(PAGE)).text
        assert (await search(client, "kim@example.org")).status_code == 403
    assert f"<td>{CONDITIONS}</td>" in text
    assert 'data-label="warten">2<' in text
    assert 'data-label="noch nicht bestätigt">1<' in text
    assert "@example.org" not in text.replace("erika@example.org", "")


async def test_on_request_an_administrator_finds_an_address_and_deletes_what_it_has_asked_for(waiting: Desk) -> None:
    async with waiting.log_in(ADMINISTRATOR) as client:
        assert "kim@example.org" not in (await client.get(PAGE)).text
        found = await search(client, " Kim@example.org ")
        assert "bestätigt" in found.text
        answer = await submit(client, f"{PAGE}/1/loeschen", {})
        assert answer.status_code == 303
        assert "keine Benachrichtigung gespeichert" in (await search(client, "kim@example.org")).text
        assert (await submit(client, f"{PAGE}/1/loeschen", {})).status_code == 409
    with waiting.factory() as session:
        assert addresses(session) == ["alex@example.org", "neu@example.org"]
        noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "Benachrichtigung gelöscht")).one()
    assert (noted.subject, noted.detail) == ("benachrichtigung:1", CONDITIONS)


async def test_where_nobody_waits_the_page_says_so(empty_desk: Desk) -> None:
    async with empty_desk.log_in(ANALYST) as client:
        assert "Zurzeit wartet niemand" in (await client.get(PAGE)).text
        assert "Bisher hat jede Suche etwas gefunden" in (await client.get(GAPS)).text


async def test_a_gap_stands_with_how_many_wait_for_it_and_what_there_is_today(waiting: Desk) -> None:
    with waiting.factory.begin() as session:
        session.add(Conversation(key="k"))
        session.flush()
        mark = {"reason": "no_hits", "conditions": CONDITIONS, "filters": WELDING.to_slot(), "emptied_by": "Schweißen"}
        record_miss(session, "k", 1, MissedTurn("Schweißkurs?", [], mark))
    async with waiting.log_in(EDITOR) as client:
        text = (await client.get(GAPS)).text
        assert CONDITIONS in (await client.get(f"{GAPS}?tage=7")).text
    assert 'data-label="warten auf Nachricht">2<' in text
    assert '<span class="state mind">nichts</span>' in text


async def test_advisers_see_neither(empty_desk: Desk) -> None:
    async with empty_desk.log_in(ADVISER) as client:
        assert [(await client.get(path)).status_code for path in (PAGE, GAPS)] == [403, 403]
