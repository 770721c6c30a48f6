"""Texts from elsewhere in a reply, and a reply in the FAQ."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select

from bot.accounts.roles import ADVISER, EDITOR
from bot.content.kinds import FAQ
from bot.content.records import read_record
from bot.db import utc_now
from bot.faq.models import FaqEntry
from bot.handoff.models import CannedText
from bot.handoff.thread import deliver_reply
from bot.revisions.models import Revision
from bot.settings import Settings
from tests.staff.case_samples import LIST, add_case, add_contacts, read_case, read_kinds
from tests.staff.desk import Desk, submit

CONCERN = "Ich bin Jürgen Groß: Wo kann ich bei Ihnen parken?"
ANSWER = "Im **Hof**, siehe [Plan](https://plan.example)."


@pytest.fixture
def office(empty_desk: Desk) -> Desk:
    """A desk with an FAQ entry and a canned text."""
    add_contacts(empty_desk.factory)
    with empty_desk.factory.begin() as session:
        values = {"topic_group": "netzwerk", "answer": ANSWER, "certainty": "belegt", "source_title": "Wir"}
        session.add(FaqEntry(slug="anfahrt", question="Wie komme ich zu Ihnen?", source_date="2026", **values))
        session.add(CannedText(title="Gruß", text="Viele Grüße aus Kassel"))
    return empty_desk


@pytest.fixture
def case(office: Desk) -> str:
    """A case with a reply, by now answered."""
    case = add_case(office.factory, concern=CONCERN)
    with office.factory.begin() as session:
        values = {"sender_name": "Erika Beispiel", "channel": "page", "dedup_key": "x", "now": utc_now()}
        ticket = read_case(office.factory, case)
        deliver_reply(session, Settings(), ticket.id, "Guten Tag Herr Groß, im Hof.", **values)
    return case


@pytest.fixture
async def erika(office: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """An adviser who also writes content."""
    async with office.log_in(ADVISER, EDITOR) as browser:
        yield browser


async def test_texts_are_found_and_inserted_behind_what_was_typed(
    erika: httpx.AsyncClient, office: Desk, case: str
) -> None:
    path, typed = f"{LIST}/{case}/bausteine", {"text": "Guten Tag,"}
    page = (await submit(erika, path, {**typed, "suche": "komme"})).text
    assert "Wie komme ich zu Ihnen?" in page
    assert "Guten Tag,</textarea>" in page
    page = (await submit(erika, path, {**typed, "einfuegen": "faq:anfahrt"})).text
    assert f"Guten Tag,\n\n{ANSWER}</textarea>" in page
    page = (await submit(erika, path, {**typed, "einfuegen": "einfach:faq:anfahrt"})).text
    assert "Guten Tag,\n\nIm Hof, siehe Plan (https://plan.example).</textarea>" in page
    assert "gibt es keinen Text" in (await submit(erika, path, {"suche": "xyz"})).text


async def test_a_script_gets_the_texts_alone(erika: httpx.AsyncClient, case: str) -> None:
    answer = await submit(erika, f"{LIST}/{case}/bausteine", {}, headers={"x-fragment": "1"})
    assert "Viele Grüße aus Kassel" in answer.text
    assert "<html" not in answer.text


async def test_a_reply_becomes_a_draft_without_what_tells_who_asked(
    erika: httpx.AsyncClient, office: Desk, case: str
) -> None:
    answer = await submit(erika, f"{LIST}/{case}/faq", {"antwort": "1"})
    form = (await erika.get(answer.headers["location"])).text
    assert "Ich bin [Name]: Wo kann ich bei Ihnen parken?" in form
    assert "Guten Tag Herr [Name], im Hof." in form
    with office.factory() as session:
        draft = session.scalars(select(Revision).where(Revision.status == "draft")).one()
        assert "Groß" not in str(draft.data)
    assert read_kinds(office.factory)[-1] == "harvested"
    assert (await submit(erika, f"{LIST}/{case}/faq", {"antwort": "7"})).status_code == 422


async def test_a_concern_becomes_a_way_to_ask_for_an_entry(erika: httpx.AsyncClient, office: Desk, case: str) -> None:
    path = f"{LIST}/{case}/variante"
    assert 'value="anfahrt"' in (await submit(erika, path, {"eintrag": "komme", "suchen": "ja"})).text
    assert (await submit(erika, path, {"ziel": "anfahrt"})).status_code == 303
    with office.factory() as session:
        record = read_record(session, FAQ, "anfahrt")
    assert record
    assert record["variants"] == ["Ich bin [Name]: Wo kann ich bei Ihnen parken?"]
    assert (await submit(erika, path, {"ziel": "gibt-es-nicht"})).status_code == 409


async def test_who_does_not_write_content_cannot_do_so_from_a_case(office: Desk, case: str) -> None:
    async with office.log_in(ADVISER, name="Frank Freund") as frank:
        assert "Als FAQ-Entwurf" not in (await frank.get(f"{LIST}/{case}")).text
        for step in ("faq", "variante"):
            assert (await submit(frank, f"{LIST}/{case}/{step}", {"antwort": "1"})).status_code == 403
