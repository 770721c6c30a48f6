"""Plain language and English: what the browser wishes goes to Rasa with the message, or to the reduced mode."""

from __future__ import annotations

from typing import Any

import pytest

from bot.http_service import Unreachable
from bot.search.preferences import Preferences
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import FakeReduced, Gateway


@pytest.mark.parametrize(
    ("wishes", "metadata"),
    [
        ({}, {}),
        ({"plain": False, "language": "de"}, {}),
        ({"plain": True}, {"plain": True}),
        ({"plain": True, "language": "en"}, {"plain": True, "language": "en"}),
    ],
)
async def test_wishes_go_to_rasa_with_the_message(
    gateway: Gateway, rasa: FakeRasa, wishes: dict[str, Any], metadata: dict[str, Any]
) -> None:
    assert (await gateway.post(message="Was ist TRegKS?", **wishes)).status_code == 200
    assert rasa.metadata == [metadata]


async def test_wishes_reach_the_reduced_mode(gateway: Gateway, rasa: FakeRasa, reduced: FakeReduced) -> None:
    rasa.trouble = Unreachable("refused")
    await gateway.post(message="Was ist TRegKS?", plain=True, language="en")
    assert reduced.preferences == Preferences(plain=True, language="en")


@pytest.mark.parametrize(
    "wishes",
    [{"plain": "ja"}, {"plain": 1}, {"plain": None}, {"language": "fr"}, {"language": "EN"}, {"language": ["en"]}],
)
async def test_other_wishes_are_refused_in_german(gateway: Gateway, rasa: FakeRasa, wishes: dict[str, Any]) -> None:
    response = await gateway.post(message="Was ist TRegKS?", **wishes)
    assert response.status_code == 400
    assert response.json()["error"]["message"].startswith("Die Anfrage hat nicht die erwartete Form.")
    assert rasa.received == []
