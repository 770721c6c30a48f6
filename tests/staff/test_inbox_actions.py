"""What can be done about unanswered questions from their page, and back again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.accounts.models import AuditEntry
from bot.accounts.roles import ADVISER, ANALYST, EDITOR
from bot.contacts.models import Contact
from bot.content.kinds import FAQ, REFERRAL
from bot.content.records import read_record
from bot.faq.models import FaqEntry, Referral
from bot.revisions.drafts import find_open
from bot.revisions.models import Category
from tests.analytics.miss_samples import add_many, read_actions, read_groups, read_misses, sort
from tests.staff.desk import Desk, submit

LIST = "/redaktion/unbeantwortet"
PARKING = ("Wo kann ich bei Ihnen parken?", "kann man bei euch parken")
STAPLER = "Gabelstaplerschein machen wo?"


@pytest.fixture
async def editor(empty_desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """An editor at a desk with two groups, an entry, a contact and a referral."""
    with empty_desk.factory.begin() as session:
        values = {"topic_group": "netzwerk", "answer": "Im Hof.", "certainty": "belegt", "source_title": "Wir"}
        session.add(FaqEntry(slug="anfahrt", question="Wie komme ich zu Ihnen?", source_date="2026", **values))
        session.add(Contact(slug="kim", name="Kim Muster", source_title="Wir", source_date="2026"))
        session.add(Referral(text="Wo gibt es Elterngeld?", office="Elterngeldstelle"))
    add_many(empty_desk.factory, *PARKING, STAPLER)
    sort(empty_desk.factory)
    async with empty_desk.log_in(EDITOR) as browser:
        yield browser


async def act(browser: httpx.AsyncClient, path: str, **data: Any) -> httpx.Response:
    return await submit(browser, LIST + path, data)


async def undo_latest(browser: httpx.AsyncClient, factory: sessionmaker) -> httpx.Response:
    latest = read_actions(factory)[-1]
    return await act(browser, f"/{latest.group_id}/zurueck/{latest.id}")


def read_states(factory: sessionmaker) -> list[tuple[str, str]]:
    return [(group.state, group.subject) for group in read_groups(factory)]


def read_variants(factory: sessionmaker) -> Sequence[str]:
    with factory() as session:
        record = read_record(session, FAQ, "anfahrt")
    assert record
    return list(record["variants"])


async def test_texts_become_variants_at_once_and_leave_again(editor: httpx.AsyncClient, empty_desk: Desk) -> None:
    answer = await act(editor, "/1/ergaenzen", ziel="faq:anfahrt", miss=["1", "2"])
    assert answer.status_code == 303
    assert read_variants(empty_desk.factory) == list(PARKING)
    assert read_states(empty_desk.factory)[0] == ("answered", "faq:anfahrt")
    page = (await editor.get(LIST + "/1")).text
    assert "Ergänzt und veröffentlicht" in page
    assert "Fragen je Woche davor" in page
    assert (await undo_latest(editor, empty_desk.factory)).status_code == 303
    assert read_variants(empty_desk.factory) == []
    assert read_states(empty_desk.factory)[0] == ("open", "")


async def test_only_the_chosen_texts_are_taken(editor: httpx.AsyncClient, empty_desk: Desk) -> None:
    await act(editor, "/1/ergaenzen", ziel="faq:anfahrt", miss=["2", "3", "99", "quatsch"])
    assert read_variants(empty_desk.factory) == [PARKING[1]]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"ziel": "faq:anfahrt"}, "mindestens einen Text"),
        ({"miss": "1"}, "Bitte wählen Sie den Eintrag"),
        ({"miss": "1", "ziel": "faq:gibt-es-nicht"}, "Bitte wählen Sie den Eintrag"),
        ({"miss": "1", "ziel": "verweis:x"}, "Bitte wählen Sie den Eintrag"),
    ],
)
async def test_a_step_that_lacks_something_says_what(
    editor: httpx.AsyncClient, empty_desk: Desk, data: dict[str, str], problem: str
) -> None:
    answer = await act(editor, "/1/ergaenzen", **data)
    assert answer.status_code == 422
    assert problem in answer.text
    assert read_actions(empty_desk.factory) == []


async def test_where_four_eyes_are_needed_the_texts_wait_for_approval(
    editor: httpx.AsyncClient, empty_desk: Desk
) -> None:
    with empty_desk.factory.begin() as session:
        session.add(Category(key="faq:netzwerk", needs_approval=True))
    await act(editor, "/1/ergaenzen", ziel="faq:anfahrt", miss=["1"])
    assert read_variants(empty_desk.factory) == []
    assert read_states(empty_desk.factory)[0] == ("open", "")
    with empty_desk.factory() as session:
        waiting = find_open(session, FAQ, "anfahrt")
        assert waiting
        assert (waiting.status, waiting.data["variants"]) == ("review", [PARKING[0]])
    await undo_latest(editor, empty_desk.factory)
    with empty_desk.factory() as session:
        waiting = find_open(session, FAQ, "anfahrt")
        assert waiting
        assert waiting.data["variants"] == []


async def test_entries_are_found_by_words(editor: httpx.AsyncClient) -> None:
    page = (await editor.get(LIST + "/1?suche=komme")).text
    assert 'value="faq:anfahrt"' in page
    assert "gibt es keinen Eintrag" in (await editor.get(LIST + "/1?suche=xyz")).text


async def test_a_new_entry_begins_with_the_question_and_its_variants(
    editor: httpx.AsyncClient, empty_desk: Desk
) -> None:
    answer = await act(editor, "/1/entwurf", miss=["1", "2"])
    assert answer.status_code == 303
    form = (await editor.get(answer.headers["location"])).text
    assert PARKING[0] in form
    assert PARKING[1] in form
    assert [(action.kind, action.actor) for action in read_actions(empty_desk.factory)] == [("draft", "Erika Beispiel")]


async def test_an_office_is_named_for_texts_and_no_longer(editor: httpx.AsyncClient, empty_desk: Desk) -> None:
    assert (await act(editor, "/1/stelle", stelle="Niemand", miss="1")).status_code == 422
    await act(editor, "/1/stelle", stelle="Elterngeldstelle", miss=["1", "2"])
    with empty_desk.factory() as session:
        assert read_record(session, REFERRAL, PARKING[1])["office"] == "Elterngeldstelle"
    assert read_states(empty_desk.factory)[0] == ("scope", "Elterngeldstelle")
    await undo_latest(editor, empty_desk.factory)
    with empty_desk.factory() as session:
        shown = session.scalars(select(Referral.text).where(Referral.is_archived.is_(False)))
        assert list(shown) == ["Wo gibt es Elterngeld?"]
    assert read_states(empty_desk.factory)[0] == ("open", "")


async def test_a_missing_offer_is_noted_for_a_partner(editor: httpx.AsyncClient, empty_desk: Desk) -> None:
    assert (await act(editor, "/2/luecke", partner="niemand")).status_code == 422
    await act(editor, "/2/luecke", partner="kim", bedingungen="Weiterbildung, „Kassel“")
    assert read_states(empty_desk.factory)[1] == ("gap", "kim")
    assert "Weiterbildung, „Kassel“" in (await editor.get(LIST + "/2")).text
    await undo_latest(editor, empty_desk.factory)
    assert read_states(empty_desk.factory)[1] == ("open", "")


async def test_dismissing_needs_a_reason_and_can_be_undone(editor: httpx.AsyncClient, empty_desk: Desk) -> None:
    assert (await act(editor, "/1/verwerfen", grund="  ")).status_code == 422
    await act(editor, "/1/verwerfen", grund="Steht auf der Website")
    (group, _) = read_groups(empty_desk.factory)
    assert (group.state, group.count_when_dismissed) == ("dismissed", 2)
    add_many(empty_desk.factory, *PARKING)
    sort(empty_desk.factory)
    assert read_states(empty_desk.factory)[0] == ("open", "")
    await act(editor, "/1/verwerfen", grund="Nein")
    await undo_latest(editor, empty_desk.factory)
    assert read_states(empty_desk.factory)[0] == ("open", "")


async def test_groups_are_united_and_parted_again(editor: httpx.AsyncClient, empty_desk: Desk) -> None:
    assert 'value="1"' in (await editor.get(LIST + "/2?gruppe=parken")).text
    assert (await act(editor, "/2/vereinen", gruppe="99")).status_code == 422
    assert (await act(editor, "/2/vereinen", gruppe="2")).status_code == 422
    await act(editor, "/2/vereinen", gruppe="1")
    assert [miss.group_id for miss in read_misses(empty_desk.factory)] == [1, 1, 1]
    assert read_states(empty_desk.factory)[1] == ("merged", "1")
    await undo_latest(editor, empty_desk.factory)
    assert [miss.group_id for miss in read_misses(empty_desk.factory)] == [1, 1, 2]
    first, second = read_groups(empty_desk.factory)
    assert (second.state, second.title, second.words) == ("open", STAPLER, ["gabelstaplerschein"])
    assert "gabelstaplerschein" not in first.words


async def test_a_text_gets_a_group_of_its_own_and_comes_back(editor: httpx.AsyncClient, empty_desk: Desk) -> None:
    assert (await act(editor, "/1/herausnehmen")).status_code == 422
    answer = await act(editor, "/1/herausnehmen", miss="1")
    assert answer.headers["location"] == LIST + "/3"
    assert [group.title for group in read_groups(empty_desk.factory)] == [PARKING[1], STAPLER, PARKING[0]]
    await undo_latest(editor, empty_desk.factory)
    assert [miss.group_id for miss in read_misses(empty_desk.factory)] == [1, 1, 2]
    assert read_states(empty_desk.factory)[2] == ("merged", "1")


async def test_nothing_is_undone_twice(editor: httpx.AsyncClient, empty_desk: Desk) -> None:
    await act(editor, "/1/verwerfen", grund="Nein")
    await undo_latest(editor, empty_desk.factory)
    assert (await undo_latest(editor, empty_desk.factory)).status_code == 422
    latest = read_actions(empty_desk.factory)[-1]
    assert (await act(editor, f"/2/zurueck/{latest.id}")).status_code == 404


async def test_only_the_latest_step_is_undone(editor: httpx.AsyncClient, empty_desk: Desk) -> None:
    await act(editor, "/1/verwerfen", grund="Nein")
    earlier = read_actions(empty_desk.factory)[-1]
    await act(editor, "/1/luecke", partner="kim", bedingungen="Parkplatz")
    assert (await act(editor, f"/1/zurueck/{earlier.id}")).status_code == 422
    assert read_states(empty_desk.factory)[0] == ("gap", "kim")


async def test_a_group_is_opened_again_by_hand(editor: httpx.AsyncClient, empty_desk: Desk) -> None:
    await act(editor, "/1/verwerfen", grund="Nein")
    await act(editor, "/1/oeffnen")
    assert read_states(empty_desk.factory)[0] == ("open", "")


async def test_every_step_stands_in_the_audit(editor: httpx.AsyncClient, empty_desk: Desk) -> None:
    await act(editor, "/1/verwerfen", grund="Nein")
    await undo_latest(editor, empty_desk.factory)
    with empty_desk.factory() as session:
        entries = session.execute(select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.id)).all()
    assert entries[-2:] == [("Verworfen", "frage:1"), ("rückgängig gemacht", "frage:1")]


@pytest.mark.parametrize("step", ["entwurf", "ergaenzen", "stelle"])
async def test_analysts_write_no_content(editor: httpx.AsyncClient, empty_desk: Desk, step: str) -> None:
    async with empty_desk.log_in(ANALYST, name="Anton Analyst") as browser:
        assert (await act(browser, f"/1/{step}", miss="1", ziel="faq:anfahrt")).status_code == 403
    await act(editor, "/1/ergaenzen", ziel="faq:anfahrt", miss=["1"])
    async with empty_desk.log_in(ANALYST, name="Berta Analyst") as browser:
        assert (await undo_latest(browser, empty_desk.factory)).status_code == 403
    async with empty_desk.log_in(ADVISER, name="Clara Beraterin") as browser:
        assert (await act(browser, "/1/verwerfen", grund="Nein")).status_code == 403


async def test_a_text_that_was_sorted_away_is_taken_up(editor: httpx.AsyncClient, empty_desk: Desk) -> None:
    add_many(empty_desk.factory, "Hallo")
    sort(empty_desk.factory)
    answer = await act(editor, "/aussortiert/4")
    assert answer.headers["location"] == LIST + "/3"
    assert [miss.state for miss in read_misses(empty_desk.factory)] == ["grouped"] * 4
    assert (await act(editor, "/aussortiert/4")).status_code == 404
