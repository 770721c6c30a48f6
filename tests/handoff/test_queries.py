"""Who receives a hand-off."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import sessionmaker

from bot.contacts.models import Contact
from bot.handoff.queries import WFG_ADDRESS, find_recipient
from bot.settings import Settings


@pytest.mark.parametrize(
    ("settings", "recipient"),
    [
        (Settings(), "wieners@wfg-kassel.de"),
        (Settings(handoff_to="team@example.org"), "team@example.org"),
        (Settings(handoff_contact="wfg-zentrale"), "info@wfg-kassel.de"),
        (Settings(handoff_contact="kai-wittrock"), WFG_ADDRESS),
        (Settings(handoff_contact="niemand"), WFG_ADDRESS),
    ],
)
def test_the_setting_comes_before_the_contact_before_the_office(
    seeded: sessionmaker, settings: Settings, recipient: str
) -> None:
    with seeded() as session:
        assert find_recipient(session, settings) == recipient


@pytest.mark.parametrize(
    ("change", "recipient"), [({"email": "neu@example.org"}, "neu@example.org"), ({"is_archived": True}, WFG_ADDRESS)]
)
def test_a_change_of_the_contact_counts_at_once(seeded: sessionmaker, change: dict[str, Any], recipient: str) -> None:
    with seeded.begin() as session:
        session.execute(update(Contact).where(Contact.slug == "michael-wieners").values(**change))
        assert find_recipient(session, Settings()) == recipient
