"""``/kontakt``: a concern without the chat: checked, kept, handed over once, and confirmed with what is true."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from starlette.applications import Starlette

from bot.contacts.models import Contact, Route
from bot.faq.models import FaqEntry
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Ticket, TicketEvent
from bot.handoff.request import name_consent
from bot.search.knowledge import Knowledge, KnowledgeReader
from bot.search.sentences import sentence
from bot.settings import Settings
from bot.web.contact.entries import CHANGED_CONSENT
from bot.web.contact.page import ContactPages
from bot.web.contact.routes import make_contact_routes
from tests.handoff.samples import RECIPIENT
from tests.web.case_pages import HIDDEN
from tests.web.gateway import broken_database, know_nothing
from tests.words import compiled_words

CONCERN = "Wir suchen Beratung zur Nachfolge."
CONSENT = sentence("kontaktseite.einwilligung")
FILLED = {"anliegen": CONCERN, "name": "Petra Vogt", "erreichbar": "petra.vogt@example.org", "firma": ""}
FILLED |= {"einwilligung": name_consent(CONSENT)}
HOSTILE = '"><script>alert(1)</script>'


@dataclass
class Contacts:
    """The page over a database, with a browser at it; ``wakes`` counts how often the outbox was told."""

    factory: sessionmaker
    rate_limit: bool = False
    read_knowledge: Any = know_nothing
    wakes: list[None] = field(default_factory=list)

    def __post_init__(self) -> None:
        settings = Settings(handoff_to=RECIPIENT, rate_limit=self.rate_limit, public_url="https://lotse.example")
        pages = ContactPages(
            settings,
            self.factory,
            after_change=lambda: self.wakes.append(None),
            read_knowledge=self.read_knowledge,
        )
        transport = httpx.ASGITransport(Starlette(routes=make_contact_routes(pages)), client=("192.0.2.1", 50000))
        self.client = httpx.AsyncClient(transport=transport, base_url="http://lotse.test")

    async def send(self, **changes: str) -> httpx.Response:
        """Open the page and send its form."""
        page = await self.client.get("/kontakt")
        return await self.client.post("/kontakt", data={**dict(HIDDEN.findall(page.text)), **FILLED, **changes})

    def tickets(self) -> list[Ticket]:
        with self.factory() as session:
            return list(session.scalars(select(Ticket)))


@pytest.fixture
def contacts(session_factory: sessionmaker) -> Contacts:
    return Contacts(session_factory)


async def test_a_concern_becomes_a_ticket_with_its_number_and_its_mails(contacts: Contacts) -> None:
    answer = await contacts.send(firma="Vogt GmbH")
    (ticket,) = contacts.tickets()
    assert answer.status_code == 200
    assert answer.text.count(ticket.case_number) >= 2
    assert 'href="/fall"' in answer.text
    assert (ticket.concern, ticket.name, ticket.email) == (CONCERN, "Petra Vogt", "petra.vogt@example.org")
    assert (ticket.company, ticket.reason, ticket.consent_text) == ("Vogt GmbH", "asked", CONSENT)
    assert ticket.page == "https://lotse.example/kontakt"
    with contacts.factory() as session:
        assert set(session.scalars(select(OutboxMail.recipient))) == {RECIPIENT, "petra.vogt@example.org"}
    assert contacts.wakes


async def test_what_is_promised_is_what_is_known_and_is_written_down(contacts: Contacts) -> None:
    answer = await contacts.send(erreichbar="0561 123456")
    assert sentence("warten.unbekannt") in answer.text
    assert "am Telefon, unter +49 561 123456" in answer.text
    with contacts.factory() as session:
        note = session.scalar(select(TicketEvent.note).where(TicketEvent.kind == "promised"))
    assert note == sentence("warten.unbekannt")


async def test_a_form_that_is_sent_twice_opens_one_ticket(contacts: Contacts) -> None:
    page = await contacts.client.get("/kontakt")
    data = {**dict(HIDDEN.findall(page.text)), **FILLED}
    first, second = [await contacts.client.post("/kontakt", data=data) for _ in range(2)]
    (ticket,) = contacts.tickets()
    assert ticket.case_number in first.text
    assert ticket.case_number in second.text
    await contacts.send()
    assert len(contacts.tickets()) == 2


async def test_each_field_says_what_is_wrong_and_nothing_typed_is_lost(contacts: Contacts) -> None:
    typed = {"anliegen": "??", "name": "0561", "erreichbar": "petra(at)", "firma": "Wer ist das?"}
    answer = await contacts.send(**typed, einwilligung="", zu="zim")
    assert answer.status_code == 422
    for name in ("anliegen", "name", "erreichbar", "firma", "einwilligung"):
        assert f'id="{name}-fehler"' in answer.text
        assert f'<a href="#{name}">' in answer.text
    for text in ("\n??</textarea>", 'value="0561"', 'value="petra(at)"', 'value="Wer ist das?"', 'value="zim"'):
        assert text in answer.text
    assert contacts.tickets() == []


async def test_only_the_wording_that_was_read_is_agreed_to(contacts: Contacts) -> None:
    answer = await contacts.send(einwilligung=name_consent("Ein früherer Text."))
    assert answer.status_code == 422
    assert CHANGED_CONSENT in answer.text
    assert " checked" not in answer.text
    assert (await contacts.client.post("/kontakt", data={})).status_code == 422
    assert contacts.tickets() == []


async def test_an_address_brings_a_concern_along_as_text_and_sends_nothing(contacts: Contacts) -> None:
    page = await contacts.client.get("/kontakt", params={"anliegen": HOSTILE, "zu": HOSTILE, "name": HOSTILE})
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert contacts.tickets() == []
    answer = await contacts.send(anliegen=f"Hilfe {HOSTILE}", firma=HOSTILE)
    assert answer.status_code == 200
    assert "<script" not in answer.text


async def test_a_flood_is_stopped_without_losing_what_was_typed(session_factory: sessionmaker) -> None:
    contacts = Contacts(session_factory, rate_limit=True)
    answers = [await contacts.client.post("/kontakt", data=FILLED) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert CONCERN in answers[-1].text
    assert len(contacts.tickets()) == 5


async def test_in_a_disturbance_everything_typed_can_be_sent_again(contacts: Contacts) -> None:
    with broken_database(contacts.factory, "tickets"):
        failed = await contacts.send(anliegen=f"{CONCERN}\n{HOSTILE}")
    assert failed.status_code == 503
    assert "<script" not in failed.text
    kept = {name: html.unescape(value) for name, value in HIDDEN.findall(failed.text)}
    answer = await contacts.client.post("/kontakt", data=kept)
    (ticket,) = contacts.tickets()
    assert ticket.concern == f"{CONCERN}\n{HOSTILE}"
    assert ticket.case_number in answer.text


async def test_a_concern_below_an_entry_goes_to_whoever_is_responsible(session_factory: sessionmaker) -> None:
    reader = KnowledgeReader(compiled_words())

    def read(session: Session) -> Knowledge:
        return reader.read(session, 1, date(2026, 11, 22))

    with session_factory.begin() as session:
        values = {"answer": "So.", "source_title": "Q", "source_date": "2026", "certainty": "belegt"}
        session.add(FaqEntry(slug="zim", topic_group="foerderung", question="Was ist ZIM?", **values))
        contact = Contact(slug="pia", name="Pia Amt", email="pia@example.org", source_title="Q", source_date="2026")
        contact.is_contactable = contact.takes_handoffs = True
        session.add_all([contact, Route(area="foerderung", contact_slug="pia")])
    contacts = Contacts(session_factory, read_knowledge=read)
    await contacts.send(zu="zim")
    await contacts.send(zu="gibt-es-nicht")
    to_pia, to_lead = contacts.tickets()
    assert to_pia.contact_slug == "pia"
    assert to_pia.dossier["answers"] == ["Was ist ZIM?"]
    assert to_lead.contact_slug != "pia"
