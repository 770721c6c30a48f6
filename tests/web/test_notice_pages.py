"""The links of notices: nothing happens by opening them, forged and old ones are refused, used ones are explained."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.db import utc_now
from bot.subscriptions.models import Subscription, SubscriptionLink
from bot.subscriptions.subscribing import subscribe
from tests.subscriptions.conftest import CONDITIONS, SETTINGS, order, paths_of, read_mails
from tests.web.case_pages import Pages


@pytest.fixture
def pages(session_factory: sessionmaker) -> Pages:
    return Pages(session_factory)


@pytest.fixture
def paths(pages: Pages) -> dict[str, str]:
    """The addresses in the mail to somebody who has just subscribed."""
    with pages.factory.begin() as session:
        subscribe(session, SETTINGS, order(), now=utc_now())
        return paths_of(read_mails(session)[0])


def states(pages: Pages) -> list[str]:
    with pages.factory() as session:
        return list(session.scalars(select(Subscription.state)))


async def test_only_the_button_of_the_page_confirms_and_the_chat_is_forgotten(
    pages: Pages, paths: dict[str, str]
) -> None:
    async with pages.browser() as client:
        page = await client.get(paths["bestaetigen"])
        assert CONDITIONS in page.text
        assert states(pages) == ["pending"]
        done = await client.post(paths["bestaetigen"])
        again = await client.post(paths["bestaetigen"])
        later = await client.get(paths["bestaetigen"])
    assert all("Benachrichtigung bestätigt" in answer.text for answer in (done, again, later))
    with pages.factory() as session:
        found = session.scalars(select(Subscription)).one()
        assert (found.state, found.conversation_key) == ("confirmed", "")


async def test_a_mail_program_unsubscribes_with_one_post_and_the_address_is_deleted(
    pages: Pages, paths: dict[str, str]
) -> None:
    async with pages.browser() as client:
        await client.post(paths["bestaetigen"])
        assert "Abbestellen" in (await client.get(paths["abbestellen"])).text
        assert states(pages) == ["confirmed"]
        done = await client.post(paths["abbestellen"], data={"List-Unsubscribe": "One-Click"})
        again = await client.post(paths["abbestellen"], data={"List-Unsubscribe": "One-Click"})
        late = await client.get(paths["bestaetigen"])
    assert (done.status_code, again.status_code, late.status_code) == (200, 200, 410)
    assert "abbestellt oder abgelaufen" in late.text
    assert states(pages) == []
    with pages.factory() as session:
        assert read_mails(session) == []


async def test_who_declines_is_kept_as_declined_and_may_think_better_of_it(pages: Pages, paths: dict[str, str]) -> None:
    async with pages.browser() as client:
        assert (await client.post(paths["abbestellen"])).status_code == 200
        assert states(pages) == ["declined"]
        await client.post(paths["bestaetigen"])
    assert states(pages) == ["confirmed"]


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_forged_link_and_one_for_something_else_open_nothing(
    pages: Pages, paths: dict[str, str], method: str
) -> None:
    token = paths["abbestellen"].rpartition("/")[2]
    forged = paths["bestaetigen"][:-1] + ("a" if paths["bestaetigen"][-1] != "a" else "b")
    async with pages.browser() as client:
        for path in (forged, f"/benachrichtigung/bestaetigen/{token}", f"/benachrichtigung/abbestellen/{token}x"):
            answer = await client.request(method, path)
            assert answer.status_code == 404
            assert CONDITIONS not in answer.text
    assert states(pages) == ["pending"]


async def test_an_expired_link_says_so(pages: Pages, paths: dict[str, str]) -> None:
    with pages.factory.begin() as session:
        for link in session.scalars(select(SubscriptionLink)):
            link.expires_at = utc_now() - timedelta(seconds=1)
    async with pages.browser() as client:
        answer = await client.post(paths["bestaetigen"])
    assert answer.status_code == 410
    assert "abgelaufen" in answer.text
    assert states(pages) == ["pending"]
