"""From draft to published in the back office: four eyes, dates, archive, history."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import httpx
import pytest
from sqlalchemy.orm import sessionmaker

from bot.accounts.roles import ADVISER, APPROVER, EDITOR
from bot.content.kinds import FAQ
from bot.content.records import read_record, save_record
from bot.content.texts import write_texts
from bot.local_time import local_time
from bot.revisions.categories import CategoryRules, save_rules
from bot.revisions.drafts import find_latest, find_open
from bot.settings import Settings
from tests.revisions.people import faq_record
from tests.staff.desk import Desk, make_desk, submit

FORM = "/redaktion/inhalte/faq/bearbeiten/erster"
DRAFT = "/redaktion/inhalte/faq/entwurf/erster"
HISTORY = "/redaktion/inhalte/faq/verlauf/erster"
ARCHIVE = "/redaktion/inhalte/faq/archiv/erster"


@pytest.fixture
def desk(session_factory: sessionmaker, tmp_path: Path) -> Desk:
    """The back office over a database with one entry."""
    with session_factory.begin() as session:
        save_record(session, FAQ, "erster", faq_record())
    return make_desk(session_factory, Settings(today=date(2026, 11, 22), models_dir=tmp_path, rate_limit=False))


@pytest.fixture
def four_eyes(desk: Desk) -> Desk:
    """The same with four eyes for the entry's category."""
    with desk.factory.begin() as session:
        save_rules(session, CategoryRules("faq:netzwerk", needs_approval=True))
    return desk


async def save(client: httpx.AsyncClient, step: str = "speichern", **changes: str) -> httpx.Response:
    """Save the form of the entry, as it is on the screen, with changes."""
    texts = {name: text for name, text in write_texts(FAQ, faq_record()).items() if text}
    return await submit(client, FORM, {**texts, "stempel": await read_stamp(client, FORM), **changes, "schritt": step})


async def decide(client: httpx.AsyncClient, step: str, **data: str) -> httpx.Response:
    """Press a button on the page of the draft."""
    return await submit(client, DRAFT, {"stempel": await read_stamp(client, DRAFT), **data, "schritt": step})


async def read_stamp(client: httpx.AsyncClient, path: str) -> str:
    return (await client.get(path)).text.split('name="stempel" value="')[1].split('"')[0]


def live_answer(desk: Desk) -> str:
    with desk.factory() as session:
        return read_record(session, FAQ, "erster")["answer"]


def draft_status(desk: Desk) -> str:
    with desk.factory() as session:
        draft = find_open(session, FAQ, "erster")
        return draft.status if draft else ""


async def test_the_page_of_a_draft_shows_what_changes(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        answer = await save(client, "ansehen", answer="Ein großes Netzwerk.")
        page = await client.get(answer.headers["location"])
    assert "großes" in page.text.split("<ins>")[-1].split("</ins>")[0]
    assert "Jetzt veröffentlichen" in page.text


async def test_one_button_publishes(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        await save(client, answer="Neu.")
        await decide(client, "veroeffentlichen")
    assert live_answer(desk) == "Neu."


async def test_with_four_eyes_ones_own_text_waits_for_somebody_else(four_eyes: Desk) -> None:
    async with four_eyes.log_in(EDITOR, APPROVER) as erika, four_eyes.log_in(EDITOR, APPROVER, name="Frida") as frida:
        refused = await save(erika, "veroeffentlichen", answer="Neu.")
        assert "Vier-Augen-Prinzip" in (await erika.get(refused.headers["location"])).text
        await decide(erika, "freigabe", notiz="Bitte bis Freitag")
        assert live_answer(four_eyes) == "Ein Netzwerk."
        assert "Bitte bis Freitag" in (await frida.get("/redaktion/freigaben")).text
        assert "wartet auf Ihre Freigabe" in (await frida.get("/redaktion/")).text
        await decide(frida, "veroeffentlichen")
    assert live_answer(four_eyes) == "Neu."


async def test_with_four_eyes_the_form_leads_to_the_approval(four_eyes: Desk) -> None:
    async with four_eyes.log_in(EDITOR) as client:
        form = (await client.get(FORM)).text
        await save(client, answer="Neu.")
        draft = (await client.get(DRAFT)).text
    assert "Weiter zur Freigabe" in form
    assert "Veröffentlichen</button>" not in form
    assert "Jetzt veröffentlichen" not in draft


async def test_a_text_goes_back_with_a_reason_that_its_author_reads(four_eyes: Desk) -> None:
    async with four_eyes.log_in(EDITOR) as erika, four_eyes.log_in(APPROVER, name="Frida") as frida:
        await save(erika, answer="Neu.")
        await decide(erika, "freigabe")
        without = await decide(frida, "zurueck", notiz=" ")
        assert "Bitte schreiben Sie dazu, was noch fehlt." in without.text
        await decide(frida, "zurueck", notiz="Die Quelle ist alt")
        assert "Frida schreibt dazu: Die Quelle ist alt" in (await erika.get(FORM)).text
    assert draft_status(four_eyes) == "draft"


async def test_nobody_approves_a_text_that_has_changed_since_it_was_on_the_screen(four_eyes: Desk) -> None:
    async with four_eyes.log_in(EDITOR) as erika, four_eyes.log_in(APPROVER, name="Frida") as frida:
        await save(erika, answer="Geprüft.")
        seen = await read_stamp(frida, DRAFT)
        await save(erika, answer="Ungeprüft.")
        refused = await submit(frida, DRAFT, {"stempel": seen, "schritt": "veroeffentlichen"})
    assert refused.status_code == 409
    assert "inzwischen geändert" in refused.text
    assert live_answer(four_eyes) == "Ein Netzwerk."


async def test_a_text_is_scheduled_by_the_clock_of_kassel(desk: Desk) -> None:
    day = local_time(datetime.now(timezone.utc)) + timedelta(days=30)
    async with desk.log_in(EDITOR) as client:
        await save(client, answer="Später.")
        await decide(client, "einplanen", tag=day.date().isoformat(), uhrzeit="14:30")
        page = await client.get(DRAFT)
        assert f"wird am {day:%d.%m.%Y}, 14:30 Uhr veröffentlicht" in page.text
        with desk.factory() as session:
            assert find_open(session, FAQ, "erster").publish_at == day.replace(
                hour=14, minute=30, second=0, microsecond=0
            )
        await decide(client, "aufheben")
    assert draft_status(desk) == "draft"


@pytest.mark.parametrize(
    ("day", "hour", "sentence"),
    [
        ("01.01.2020", "08:00", "muss in der Zukunft liegen"),
        ("", "08:00", "kein Datum"),
        ("31.12.2026", "25:00", "keine Uhrzeit"),
        ("31.12.2026", "früh", "keine Uhrzeit"),
    ],
)
async def test_an_impossible_date_is_refused_and_stays_in_the_form(
    desk: Desk, day: str, hour: str, sentence: str
) -> None:
    async with desk.log_in(EDITOR) as client:
        await save(client, answer="Später.")
        answer = await decide(client, "einplanen", tag=day, uhrzeit=hour)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{hour}"' in answer.text


async def test_a_discarded_draft_can_be_fetched_from_the_history(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        await save(client, answer="Verworfen.")
        await decide(client, "verwerfen")
        assert draft_status(desk) == ""
        await submit(client, HISTORY, {"fassung": "2", "schritt": "speichern"})
        assert "Fassung 2 wiederhergestellt" in (await client.get(DRAFT)).text


async def test_an_earlier_text_is_live_again_with_one_button(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        await save(client, "veroeffentlichen", answer="Falsch.")
        assert live_answer(desk) == "Falsch."
        page = await client.get(HISTORY)
        assert "Erstbestand" in page.text
        assert "<del>" in page.text
        await submit(client, HISTORY, {"fassung": "1", "schritt": "veroeffentlichen"})
    assert live_answer(desk) == "Ein Netzwerk."


async def test_archiving_takes_an_entry_out_and_back(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        await submit(client, ARCHIVE, {"schritt": "archivieren"})
        assert "Archiviert: Der Lotse zeigt und findet" in (await client.get(FORM)).text
        await submit(client, ARCHIVE, {"schritt": "holen"})
    with desk.factory() as session:
        assert read_record(session, FAQ, "erster")["status"] == "published"


async def test_archiving_waits_for_approval_where_four_eyes_are_needed(four_eyes: Desk) -> None:
    async with four_eyes.log_in(EDITOR) as client:
        answer = await submit(client, ARCHIVE, {"schritt": "archivieren"})
        assert "braucht eine Freigabe" in (await client.get(answer.headers["location"])).text
    with four_eyes.factory() as session:
        assert read_record(session, FAQ, "erster")["status"] == "published"
        assert find_latest(session, FAQ, "erster").status == "review"


async def test_an_open_draft_is_never_lost_to_the_archive(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        await save(client, answer="In Arbeit.")
        answer = await submit(client, ARCHIVE, {"schritt": "archivieren"})
        assert "offenen Entwurf" in (await client.get(answer.headers["location"])).text
    assert draft_status(desk) == "draft"


async def test_a_category_of_others_can_be_read_and_not_written(desk: Desk) -> None:
    with desk.factory.begin() as session:
        save_rules(session, CategoryRules("faq:netzwerk", organisation="WFG"))
    async with desk.log_in(EDITOR, organisation="IHK") as client:
        page = await client.get(FORM)
        assert "Zuständig ist WFG." in page.text
        assert "Entwurf speichern" not in page.text
        refused = await save(client, answer="Fremd.")
    assert refused.status_code == 403
    assert "Fremd." in refused.text
    assert draft_status(desk) == ""


@pytest.mark.parametrize("path", [FORM, DRAFT, HISTORY, "/redaktion/freigaben", "/redaktion/inhalte"])
async def test_who_does_not_write_has_no_business_here(desk: Desk, path: str) -> None:
    async with desk.log_in(ADVISER) as client:
        assert (await client.get(path)).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/redaktion/inhalte/unsinn",
        "/redaktion/inhalte/faq/bearbeiten/gibt-es-nicht",
        "/redaktion/inhalte/faq/entwurf/gibt-es-nicht",
        "/redaktion/inhalte/faq/verlauf/gibt-es-nicht",
        "/redaktion/inhalte/satz/neu",
    ],
)
async def test_what_does_not_exist_is_a_page_with_a_sentence(desk: Desk, path: str) -> None:
    async with desk.log_in(EDITOR) as client:
        page = await client.get(path)
    assert page.status_code == 404
    assert "Das ging nicht" in page.text


@pytest.mark.parametrize("step", ["", "unsinn"])
async def test_an_unknown_step_changes_nothing(desk: Desk, step: str) -> None:
    async with desk.log_in(EDITOR) as client:
        await save(client, answer="Neu.")
        assert (await submit(client, DRAFT, {"schritt": step})).status_code == 400
    assert draft_status(desk) == "draft"
