"""What is done about a case from its page, and what the visitor hears of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from bot.accounts.audit import AuditFilter, find_audit_lines
from bot.accounts.roles import ADVISER
from bot.conversations.models import Conversation
from bot.db import utc_now
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Callback, Ticket, TicketEvent
from bot.handoff.thread import add_from_visitor
from bot.settings import Settings
from tests.staff.case_samples import (
    LIST,
    OPERATOR,
    PARTNER,
    add_case,
    add_contacts,
    read_case,
    read_kinds,
    read_said,
    read_written,
)
from tests.staff.desk import Desk, submit


@pytest.fixture
def office(empty_desk: Desk) -> Desk:
    add_contacts(empty_desk.factory)
    return empty_desk


@pytest.fixture
def case(office: Desk) -> str:
    return add_case(office.factory)


@pytest.fixture
async def erika(office: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with office.log_in(ADVISER, organisation=OPERATOR) as browser:
        yield browser


@pytest.fixture
async def frank(office: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with office.log_in(ADVISER, name="Frank Freund") as browser:
        yield browser


async def act(browser: httpx.AsyncClient, case: str, step: str, **data: Any) -> httpx.Response:
    return await submit(browser, f"{LIST}/{case}/{step}", data)


def read_state(office: Desk) -> str:
    with office.factory() as session:
        return str(session.scalar(select(Conversation.state)))


async def test_opening_a_case_is_written_down_once_an_hour(erika: httpx.AsyncClient, office: Desk, case: str) -> None:
    for _ in range(3):
        page = (await erika.get(f"{LIST}/{case}")).text
    for text in ("j.gross@example.org", "Groß &amp; Söhne GmbH", "Gibt es Geld für Maschinen?", "Zugewiesen"):
        assert text in page
    assert read_kinds(office.factory).count("read") == 1
    with office.factory() as session:
        entries = find_audit_lines(session, AuditFilter(text=case), limit=9)
    assert [(entry.actor, entry.action) for entry in entries] == [("Erika Beispiel", "Anliegen gelesen")]


async def test_the_first_takes_over_and_the_second_is_told_who_was_faster(
    erika: httpx.AsyncClient, frank: httpx.AsyncClient, office: Desk, case: str
) -> None:
    assert (await act(erika, case, "uebernehmen")).status_code == 303
    assert (await act(erika, case, "uebernehmen")).status_code == 303
    refused = await act(frank, case, "uebernehmen")
    assert refused.status_code == 409
    assert "Erika Beispiel war schneller" in refused.text
    assert read_state(office) == "person"
    assert read_case(office.factory, case).claimed_name == "Erika Beispiel"
    assert [body["text"] for body in read_said(office.factory)][2:] == [
        "**Erika Beispiel** hat übernommen. Sie schreiben jetzt mit einem Menschen."
    ]


async def test_one_person_speaks_with_a_visitor_even_about_two_cases(
    erika: httpx.AsyncClient, frank: httpx.AsyncClient, office: Desk, case: str
) -> None:
    other = add_case(office.factory, concern="Etwas ganz anderes.")
    await act(erika, case, "uebernehmen")
    refused = await act(frank, other, "uebernehmen")
    assert refused.status_code == 409
    assert "spricht mit dieser Person schon jemand" in refused.text


async def test_live_messages_come_with_the_name_and_once_each(
    erika: httpx.AsyncClient, office: Desk, case: str
) -> None:
    await act(erika, case, "uebernehmen")
    for _ in range(2):
        await act(erika, case, "nachricht", text="Guten Tag!", kennung="abcdefgh")
    assert read_written(office.factory) == [("Erika Beispiel", "Guten Tag!", "chat")]
    said = read_said(office.factory)[-1]
    assert (said["from"], said["name"], said["text"]) == ("person", "Erika Beispiel", "Guten Tag!")
    assert read_case(office.factory, case).status == "claimed"


async def test_who_has_not_taken_over_cannot_speak_and_keeps_the_text(
    erika: httpx.AsyncClient, frank: httpx.AsyncClient, office: Desk, case: str
) -> None:
    await act(erika, case, "uebernehmen")
    for step in ("nachricht", "antwort"):
        refused = await act(frank, case, step, text="Mein langer Text")
        assert (step, refused.status_code, "Mein langer Text" in refused.text) == (step, 409, True)
        assert "Erika Beispiel war schneller" in refused.text
    assert read_written(office.factory) == []


async def test_an_answer_goes_by_mail_and_the_assistant_asks_whether_it_is_settled(
    erika: httpx.AsyncClient, office: Desk, case: str
) -> None:
    for _ in range(2):
        answer = await act(erika, case, "antwort", text="Nehmen Sie Programm A.", kennung="abcdefgh")
        assert answer.status_code == 303
    ticket = read_case(office.factory, case)
    assert (ticket.status, ticket.claimed_name, read_state(office)) == ("answered", "Erika Beispiel", "bot")
    assert read_written(office.factory) == [("Erika Beispiel", "Nehmen Sie Programm A.", "page")]
    assert [body["kind"] for body in read_said(office.factory)[-2:]] == ["answer", "notice"]
    with office.factory() as session:
        mails = session.scalars(select(OutboxMail).where(OutboxMail.dedup_key.like("antwort-%"))).all()
    assert [mail.recipient for mail in mails] == ["j.gross@example.org"]


async def test_an_answer_to_what_has_changed_meanwhile_is_held_back_with_its_text(
    erika: httpx.AsyncClient, office: Desk, case: str
) -> None:
    stamp = "new.0"
    assert f'value="{stamp}"' in (await erika.get(f"{LIST}/{case}")).text
    ticket = read_case(office.factory, case)
    with office.factory.begin() as session:
        values = {"channel": "page", "dedup_key": "x", "now": utc_now()}
        add_from_visitor(session, Settings(), ticket.id, "Hat sich erledigt.", **values)
    refused = await act(erika, case, "antwort", text="Nehmen Sie Programm A.", stand=stamp)
    assert refused.status_code == 409
    assert "Inzwischen hat sich" in refused.text
    assert "Nehmen Sie Programm A." in refused.text
    assert "Hat sich erledigt." in refused.text
    assert (await act(erika, case, "antwort", text="Gut.", stand="new.1")).status_code == 303


@pytest.mark.parametrize(("text", "problem"), [("  ", "erst einen Text"), ("x" * 10_001, "Das sind 10001 Zeichen")])
async def test_a_text_that_cannot_be_sent_comes_back(
    erika: httpx.AsyncClient, office: Desk, case: str, text: str, problem: str
) -> None:
    refused = await act(erika, case, "antwort", text=text)
    assert (refused.status_code, problem in refused.text, text in refused.text) == (422, True, True)
    assert read_written(office.factory) == []


@pytest.mark.parametrize(
    ("step", "status", "state", "last_said"),
    [
        ("freigeben", "notified", "waiting", "automatische Assistent"),
        ("lotse", "answered", "bot", "damit geklärt?"),
        ("abschliessen", "resolved", "closed", "automatische Assistent"),
    ],
)
async def test_a_live_conversation_ends_in_three_ways(
    erika: httpx.AsyncClient, office: Desk, case: str, step: str, status: str, state: str, last_said: str
) -> None:
    await act(erika, case, "uebernehmen")
    assert (await act(erika, case, step, notiz="Am Telefon besprochen")).status_code == 303
    assert (read_case(office.factory, case).status, read_state(office)) == (status, state)
    said = [body["text"] for body in read_said(office.factory)]
    assert "Erika Beispiel hat das Gespräch beendet." in " ".join(said)
    assert last_said in said[-1]


async def test_sending_and_ending_in_one_step_says_both(erika: httpx.AsyncClient, office: Desk, case: str) -> None:
    await act(erika, case, "uebernehmen")
    await act(erika, case, "antwort", text="Nehmen Sie Programm A.")
    said = [body["text"] for body in read_said(office.factory)][-3:]
    assert said[0] == "Nehmen Sie Programm A."
    assert "hat das Gespräch beendet" in said[1]
    assert "damit geklärt?" in said[2]
    assert read_case(office.factory, case).status == "answered"


async def test_a_settled_case_can_be_opened_again(erika: httpx.AsyncClient, office: Desk, case: str) -> None:
    await act(erika, case, "erledigt", notiz="Angerufen")
    assert (await act(erika, case, "erledigt")).status_code == 409
    assert (await act(erika, case, "antwort", text="Noch etwas")).status_code == 409
    await act(erika, case, "oeffnen")
    assert (read_case(office.factory, case).status, read_state(office)) == ("reopened", "waiting")


async def test_a_note_is_for_the_team_alone(erika: httpx.AsyncClient, office: Desk, case: str) -> None:
    before = len(read_said(office.factory))
    await act(erika, case, "notiz", notiz="Ruft nur vormittags zurück.")
    assert "Ruft nur vormittags zurück." in (await erika.get(f"{LIST}/{case}")).text
    assert len(read_said(office.factory)) == before
    assert (await act(erika, case, "notiz", notiz=" ")).status_code == 422


async def test_a_case_goes_on_to_another_contact_who_gets_the_mail(
    erika: httpx.AsyncClient, office: Desk, case: str
) -> None:
    await act(erika, case, "uebernehmen")
    assert (await act(erika, case, "weiterleiten", an="kim", notiz="Sie kennt das Programm.")).status_code == 303
    ticket = read_case(office.factory, case)
    assert (ticket.contact_slug, ticket.organisation, ticket.status) == ("kim", "IHK", "notified")
    with office.factory() as session:
        mails = session.scalars(select(OutboxMail).where(OutboxMail.recipient == "kim@example.org")).all()
        routed = session.scalars(select(TicketEvent.note).where(TicketEvent.kind == "routed")).all()
    assert len(mails) == 1
    assert routed[-1] == "Kim Muster. Weitergeleitet von Erika Beispiel. Sie kennt das Programm."
    for wrong in ("", "kim", "gibt-es-nicht"):
        assert (await act(erika, case, "weiterleiten", an=wrong)).status_code == 409


async def test_a_partner_who_passes_a_case_to_others_does_not_see_it_any_more(office: Desk, case: str) -> None:
    with office.factory.begin() as session:
        session.execute(update(Ticket).values(organisation=PARTNER, contact_slug="kim"))
    async with office.log_in(ADVISER, organisation=PARTNER) as browser:
        answer = await act(browser, case, "weiterleiten", an="michael-wieners")
        assert (answer.status_code, answer.headers["location"]) == (303, LIST)
        assert (await browser.get(f"{LIST}/{case}")).status_code == 404


async def test_reading_makes_news_old_except_for_who_only_looks_over_a_shoulder(
    erika: httpx.AsyncClient, frank: httpx.AsyncClient, office: Desk, case: str
) -> None:
    await act(erika, case, "uebernehmen")
    ticket = read_case(office.factory, case)
    with office.factory.begin() as session:
        values = {"channel": "chat", "dedup_key": "x", "now": utc_now()}
        add_from_visitor(session, Settings(), ticket.id, "Sind Sie noch da?", **values)
    await frank.get(f"{LIST}/{case}")
    assert "eine neue Nachricht" in (await erika.get(f"{LIST}?stand=mine")).text
    assert "Sind Sie noch da?" in (await erika.get(f"{LIST}/{case}")).text
    assert "eine neue Nachricht" not in (await erika.get(f"{LIST}?stand=mine")).text


async def test_a_promised_call_is_shown_and_taken_back(erika: httpx.AsyncClient, office: Desk, case: str) -> None:
    ticket, start = read_case(office.factory, case), utc_now().replace(year=2099)
    with office.factory.begin() as session:
        session.add(Callback(ticket_id=ticket.id, contact_slug="x", starts_at=start, minutes=30))
    assert "Rückruf versprochen" in (await erika.get(f"{LIST}/{case}")).text
    assert (await act(erika, case, "rueckruf")).status_code == 303
    assert "Rückruf versprochen" not in (await erika.get(f"{LIST}/{case}")).text
    assert read_kinds(office.factory)[-1] == "callback_cancelled"


async def test_a_page_that_keeps_itself_up_to_date_takes_no_notice_away(erika: httpx.AsyncClient, case: str) -> None:
    await act(erika, case, "notiz", notiz="Ruft morgen an.")
    kept = (await erika.get(f"{LIST}/{case}", headers={"X-Fragment": "1"})).text
    shown = (await erika.get(f"{LIST}/{case}")).text
    assert [page.count('class="notice" role="status"') for page in (kept, shown)] == [0, 1]
