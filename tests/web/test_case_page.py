"""``/fall/{token}``: how the case stands, and what its visitor can do about it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.contacts.models import Contact, OfficeHours
from bot.db import utc_now
from bot.handoff.callbacks import offer_slots
from bot.handoff.models import Callback, TicketMessage
from bot.handoff.thread import deliver_reply
from bot.settings import Settings
from bot.web.cases.case_actions import LONGEST_TEXT
from tests.handoff.samples import RECIPIENT, read_events, read_mails
from tests.web.case_pages import HIDDEN, Pages, find_ticket, send

EMAIL = "j.gross@example.org"
HTML = "<img src=x onerror=alert(1)>&amp;\"'{{ 7*7 }}"


@pytest.fixture
def pages(session_factory: sessionmaker) -> Pages:
    return Pages(session_factory)


@pytest.fixture
def number(pages: Pages) -> str:
    return pages.open_ticket()


@pytest.fixture
def path(pages: Pages, number: str) -> str:
    return f"/fall/{pages.make_link('case', number, recipient=EMAIL)}"


def answer(pages: Pages, number: str, text: str = "Gern.") -> None:
    """A person answers by mail."""
    with pages.factory.begin() as session:
        ticket = find_ticket(session, number)
        values = {"sender_name": "Kim Beispiel", "channel": "mail", "dedup_key": f"r-{text}", "now": utc_now()}
        deliver_reply(session, pages.settings, ticket.id, text, **values)


def read_words(pages: Pages) -> list[str]:
    with pages.factory() as session:
        return list(session.scalars(select(TicketMessage.text).order_by(TicketMessage.id)))


async def test_a_waiting_visitor_reads_where_the_case_stands_and_no_name(pages: Pages, path: str) -> None:
    async with pages.browser() as client:
        page = (await client.get(path)).text
    assert "Ihr Anliegen ist angekommen." in page
    assert "Feste Sprechzeiten sind bei mir nicht hinterlegt." in page
    assert "Wir suchen Förderung für eine neue Presse." in page
    assert RECIPIENT not in page


async def test_an_answer_is_shown_with_the_name_of_whoever_gave_it(pages: Pages, number: str, path: str) -> None:
    answer(pages, number, "Siehe https://example.org/x")
    async with pages.browser() as client:
        page = (await client.get(path)).text
    assert "Kim Beispiel hat geantwortet." in page
    assert '<a href="https://example.org/x" rel="noopener noreferrer" target="_blank">' in page


async def test_what_is_added_reaches_the_person_and_opens_an_answered_case(
    pages: Pages, number: str, path: str
) -> None:
    answer(pages, number)
    async with pages.browser() as client:
        sent = await send(client, path, "ergaenzen", text="Noch\r\netwas.")
        page = (await client.get(sent.headers["location"])).text
    assert (sent.status_code, read_words(pages)) == (303, ["Gern.", "Noch\netwas."])
    assert "Danke, das ist angekommen." in page
    assert "Ihr Anliegen ist wieder offen" in page
    with pages.factory() as session:
        assert [mail.recipient for mail in read_mails(session)] == [RECIPIENT] * 2
    assert pages.wakes


async def test_a_form_sent_twice_is_taken_once_and_a_changed_one_again(pages: Pages, path: str) -> None:
    async with pages.browser() as client:
        hidden = dict(HIDDEN.findall((await client.get(path)).text))
        for text in ("Einmal.", "Einmal.", "Doch anders."):
            sent = await client.post(path, data={**hidden, "tun": "ergaenzen", "text": text})
            assert sent.status_code == 303
    assert read_words(pages) == ["Einmal.", "Doch anders."]


@pytest.mark.parametrize("text", ["", " \r\n ", "x" * (LONGEST_TEXT + 1)])
async def test_nothing_typed_is_lost_by_a_refusal(pages: Pages, path: str, text: str) -> None:
    async with pages.browser() as client:
        sent = await send(client, path, "ergaenzen", text=text, kommentar="Auch das bleibt.")
    assert sent.status_code == 422
    assert f"\n{text.replace(chr(13), '')}</textarea>" in sent.text
    assert 'aria-invalid="true"' in sent.text
    assert read_words(pages) == []


async def test_the_longest_text_arrives_whole_whatever_it_is_made_of(pages: Pages, path: str) -> None:
    text = "ü€😀x" * (LONGEST_TEXT // 4)
    async with pages.browser() as client:
        assert (await send(client, path, "ergaenzen", text=text)).status_code == 303
        too_large = await send(client, path, "ergaenzen", text="😀" * 50_000)
    assert read_words(pages) == [text]
    assert (too_large.status_code, "Ihr Text steht noch da" in too_large.text) == (413, True)


async def test_a_case_is_settled_once_and_can_be_opened_again(pages: Pages, number: str, path: str) -> None:
    async with pages.browser() as client:
        for do, status in (("erledigt", "resolved"), ("erledigt", "resolved"), ("offen", "reopened")):
            assert (await send(client, path, do)).status_code == 303
            with pages.ticket(number) as ticket:
                assert ticket.status == status
        refused = await client.post(path, data={"tun": "offen"})
    assert refused.status_code == 303
    with pages.factory() as session:
        assert [kind for kind, *_ in read_events(session)] == ["opened", "routed", "resolved", "reopened"]


async def test_what_a_case_does_not_allow_is_said_on_the_page(pages: Pages, path: str) -> None:
    async with pages.browser() as client:
        answers = [await send(client, path, do, note="gut") for do in ("offen", "bewerten", "loeschen", "")]
    assert [one.status_code for one in answers] == [409, 409, 400, 400]
    assert "kann nicht wieder geöffnet werden" in answers[0].text
    assert "sobald es eine Antwort gibt" in answers[1].text


async def test_an_answer_is_rated_and_the_rating_can_be_changed(pages: Pages, number: str, path: str) -> None:
    answer(pages, number)
    async with pages.browser() as client:
        assert (await send(client, path, "bewerten")).status_code == 422
        for note, comment, rating in (("gut", "Danke!", 1), ("schlecht", "Doch nicht.", -1)):
            await send(client, path, "bewerten", note=note, kommentar=comment)
            with pages.ticket(number) as ticket:
                assert (ticket.rating, ticket.rating_comment) == (rating, comment)
        page = (await client.get(path)).text
    assert 'value="schlecht" checked' in page
    assert "Doch nicht.</textarea>" in page


async def test_a_call_is_booked_moved_and_cancelled(pages: Pages) -> None:
    with pages.factory.begin() as session:
        lead = Contact(slug="michael-wieners", name="Leitung", source_title="Test", source_date="2026")
        hours = [OfficeHours(contact_slug=lead.slug, weekday=day, opens=540, closes=960) for day in range(5)]
        session.add_all([lead, *hours])
    number = pages.open_ticket()
    path = f"/fall/{pages.make_link('case', number)}"
    with pages.ticket(number) as ticket, pages.factory() as session:
        first, second = (start.isoformat() for start in offer_slots(session, ticket, now=utc_now())[:2])
    async with pages.browser() as client:
        for start in (first, second):
            assert (await send(client, path, "rueckruf", termin=start)).status_code == 303
        other = pages.open_ticket(conversation_key="b" * 64)
        taken = await send(client, f"/fall/{pages.make_link('case', other)}", "rueckruf", termin=second)
        assert "Wir rufen Sie an:" in (await client.get(path)).text
        assert (await send(client, path, "absagen")).status_code == 303
    assert (taken.status_code, "nicht mehr frei" in taken.text) == (409, True)
    with pages.factory() as session:
        assert [call.cancelled_at is None for call in session.scalars(select(Callback))] == [False, False]


@pytest.mark.parametrize("start", ["", "bald", "2026-12-01T09:00:00", "2026-12-01T03:00:00+01:00"])
async def test_only_times_that_are_offered_can_be_booked(pages: Pages, path: str, start: str) -> None:
    async with pages.browser() as client:
        assert (await send(client, path, "rueckruf", termin=start)).status_code in (409, 422)
    with pages.factory() as session:
        assert session.scalars(select(Callback)).all() == []


async def test_what_was_said_is_mailed_only_to_an_address_that_is_proven(pages: Pages, number: str, path: str) -> None:
    looked_up = f"/fall/{pages.make_link('case', number, recipient='')}"
    async with pages.browser() as client:
        notices = [
            (await send(client, where, "verlauf")).headers["location"].partition("=")[2]
            for where in (looked_up, path, path)
        ]
    assert notices == ["zugang", "verschickt", "schon_verschickt"]
    with pages.factory() as session:
        mails = read_mails(session, "visitor")
    assert {mail.recipient for mail in mails} == {EMAIL}
    by_key = {mail.dedup_key.partition("-")[0]: mail.body for mail in mails}
    assert ("Presse" in by_key["zugang"], "/fall/" in by_key["zugang"]) == (False, True)
    assert "Wir suchen Förderung für eine neue Presse." in by_key["verlauf"]


async def test_html_in_every_field_is_shown_as_it_was_written(pages: Pages) -> None:
    number = pages.open_ticket(concern=HTML, name=HTML, company=HTML)
    path = f"/fall/{pages.make_link('case', number, recipient=EMAIL)}"
    async with pages.browser() as client:
        await send(client, path, "ergaenzen", text=HTML)
        answer(pages, number, HTML)
        await send(client, path, "bewerten", note="gut", kommentar=HTML)
        page = (await client.get(path)).text
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") >= 5
    assert "<img" not in page
    assert "{{ 7*7 }}" in page


async def test_links_of_another_purpose_and_changed_ones_open_nothing(pages: Pages, number: str, path: str) -> None:
    others = [f"/fall/{pages.make_link(purpose, number)}" for purpose in ("reply", "mailbox")]
    wrong = [*others, path[:-1], f"{path}a", f"/fall/{number}", "/fall/%00"]
    async with pages.browser() as client:
        answers = [await client.get(one) for one in wrong]
        answers += [await client.post(one, data={"tun": "erledigt", "text": "Bleibt das?"}) for one in wrong]
    assert {one.status_code for one in answers} == {404}
    assert not any("Presse" in one.text for one in answers)
    assert all("Bleibt das?" in one.text for one in answers[len(wrong) :])
    with pages.ticket(number) as ticket:
        assert ticket.status == "new"


async def test_a_link_leads_to_its_own_case_only(pages: Pages, number: str, path: str) -> None:
    other = pages.open_ticket(concern="Etwas ganz anderes.", conversation_key="b" * 64)
    async with pages.browser() as client:
        page = (await client.get(path, params={"nummer": other})).text
        await send(client, path, "erledigt", nummer=other, ticket=other)
    assert "ganz anderes" not in page
    with pages.ticket(other) as ticket:
        assert ticket.status == "new"


async def test_staff_are_not_flooded_by_one_link(session_factory: sessionmaker) -> None:
    pages = Pages(session_factory, Settings(handoff_to=RECIPIENT))
    path = f"/fall/{pages.make_link('case', pages.open_ticket())}"
    async with pages.browser() as client:
        statuses = [(await send(client, path, "ergaenzen", text=f"Nr. {one}")).status_code for one in range(21)]
        last = await send(client, path, "ergaenzen", text="Das bleibt stehen.")
    assert statuses == [303] * 20 + [429]
    assert "Das bleibt stehen.</textarea>" in last.text


async def test_a_form_that_is_no_form_is_refused(pages: Pages, path: str) -> None:
    async with pages.browser() as client:
        broken = await client.post(path, content=b"text=%ff&tun=ergaenzen")
        many = await client.post(path, content="&".join(f"f{number}=1" for number in range(200)).encode())
        binary = await client.post(path, content=b"\xff\xfe")
    assert [one.status_code for one in (broken, many, binary)] == [400, 400, 400]


async def test_a_failing_database_is_told_without_details(pages: Pages, path: str) -> None:
    with pages.factory.kw["bind"].begin() as connection:
        connection.exec_driver_sql("ALTER TABLE ticket_links RENAME TO gone")
    async with pages.browser() as client:
        response = await client.get(path)
    assert response.status_code == 503
    assert "wegen einer Störung" in response.text
    assert "ticket_links" not in response.text
