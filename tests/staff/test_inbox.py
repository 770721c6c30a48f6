"""The pages of unanswered questions, as those who work with them see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import sessionmaker

from bot.accounts.roles import ADMINISTRATOR, ADVISER, ANALYST, APPROVER, EDITOR
from bot.db import utc_now
from tests.analytics.miss_samples import add_many, add_miss, read_groups, set_group, sort
from tests.staff.desk import Desk

LIST = "/redaktion/unbeantwortet"
PARKING = ("Wo kann ich bei Ihnen parken?", "kann man bei euch parken")
STAPLER = "Gabelstaplerschein machen wo?"


def fill(factory: sessionmaker) -> None:
    """Make two groups: parking (twice, once left after it) and forklifts."""
    now = utc_now() - timedelta(hours=2)
    add_miss(factory, PARKING[0], at=now)
    add_miss(factory, PARKING[1], at=now, next_text="Und sonst?", reason="thumbs_down")
    add_miss(factory, STAPLER, at=now - timedelta(days=40), reason="no_hits", conditions="Weiterbildung, „Kassel“")
    sort(factory, utc_now())


@pytest.mark.parametrize(
    ("role", "status"), [(EDITOR, 200), (APPROVER, 200), (ANALYST, 200), (ADVISER, 403), (ADMINISTRATOR, 403)]
)
@pytest.mark.parametrize("path", ["", "/aussortiert", "/1", "/1/jetzt"])
async def test_editors_approvers_and_analysts_may_look(empty_desk: Desk, role: str, path: str, status: int) -> None:
    fill(empty_desk.factory)
    async with empty_desk.log_in(role) as browser:
        assert (await browser.get(LIST + path)).status_code == status


async def test_an_empty_inbox_says_so(empty_desk: Desk) -> None:
    async with empty_desk.log_in(ANALYST) as browser:
        assert "Zurzeit ist nichts offen" in (await browser.get(LIST)).text


async def test_the_weightiest_group_comes_first_with_its_texts_and_reasons(empty_desk: Desk) -> None:
    fill(empty_desk.factory)
    async with empty_desk.log_in(ANALYST) as browser:
        page = (await browser.get(LIST)).text
    assert page.index(PARKING[0]) < page.index(PARKING[1]) < page.index(STAPLER)
    assert "Daumen runter: 1" in page
    assert "2 Gruppen" in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?grund=no_hits", STAPLER, PARKING[0]),
        ("?tage=7", PARKING[0], STAPLER),
        ("?tage=90&grund=no_hits", STAPLER, PARKING[0]),
        ("?tage=quatsch&grund=quatsch&zustand=quatsch&seite=quatsch", STAPLER, "Dazu gibt es nichts"),
        ("?zustand=gap", "Hier steht noch nichts", PARKING[0]),
        ("?seite=9", "Zurzeit ist nichts offen", PARKING[0]),
    ],
)
async def test_the_list_can_be_narrowed(empty_desk: Desk, query: str, shown: str, hidden: str) -> None:
    fill(empty_desk.factory)
    async with empty_desk.log_in(ANALYST) as browser:
        page = (await browser.get(LIST + query)).text
    assert shown in page
    assert hidden not in page


async def test_long_lists_come_in_pages(empty_desk: Desk) -> None:
    add_many(empty_desk.factory, *(f"{chr(97 + n) * 6} {chr(122 - n) * 5}" for n in range(26)))
    sort(empty_desk.factory)
    async with empty_desk.log_in(ANALYST) as browser:
        page = (await browser.get(LIST + "?tage=365")).text
    groups = len(read_groups(empty_desk.factory))
    assert ("Seite 1 von 2" in page) == (groups > 25)


async def test_a_group_shows_what_was_said_then_and_what_would_be_said_now(empty_desk: Desk) -> None:
    add_miss(empty_desk.factory, PARKING[0], answer="Das habe ich nicht verstanden.", best="faq:anfahrt", score=0.31)
    sort(empty_desk.factory)
    async with empty_desk.log_in(ANALYST) as browser:
        page = (await browser.get(LIST + "/1")).text
        assert "Das habe ich nicht verstanden." in page
        assert "am nächsten kam „anfahrt (gelöscht)“ mit 31 %" in page
        now = LIST + "/1/jetzt?seite=1"
        assert f'href="{now}#frage-1"' in page
        answers = (await browser.get(now)).text
        fragment = (await browser.get(now, headers={"X-Fragment": "1"})).text
    assert "keine Antwort" in answers
    assert 'data-answer="1"' in fragment
    assert "<html" not in fragment


async def test_analysts_see_no_step_that_writes_content(empty_desk: Desk) -> None:
    fill(empty_desk.factory)
    async with empty_desk.log_in(ANALYST) as browser:
        page = (await browser.get(LIST + "/1")).text
    assert "Neuen FAQ-Eintrag schreiben" not in page
    assert "Verwerfen" in page


async def test_a_group_whose_texts_expired_keeps_its_figures(empty_desk: Desk) -> None:
    add_miss(empty_desk.factory, "")
    add_miss(empty_desk.factory, PARKING[0])
    sort(empty_desk.factory)
    set_group(empty_desk.factory, 1, title="")
    async with empty_desk.log_in(ANALYST) as browser:
        assert "(Texte abgelaufen)" in (await browser.get(LIST)).text


async def test_a_merged_group_leads_to_the_one_it_is_in(empty_desk: Desk) -> None:
    fill(empty_desk.factory)
    set_group(empty_desk.factory, 2, state="merged", subject="1")
    async with empty_desk.log_in(ANALYST) as browser:
        answer = await browser.get(LIST + "/2")
    assert (answer.status_code, answer.headers["location"]) == (303, LIST + "/1")


@pytest.mark.parametrize("path", ["/99", "/0", "/quatsch"])
async def test_an_unknown_group_is_not_found(empty_desk: Desk, path: str) -> None:
    async with empty_desk.log_in(ANALYST) as browser:
        assert (await browser.get(LIST + path)).status_code == 404


async def test_what_visitors_write_is_never_markup(empty_desk: Desk) -> None:
    script = "<script>alert(1)</script> parken"
    add_miss(empty_desk.factory, script, answer=script, conditions=script, choices=[script])
    sort(empty_desk.factory)
    async with empty_desk.log_in(EDITOR) as browser:
        pages = [(await browser.get(LIST + path)).text for path in ("", "/1", "/aussortiert", f"/1?suche={script}")]
    assert not [page for page in pages if "<script>alert" in page]


async def test_greetings_lie_apart_and_can_be_taken_up(empty_desk: Desk) -> None:
    add_miss(empty_desk.factory, "Hallo")
    sort(empty_desk.factory)
    async with empty_desk.log_in(ANALYST) as browser:
        page = (await browser.get(LIST + "/aussortiert")).text
    assert "keine Frage erkennbar" in page
