"""The first page: what waits for this person, each with a way to it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.roles import ADVISER, EDITOR
from bot.content.kinds import FAQ
from bot.content.records import save_record
from bot.revisions.drafts import hand_in
from bot.revisions.publishing import schedule
from bot.settings import Settings
from tests.revisions.people import NOW, add_person, faq_record, write
from tests.staff.desk import Desk, make_desk

TODAY = date(2026, 11, 22)


@pytest.fixture
def desk(session_factory: sessionmaker, tmp_path: Path) -> Desk:
    """The back office with one entry that is long due, over an otherwise empty database."""
    with session_factory.begin() as session:
        late = {"review_on": TODAY - timedelta(days=1), "valid_until": TODAY + timedelta(days=10)}
        save_record(session, FAQ, "alt", faq_record(**late))
        save_record(session, FAQ, "weg", faq_record(status="archived", **late))
    return make_desk(session_factory, Settings(today=TODAY, models_dir=tmp_path, rate_limit=False))


async def read_tiles(desk: Desk, role: str) -> dict[str, str]:
    async with desk.log_in(role) as client:
        page = (await client.get("/redaktion/")).text
    tiles = [part.split("<ul")[0].split("</li>")[0] for part in page.split("<strong>")[1:]]
    return {title.strip(): number for number, _, title in (tile.partition("</strong>") for tile in tiles)}


def draft_of_otto(session: Session, step: str) -> None:
    otto = add_person(session, "Otto")
    draft = write(session, otto)
    if step == "review":
        hand_in(session, draft, actor=otto)
    if step == "scheduled":
        schedule(session, draft, actor=otto, at=NOW + timedelta(days=1), now=NOW)


async def test_what_is_due_is_counted_without_the_archive(desk: Desk) -> None:
    tiles = await read_tiles(desk, EDITOR)
    assert tiles["über der Wiedervorlage"] == "1"
    assert tiles["abgelaufen oder in 30 Tagen"] == "1"


@pytest.mark.parametrize(
    ("step", "waiting", "planned"), [("draft", "0", "0"), ("review", "1", "0"), ("scheduled", "0", "1")]
)
async def test_the_text_of_another_waits_only_once_it_is_handed_in(
    desk: Desk, step: str, waiting: str, planned: str
) -> None:
    with desk.factory.begin() as session:
        draft_of_otto(session, step)
    tiles = await read_tiles(desk, EDITOR)
    assert (tiles["wartet auf Ihre Freigabe"], tiles["eingeplant"]) == (waiting, planned)
    assert tiles["Entwürfe von Ihnen"] == "0"


async def test_who_does_not_write_is_not_asked_to(desk: Desk) -> None:
    tiles = await read_tiles(desk, ADVISER)
    assert not {"wartet auf Ihre Freigabe", "Entwürfe von Ihnen", "über der Wiedervorlage"} & set(tiles)
