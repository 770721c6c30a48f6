"""Writing content in the back office, as an editor's browser does it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from bot.accounts.roles import EDITOR
from bot.content.kinds import FAQ, KINDS, TOPIC
from bot.content.records import blank_record, read_record, save_record
from bot.content.texts import write_texts
from bot.revisions.drafts import find_latest, find_open
from bot.settings import Settings
from bot.staff.record_groups import group_fields
from tests.revisions.people import faq_record
from tests.staff.desk import Desk, make_desk, submit

STAMP = 'name="stempel" value="'


@pytest.fixture
def desk(session_factory: sessionmaker, tmp_path: Path) -> Desk:
    """The back office over an empty database with two entries and one topic."""
    with session_factory.begin() as session:
        save_record(session, FAQ, "erster", faq_record(question="Was ist TRegKS?", variants=["Was macht ihr?"]))
        save_record(session, FAQ, "zweiter", faq_record(question="Wer ist die WFG?"))
        save_record(session, TOPIC, "ki-daten", {"name": "Künstliche Intelligenz", "synonyms": ["KI"]})
    return make_desk(session_factory, Settings(today=date(2026, 11, 22), models_dir=tmp_path, rate_limit=False))


def form_of(kind: Any = FAQ, **changes: str) -> dict[str, Any]:
    """Return what the browser sends for a complete FAQ entry."""
    record = faq_record() if kind is FAQ else blank_record(kind)
    texts = {name: text for name, text in write_texts(kind, record).items() if text not in ("", "nein")}
    return {**texts, **changes}


async def read_stamp(client: Any, path: str) -> str:
    return (await client.get(path)).text.split(STAMP)[1].split('"')[0]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_field_stands_in_the_form_once(kind: Any) -> None:
    shown = [one.name for group in group_fields(kind) for one in group.fields]
    archive = {kind.archived[0]} if kind.archived else set()
    assert sorted(shown) == sorted({one.name for one in kind.fields} - archive)


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "satz"])
async def test_every_kind_has_an_empty_form(desk: Desk, kind: str) -> None:
    async with desk.log_in(EDITOR) as client:
        page = await client.get(f"/redaktion/inhalte/{kind}/neu")
    assert page.status_code == 200
    assert "Neu: " in page.text


async def test_a_new_entry_gets_a_short_name_and_is_live_when_published(desk: Desk) -> None:
    data = form_of(question="Was kostet die Förderung für Äpfel?", schritt="veroeffentlichen")
    async with desk.log_in(EDITOR) as client:
        answer = await submit(client, "/redaktion/inhalte/faq/neu", data)
        page = await client.get(answer.headers["location"])
    assert answer.headers["location"] == "/redaktion/inhalte/faq/bearbeiten/was-kostet-die-foerderung-fuer-aepfel"
    assert "Veröffentlicht. Der Lotse antwortet ab sofort damit." in page.text
    with desk.factory() as session:
        assert read_record(session, FAQ, "was-kostet-die-foerderung-fuer-aepfel")["answer"] == "Ein Netzwerk."


async def test_the_enter_key_saves_a_draft_and_never_publishes(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        form = (await client.get("/redaktion/inhalte/faq/neu")).text.split('id="eintrag"')[1]
    assert form.split('name="schritt" value="')[1].startswith("speichern")


async def test_a_wrong_field_loses_nothing_that_was_typed(desk: Desk) -> None:
    data = form_of(question="Neu?", answer="Lange überlegt.", valid_until="31.02.2027", variants="eins\nzwei")
    async with desk.log_in(EDITOR) as client:
        answer = await submit(client, "/redaktion/inhalte/faq/neu", data)
    assert answer.status_code == 422
    assert '<a href="#valid_until">Gültig bis</a>' in answer.text
    for text in ("Lange überlegt.", "31.02.2027", "eins\nzwei"):
        assert text in answer.text


async def test_a_draft_changes_nothing_for_visitors(desk: Desk) -> None:
    path = "/redaktion/inhalte/faq/bearbeiten/erster"
    async with desk.log_in(EDITOR) as client:
        data = form_of(answer="Später.", stempel=await read_stamp(client, path), schritt="speichern")
        await submit(client, path, data)
        page = await client.get(path)
    assert "Es gibt einen Entwurf von Erika Beispiel" in page.text
    with desk.factory() as session:
        assert read_record(session, FAQ, "erster")["answer"] == "Ein Netzwerk."
        assert find_open(session, FAQ, "erster").data["answer"] == "Später."


async def test_saving_without_a_change_makes_no_draft(desk: Desk) -> None:
    path = "/redaktion/inhalte/faq/bearbeiten/erster"
    async with desk.log_in(EDITOR) as client:
        answer = await submit(client, path, form_of(variants="Was macht ihr?", schritt="speichern"))
        assert "Es ist nichts geändert." in (await client.get(answer.headers["location"])).text
    with desk.factory() as session:
        assert find_latest(session, FAQ, "erster") is None


async def test_two_editors_are_shown_both_texts_and_the_second_may_save_over(desk: Desk) -> None:
    path = "/redaktion/inhalte/faq/bearbeiten/erster"
    async with desk.log_in(EDITOR) as erika, desk.log_in(EDITOR, name="Otto Zweit") as otto:
        stamp = await read_stamp(erika, path)
        await submit(otto, path, form_of(answer="Von Otto.", stempel=stamp, schritt="speichern"))
        page = await submit(erika, path, form_of(answer="Von Erika.", stempel=stamp, schritt="veroeffentlichen"))
        assert page.status_code == 409
        assert "Otto Zweit hat inzwischen gespeichert" in page.text
        assert "Von Otto." in page.text
        again = form_of(answer="Von Erika.", stempel=page.text.split(STAMP)[1].split('"')[0], schritt="speichern")
        await submit(erika, path, again)
        history = await erika.get("/redaktion/inhalte/faq/verlauf/erster")
    assert "Weiterbearbeitet von Erika Beispiel" in history.text
    with desk.factory() as session:
        assert find_open(session, FAQ, "erster").data["answer"] == "Von Erika."


async def test_a_problem_in_between_does_not_hide_that_somebody_else_has_saved(desk: Desk) -> None:
    path = "/redaktion/inhalte/faq/bearbeiten/erster"
    async with desk.log_in(EDITOR) as erika, desk.log_in(EDITOR, name="Otto Zweit") as otto:
        stamp = await read_stamp(erika, path)
        await submit(otto, path, form_of(answer="Von Otto.", stempel=stamp, schritt="speichern"))
        wrong = await submit(erika, path, form_of(valid_until="bald", stempel=stamp, schritt="speichern"))
        again = wrong.text.split(STAMP)[1].split('"')[0]
        page = await submit(erika, path, form_of(answer="Von Erika.", stempel=again, schritt="speichern"))
    assert (wrong.status_code, page.status_code) == (422, 409)


async def test_whoever_takes_the_text_of_the_other_finds_the_own_one_in_the_history(desk: Desk) -> None:
    path = "/redaktion/inhalte/faq/bearbeiten/erster"
    async with desk.log_in(EDITOR) as erika, desk.log_in(EDITOR, name="Otto Zweit") as otto:
        await submit(otto, path, form_of(answer="Von Otto.", schritt="speichern"))
        await submit(erika, path, form_of(answer="Von Erika.", schritt="beiseite"))
        history = await erika.get("/redaktion/inhalte/faq/verlauf/erster?von=1&bis=3")
    assert "<ins>Von Erika</ins>" in history.text
    with desk.factory() as session:
        assert find_open(session, FAQ, "erster").data["answer"] == "Von Otto."


async def test_an_unknown_related_entry_is_refused_by_name(desk: Desk) -> None:
    data = form_of(question="Neu?", related=["zweiter", "gibt-es-nicht"], schritt="speichern")
    async with desk.log_in(EDITOR) as client:
        answer = await submit(client, "/redaktion/inhalte/faq/neu", data)
    assert answer.status_code == 422
    assert "Das gibt es nicht unter „FAQ-Einträge“: „gibt-es-nicht“." in answer.text


async def test_a_related_entry_may_be_named_by_its_question(desk: Desk) -> None:
    data = form_of(question="Neu?", related=["Wer ist die WFG?", ""], schritt="veroeffentlichen")
    async with desk.log_in(EDITOR) as client:
        await submit(client, "/redaktion/inhalte/faq/neu", data)
    with desk.factory() as session:
        assert read_record(session, FAQ, "neu")["related"] == ["zweiter"]


async def test_a_question_from_elsewhere_stands_in_the_empty_form(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        page = await client.get("/redaktion/inhalte/faq/neu?frage=Gibt+es+Geld%3F&variante=Geld+da%3F&variante=Zaster")
    assert 'value="Gibt es Geld?"' in page.text
    assert "Geld da?\nZaster</textarea>" in page.text


async def test_what_staff_write_is_never_a_script(desk: Desk) -> None:
    data = form_of(question="<script>alert(1)</script>", answer="<img src=x onerror=alert(1)>", schritt="speichern")
    async with desk.log_in(EDITOR) as client:
        answer = await submit(client, "/redaktion/inhalte/faq/neu", data)
        for path in (answer.headers["location"], "/redaktion/inhalte/faq", "/redaktion/freigaben"):
            page = (await client.get(path)).text
            assert "<script>alert" not in page
            assert "<img" not in page


async def test_a_referral_with_any_characters_can_be_written_and_opened(desk: Desk) -> None:
    question = "Wo melde ich mein Auto/Kfz um? 100 %"
    async with desk.log_in(EDITOR) as client:
        data = {"kurzname": question, "office": "Zulassungsstelle", "schritt": "veroeffentlichen"}
        answer = await submit(client, "/redaktion/inhalte/verweis/neu", data)
        page = await client.get(answer.headers["location"])
    assert page.status_code == 200
    assert "Zulassungsstelle" in page.text


async def test_a_synonym_of_another_topic_is_refused(desk: Desk) -> None:
    data = {"name": "Roboter", "synonyms": "Cobot\nki", "schritt": "veroeffentlichen"}
    async with desk.log_in(EDITOR) as client:
        answer = await submit(client, "/redaktion/inhalte/thema/neu", data)
    assert "„KI“ (bei „Künstliche Intelligenz“)" in answer.text


async def test_a_sentence_keeps_its_braces(desk: Desk) -> None:
    path = "/redaktion/inhalte/satz/bearbeiten/folge.dauer"
    async with desk.log_in(EDITOR) as client:
        assert "**{titel}** dauert {dauer}." in (await client.get(path)).text
        wrong = await submit(client, path, {"text": "Es dauert {tage}.", "schritt": "veroeffentlichen"})
        assert "{tage} kann der Lotse hier nicht einsetzen. Möglich sind: {titel}, {dauer}." in wrong.text
        right = await submit(client, path, {"text": "Es dauert {dauer}.", "schritt": "veroeffentlichen"})
        assert "Veröffentlicht" in (await client.get(right.headers["location"])).text
