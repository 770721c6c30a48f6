"""Mails that were given up: shown to administrators, and sent once more with one button."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.accounts.roles import ADMINISTRATOR
from bot.db import utc_now
from bot.handoff.mail_models import InboundMail, OutboxMail
from bot.handoff.models import Ticket
from bot.handoff.outbox import queue_mail
from bot.settings import Settings
from tests.handoff.letters import TRAP
from tests.handoff.samples import hand_over_by_phone
from tests.staff.desk import Desk, make_desk, submit

PAGE = "/redaktion/mails"
AGAIN = f"{PAGE}/1/noch-einmal"


@pytest.fixture
def desk(session_factory: sessionmaker, tmp_path: Path) -> Desk:
    """The back office with one mail that was given up."""
    with session_factory.begin() as session:
        queue_mail(session, dedup_key="a", recipient="weg@example.org", subject=f"Betreff {TRAP}", body="Text")
        mail = session.get(OutboxMail, 1)
        mail.status, mail.attempts, mail.last_error, mail.next_attempt_at = "failed", 6, f"550 {TRAP}", utc_now()
    return make_desk(session_factory, Settings(rate_limit=False, models_dir=tmp_path))


async def test_a_mail_that_was_given_up_is_shown_with_its_reason(desk: Desk) -> None:
    async with desk.log_in(ADMINISTRATOR) as client:
        page = (await client.get(PAGE)).text
        overview = (await client.get("/redaktion/")).text
    assert "weg@example.org" in page
    assert "550 &lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<strong>1</strong> Mails nicht zugestellt" in overview


async def test_of_a_mail_about_a_case_only_the_number_is_shown(desk: Desk) -> None:
    case_number = hand_over_by_phone(desk.factory)
    with desk.factory.begin() as session:
        session.get(OutboxMail, 2).status = "failed"
    async with desk.log_in(ADMINISTRATOR) as client:
        page = (await client.get(PAGE)).text
    assert f"Vorgang {case_number}" in page
    assert "Presse" not in page


async def test_it_is_sent_once_more_and_then_no_longer_shown(desk: Desk) -> None:
    async with desk.log_in(ADMINISTRATOR) as client:
        sent = await submit(client, AGAIN, {})
        page = (await client.get(PAGE)).text
        again = await submit(client, AGAIN, {})
    assert (sent.status_code, again.status_code) == (303, 409)
    assert "Alle Mails sind angekommen" in page
    with desk.factory() as session:
        mail = session.get(OutboxMail, 1)
        assert (mail.status, mail.attempts) == ("pending", 0)


@pytest.mark.parametrize("mail", ["2", "0", "x", "9" * 30])
async def test_a_mail_that_is_not_there_is_refused(desk: Desk, mail: str) -> None:
    async with desk.log_in(ADMINISTRATOR) as client:
        response = await submit(client, f"{PAGE}/{mail}/noch-einmal", {})
    assert response.status_code in (404, 409)


async def test_mail_that_waits_for_too_long_is_said_aloud(desk: Desk) -> None:
    with desk.factory.begin() as session:
        mail = session.get(OutboxMail, 1)
        mail.status, mail.created_at = "pending", utc_now() - timedelta(hours=2)
    async with desk.log_in(ADMINISTRATOR) as client:
        page = (await client.get(PAGE)).text
        overview = (await client.get("/redaktion/")).text
    assert "Der Mailserver nimmt sie nicht an" in page
    assert "eine wartet über eine Stunde" in overview


def receive(desk: Desk, key: str, outcome: str, **values: str) -> None:
    with desk.factory.begin() as session:
        session.add(InboundMail(key=key, outcome=outcome, **values))


async def test_a_received_mail_that_went_to_nobody_is_shown_until_somebody_has_looked(desk: Desk) -> None:
    receive(desk, "a" * 64, "unmatched", sender="wer@example.org", subject=f"Frage {TRAP}")
    receive(desk, "b" * 64, "delivered", sender="leitung@example.org", subject="Antwort")
    async with desk.log_in(ADMINISTRATOR) as client:
        page = (await client.get(PAGE)).text
        overview = (await client.get("/redaktion/")).text
        settled = [(await submit(client, f"{PAGE}/eingang/{'a' * 64}/erledigt", {})).status_code for _ in range(2)]
        after = (await client.get(PAGE)).text
    assert "wer@example.org" in page
    assert "gehört zu keinem Vorgang" in page
    assert "<script>alert" not in page
    assert "leitung@example.org" not in page
    assert "<strong>1</strong> Mails im Postfach nicht zugeordnet" in overview
    assert settled == [303, 409]
    assert "wer@example.org" not in after


async def test_a_received_mail_without_readable_text_names_its_case_and_the_reason(desk: Desk) -> None:
    case_number = hand_over_by_phone(desk.factory)
    receive(desk, "c" * 64, "empty", note="Verschlüsselt.")
    with desk.factory.begin() as session:
        session.get(InboundMail, "c" * 64).ticket_id = session.scalars(select(Ticket.id)).one()
    async with desk.log_in(ADMINISTRATOR) as client:
        page = (await client.get(PAGE)).text
    for part in ("Mail ohne Betreff", "unbekannt", f"zum Vorgang {case_number}", "Verschlüsselt."):
        assert part in page
