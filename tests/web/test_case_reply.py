"""``/antwort/{token}``: the person in charge answers from the mail, once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.accounts.models import AuditEntry
from bot.contacts.models import Contact
from bot.conversations.models import Conversation
from bot.conversations.queries import read_messages
from bot.db import utc_now
from bot.handoff.link_replies import LONGEST_REPLY
from bot.handoff.models import TicketEvent, TicketMessage
from bot.handoff.moves import move_ticket
from bot.handoff.thread import add_from_visitor
from tests.handoff.samples import RECIPIENT, REQUEST, read_mails
from tests.web.case_pages import HIDDEN, Pages, find_ticket, send

HTML = "<script>alert(1)</script>"
SOMEONE = "someone@example.org"


@pytest.fixture
def pages(session_factory: sessionmaker) -> Pages:
    return Pages(session_factory)


@pytest.fixture
def shared(factory: sessionmaker) -> Pages:
    """The pages on both kinds of database."""
    return Pages(factory)


@pytest.fixture
def number(pages: Pages) -> str:
    return pages.open_ticket()


@pytest.fixture
def path(pages: Pages, number: str) -> str:
    return f"/antwort/{pages.make_link('reply', number)}"


def read_words(pages: Pages) -> list[tuple[str, str, str]]:
    with pages.factory() as session:
        columns = (TicketMessage.channel, TicketMessage.sender_name, TicketMessage.text)
        return [tuple(row) for row in session.execute(select(*columns).order_by(TicketMessage.id))]


def add(pages: Pages, number: str, text: str) -> None:
    """The visitor writes something."""
    with pages.factory.begin() as session:
        ticket_id = find_ticket(session, number).id
        values = {"channel": "page", "dedup_key": text, "now": utc_now()}
        add_from_visitor(session, pages.settings, ticket_id, text, **values)


def move(pages: Pages, number: str, event: str) -> None:
    with pages.factory.begin() as session:
        move_ticket(session, find_ticket(session, number).id, event, actor="Kim", now=utc_now())


async def test_everything_needed_for_an_answer_is_on_one_page(pages: Pages, number: str, path: str) -> None:
    add(pages, number, "Wir sind 120 Leute.")
    async with pages.browser() as client:
        page = (await client.get(path)).text
    for text in (
        REQUEST.concern,
        "Jürgen Groß",
        "Groß &amp; Söhne GmbH",
        "j.gross@example.org",
        'href="tel:+49561123456"',
    ):
        assert text in page
    for text in ("Gibt es Geld für Maschinen?", "Wir sind 120 Leute."):
        assert text in page


async def test_opening_changes_nothing_and_is_written_down_once(pages: Pages, number: str, path: str) -> None:
    async with pages.browser() as client:
        for method in ("HEAD", "GET", "GET", "GET"):
            assert (await client.request(method, path)).status_code == 200
    with pages.factory() as session:
        ticket = find_ticket(session, number)
        assert (ticket.status, ticket.message_count) == ("new", 0)
        readers = session.scalars(select(TicketEvent.actor).where(TicketEvent.kind == "read")).all()
        audited = session.execute(select(AuditEntry.action, AuditEntry.subject, AuditEntry.detail)).all()
    assert readers == [RECIPIENT]
    assert audited == [("Anliegen gelesen", f"anliegen:{number}", RECIPIENT)]


async def test_an_answer_goes_by_mail_to_who_has_left(pages: Pages, number: str, path: str) -> None:
    async with pages.browser() as client:
        sent = await send(client, path, "antworten", text="Ja, gern.", name="Kim Beispiel")
    assert (sent.status_code, "geht per E-Mail" in sent.text) == (200, True)
    assert read_words(pages) == [("link", "Kim Beispiel", "Ja, gern.")]
    with pages.factory() as session:
        assert find_ticket(session, number).status == "answered"
        assert "Ja, gern." in read_mails(session, "visitor")[-1].body
    assert pages.wakes


async def test_an_answer_appears_in_the_chat_of_who_is_there(pages: Pages, path: str) -> None:
    with pages.factory.begin() as session:
        session.add(Conversation(key=REQUEST.conversation_key, state="waiting", seen_at=utc_now()))
    async with pages.browser() as client:
        sent = await send(client, path, "antworten", text="Ja, gern.", name="Kim")
    assert "jetzt im Chat" in sent.text
    with pages.factory() as session:
        bodies = [message.body for message in read_messages(session, REQUEST.conversation_key)]
        assert (bodies[0]["from"], bodies[0]["text"]) == ("person", "Ja, gern.")
        assert session.get(Conversation, REQUEST.conversation_key).state == "bot"


async def test_who_has_no_email_address_is_to_be_called(pages: Pages) -> None:
    path = f"/antwort/{pages.make_link('reply', pages.open_ticket(email=''))}"
    async with pages.browser() as client:
        page = (await client.get(path)).text
        sent = await send(client, path, "antworten", text="Ja, gern.", name="Kim")
    assert "Am sichersten rufen Sie an" in page
    assert "Bitte rufen Sie zusätzlich an" in sent.text


async def test_the_name_of_the_contact_is_there_already(pages: Pages, path: str) -> None:
    with pages.factory.begin() as session:
        session.add(Contact(slug="kim", name="Kim Beispiel", email=RECIPIENT, source_title="Test", source_date="2026"))
    async with pages.browser() as client:
        assert 'name="name" value="Kim Beispiel"' in (await client.get(path)).text


async def test_pressing_twice_shows_the_same_answer_and_sends_it_once(pages: Pages, path: str) -> None:
    async with pages.browser() as client:
        fields = {
            **dict(HIDDEN.findall((await client.get(path)).text)),
            "tun": "antworten",
            "text": "Ja.",
            "name": "Kim",
        }
        first, second = [await client.post(path, data=fields) for _ in range(2)]
    assert first.status_code == second.status_code == 200
    assert "Ihre Antwort ist gesendet" in second.text
    assert len(read_words(pages)) == 1


async def test_a_second_tab_is_told_and_gets_its_text_back(pages: Pages, path: str) -> None:
    async with pages.browser() as client:
        fields = {**dict(HIDDEN.findall((await client.get(path)).text)), "tun": "antworten", "name": "Kim"}
        await client.post(path, data={**fields, "text": "Die erste."})
        second = await client.post(path, data={**fields, "text": "Die zweite."})
        opened = await client.get(path)
    assert (second.status_code, opened.status_code) == (410, 410)
    assert "schon benutzt" in second.text
    assert "Die zweite." in second.text
    for secret in ("Die erste.", "Presse", "j.gross"):
        assert secret not in second.text + opened.text
    assert [text for _channel, _name, text in read_words(pages)] == ["Die erste."]


@pytest.mark.parametrize("attempt", range(3))
async def test_of_several_who_send_at_once_one_does(shared: Pages, attempt: int) -> None:
    number = shared.open_ticket()
    path = f"/antwort/{shared.make_link('reply', number)}"
    async with shared.browser() as client:
        fields = {**dict(HIDDEN.findall((await client.get(path)).text)), "tun": "antworten", "name": "Kim"}
        sending = [client.post(path, data={**fields, "text": f"Antwort {one}"}) for one in range(4)]
        statuses = sorted(one.status_code for one in await asyncio.gather(*sending))
    assert statuses == [200, 410, 410, 410]
    assert len(read_words(shared)) == 1


async def test_what_came_in_meanwhile_is_shown_before_the_answer_goes(pages: Pages, number: str, path: str) -> None:
    async with pages.browser() as client:
        fields = {**dict(HIDDEN.findall((await client.get(path)).text)), "tun": "antworten", "name": "Kim"}
        add(pages, number, "Hat sich erledigt!")
        stale = await client.post(path, data={**fields, "text": "Ja, gern."})
        assert stale.status_code == 409
        assert "Hat sich erledigt!" in stale.text
        assert "Ja, gern.</textarea>" in stale.text
        again = {**fields, **dict(HIDDEN.findall(stale.text)), "text": "Schön!"}
        assert (await client.post(path, data=again)).status_code == 200


@pytest.mark.parametrize(
    ("text", "name", "field"),
    [("", "Kim", "text"), ("x" * (LONGEST_REPLY + 1), "Kim", "text"), ("Ja.", " ", "name"), ("Ja.", "x" * 101, "name")],
)
async def test_a_refused_answer_keeps_its_text_and_the_link(
    pages: Pages, path: str, text: str, name: str, field: str
) -> None:
    async with pages.browser() as client:
        refused = await send(client, path, "antworten", text=text, name=name)
        assert refused.status_code == 422
        assert f'id="{field}-fehler"' in refused.text
        assert f"\n{text}</textarea>" in refused.text
        assert (await send(client, path, "antworten", text="ü" * LONGEST_REPLY, name="Kim")).status_code == 200
    assert [len(words) for _channel, _name, words in read_words(pages)] == [LONGEST_REPLY]


async def test_a_concern_can_be_settled_without_an_answer(pages: Pages, number: str, path: str) -> None:
    with pages.factory.begin() as session:
        session.add(Conversation(key=REQUEST.conversation_key, state="waiting"))
    async with pages.browser() as client:
        done = await send(client, path, "erledigt", notiz="Am Telefon geklärt.")
        assert (done.status_code, "als erledigt vermerkt" in done.text) == (200, True)
        assert (await client.get(path)).status_code == 410
    with pages.factory() as session:
        assert find_ticket(session, number).status == "resolved"
        event = session.scalars(select(TicketEvent).where(TicketEvent.kind == "resolved")).one()
        assert (event.actor, event.reason) == (RECIPIENT, "by_staff")
        assert "Am Telefon geklärt." in event.note
        (told,) = read_messages(session, REQUEST.conversation_key)
        assert "Am Telefon" not in str(told.body)
        assert told.body["buttons"][0]["payload"] == f"/fall/offen/{number}"


async def test_what_somebody_cannot_answer_goes_to_the_project_lead(pages: Pages, number: str) -> None:
    path = f"/antwort/{pages.make_link('reply', number, recipient=SOMEONE)}"
    async with pages.browser() as client:
        done = await send(client, path, "weiterleiten", notiz="Nicht mein Thema.")
    assert (done.status_code, "liegt jetzt bei" in done.text) == (200, True)
    with pages.factory() as session:
        event = session.scalars(select(TicketEvent).order_by(TicketEvent.id.desc())).first()
        assert (event.kind, event.actor) == ("routed", SOMEONE)
        assert [mail.recipient for mail in read_mails(session)] == [RECIPIENT] * 2


async def test_the_project_lead_has_nobody_to_forward_to(pages: Pages, path: str) -> None:
    async with pages.browser() as client:
        assert "weiterleiten</button>" not in (await client.get(path)).text
        refused = await send(client, path, "weiterleiten")
        assert refused.status_code == 409
        assert (await client.get(path)).status_code == 200  # the link is not used up by it


async def test_an_answered_case_is_not_forwarded(pages: Pages, number: str) -> None:
    path = f"/antwort/{pages.make_link('reply', number, recipient=SOMEONE)}"
    async with pages.browser() as client:
        assert "weiterleiten</button>" in (await client.get(path)).text
        move(pages, number, "answered")
        refused = await send(client, path, "weiterleiten")
    assert (refused.status_code, "kann nicht weitergeleitet werden" in refused.text) == (409, True)
    assert "weiterleiten</button>" not in refused.text


async def test_a_settled_case_takes_no_answer_and_loses_none(pages: Pages, number: str, path: str) -> None:
    async with pages.browser() as client:
        hidden = dict(HIDDEN.findall((await client.get(path)).text))
        move(pages, number, "resolved")
        refused = await client.post(path, data={**hidden, "tun": "antworten", "text": "Zu spät.", "name": "Kim"})
        page = (await client.get(path)).text
    assert refused.status_code == 409
    assert "ist „erledigt“ und kann nicht beantwortet werden" in refused.text
    assert "Zu spät." in refused.text
    assert "Beantworten können Sie es erst wieder" in page
    assert read_words(pages) == []


async def test_expired_forged_and_foreign_links_open_nothing(pages: Pages, number: str, path: str) -> None:
    expired = pages.make_link("reply", number, now=utc_now() - timedelta(days=46))
    wrong = {f"/antwort/{expired}": 410, path[:-1]: 404, f"{path}x": 404, f"/antwort/{number}": 404}
    wrong |= {f"/antwort/{pages.make_link(purpose, number)}": 404 for purpose in ("case", "mailbox")}
    async with pages.browser() as client:
        for one, status in wrong.items():
            answers = [await client.get(one), await client.post(one, data={"tun": "antworten", "text": "Bleibt das?"})]
            assert [answer.status_code for answer in answers] == [status, status]
            assert "Presse" not in answers[0].text + answers[1].text
            assert "Bleibt das?" in answers[1].text
            assert "neuesten Mail" in answers[0].text
    with pages.ticket(number) as ticket:
        assert (ticket.status, read_words(pages)) == ("new", [])


async def test_a_link_answers_its_own_case_only(pages: Pages, path: str) -> None:
    other = pages.open_ticket(concern="Etwas ganz anderes.", conversation_key="b" * 64)
    async with pages.browser() as client:
        await send(client, path, "antworten", text="Ja.", name="Kim", ticket=other, ticket_id="2")
    with pages.ticket(other) as ticket:
        assert (ticket.status, ticket.message_count) == ("new", 0)


async def test_html_in_every_field_is_shown_as_it_was_written(pages: Pages) -> None:
    number = pages.open_ticket(concern=HTML, name=HTML, company=HTML)
    with pages.factory.begin() as session:
        ticket = find_ticket(session, number)
        ticket.transcript = ticket.page = ticket.summary = HTML
        names = ("questions", "missed", "answers", "offers")
        ticket.dossier = {**{name: [HTML] for name in names}, "filters": [[HTML, HTML]]}
    add(pages, number, HTML)
    path = f"/antwort/{pages.make_link('reply', number)}"
    async with pages.browser() as client:
        page = (await client.get(path)).text
        sent = await send(client, path, "antworten", text=HTML, name=HTML)
    assert "<script" not in page + sent.text
    assert page.count("&lt;script&gt;") >= 11
    assert sent.text.count("&lt;script&gt;") == 2


@pytest.mark.parametrize("name", ["Kim\r\nBcc: x@example.org", "Kim\u2028Bcc: x@example.org", "Kim\x0bBcc: x"])
async def test_a_name_cannot_add_a_line_to_a_mail(pages: Pages, path: str, name: str) -> None:
    async with pages.browser() as client:
        assert (await send(client, path, "antworten", text="Ja.", name=name)).status_code == 200
    with pages.factory() as session:
        mail = read_mails(session, "visitor")[-1]
    assert "\n" not in mail.subject + mail.recipient + mail.reply_to
    assert read_words(pages)[0][1].startswith("Kim Bcc: x")


async def test_what_is_undone_is_said_and_uses_nothing_up(pages: Pages, path: str) -> None:
    async with pages.browser() as client:
        answers = [await send(client, path, do, text="Ja.", name="Kim") for do in ("", "loeschen")]
        too_long = await send(client, path, "erledigt", notiz="x" * 1001)
        assert (await client.get(path)).status_code == 200
    assert [one.status_code for one in answers] == [400, 400]
    assert (too_long.status_code, 'id="notiz-fehler"' in too_long.text) == (422, True)
