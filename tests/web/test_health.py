"""Alive, ready, or only half of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.db import ContentVersion, utc_now
from bot.handoff.mail_models import OutboxMail
from bot.handoff.outbox import queue_mail
from bot.http_service import HttpReply, Unreachable
from tests.web.gateway import Gateway, broken_database

OK = {"database": "ok", "rasa": "ok", "actions": "ok", "mail": "ok"}
DOWN = Unreachable("refused")


async def read_readiness(gateway: Gateway) -> tuple[int, str, dict[str, str]]:
    response = await gateway.client.get("/readyz")
    assert response.headers["cache-control"] == "no-store"
    return response.status_code, response.json()["status"], response.json()["parts"]


async def test_a_gateway_is_alive_whatever_is_behind_it(gateway: Gateway) -> None:
    gateway.rasa.status = HttpReply(500)
    with broken_database(gateway.factory, "content_version"):
        response = await gateway.client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_with_all_parts_it_is_ready(gateway: Gateway) -> None:
    assert await read_readiness(gateway) == (200, "ready", OK)


@pytest.mark.parametrize("status", [500, 503, 409])
async def test_without_rasa_it_is_ready_for_the_reduced_mode(gateway: Gateway, status: int) -> None:
    gateway.rasa.status = HttpReply(status)
    assert await read_readiness(gateway) == (503, "reduced", {**OK, "rasa": "down"})


@pytest.mark.parametrize(("status", "trouble"), [(500, None), (404, None), (200, DOWN), (200, Unreachable("x"))])
async def test_without_the_action_server_it_is_ready_for_the_reduced_mode(
    gateway: Gateway, status: int, trouble: Unreachable | None
) -> None:
    gateway.actions.status, gateway.actions.trouble = status, trouble
    assert await read_readiness(gateway) == (503, "reduced", {**OK, "actions": "down"})


async def test_without_the_database_it_is_down(gateway: Gateway) -> None:
    with broken_database(gateway.factory, "content_version"):
        assert await read_readiness(gateway) == (503, "down", {**OK, "database": "down"})
    assert (await read_readiness(gateway))[1] == "ready"


async def test_a_database_without_content_is_not_ready(gateway: Gateway) -> None:
    with gateway.factory.begin() as session:
        session.execute(delete(ContentVersion))
    assert await read_readiness(gateway) == (503, "down", {**OK, "database": "down"})


async def test_everything_down_is_said_for_each_part(gateway: Gateway) -> None:
    gateway.rasa.status, gateway.actions.trouble = HttpReply(500), DOWN
    with broken_database(gateway.factory, "content_version"):
        assert await read_readiness(gateway) == (503, "down", {**dict.fromkeys(OK, "down"), "mail": "ok"})


async def test_mail_that_is_late_is_said_and_keeps_no_visitor_away(gateway: Gateway) -> None:
    with gateway.factory.begin() as session:
        queue_mail(session, dedup_key="a", recipient="p@example.org", subject="Betreff", body="Text")
        values = {"created_at": utc_now() - timedelta(hours=2), "next_attempt_at": utc_now() + timedelta(hours=1)}
        session.execute(update(OutboxMail).values(**values))
    assert await read_readiness(gateway) == (200, "ready", {**OK, "mail": "late"})
