"""The list of versions, the way back, and the golden questions."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import sessionmaker

from bot.accounts.models import AuditEntry
from bot.accounts.roles import APPROVER, EDITOR
from bot.db import utc_now
from bot.releases.models import GoldenQuestion, TrainingRun
from bot.search.classifier_store import ClassifierStore
from bot.settings import Settings
from tests.migrations.rows import faq_entry
from tests.search.classifiers import add_unused, publish
from tests.staff.desk import Desk, make_desk, submit

PATH = "/redaktion/versionen"


@pytest.fixture
def desk(session_factory: sessionmaker, office_settings: Settings) -> Desk:
    """A back office over a content of one entry: nothing here needs the seed."""
    with session_factory.begin() as session:
        session.add(faq_entry(slug="messe", question="Was kostet ein Stand?"))
    return make_desk(session_factory, office_settings)


def add_run(desk: Desk, version: str, status: str = "promoted", **values: object) -> int:
    run = TrainingRun(
        version=version, status=status, content_version=1, content_at=utc_now(), texts=12345, seconds=28.4, **values
    )
    with desk.factory.begin() as session:
        session.add(run)
    return int(run.id)


async def test_an_empty_list_says_so(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        assert "Noch ist nichts gelernt worden" in (await client.get(PATH)).text


async def test_a_refused_model_names_the_questions_and_may_be_used_all_the_same(desk: Desk) -> None:
    store = ClassifierStore(desk.settings.models_dir)
    former = publish(desk.settings.models_dir)
    with store.locked():
        refused = add_unused(store)
    add_run(desk, former.name)
    spoilt = {"text": "Was macht der Stand?", "expected": "faq:messe", "is_golden": True}
    run = add_run(desk, refused.name, "rejected", suffering=[spoilt], held_out_right=199, held_out_count=300)
    async with desk.log_in(APPROVER) as client:
        page = (await client.get(PATH)).text
        assert "nicht übernommen" in page
        assert "Was macht der Stand?" in page
        assert "66,3 % richtig" in page
        assert "12.345 Texte" in page
        assert store.read_version() == former
        await submit(client, f"{PATH}/{run}/uebernehmen", {})
    assert store.read_version().name == refused.name
    with desk.factory() as session:
        assert session.get(TrainingRun, run).decided_by == "Erika Beispiel"


async def test_while_a_training_runs_the_model_is_not_changed(desk: Desk) -> None:
    version = publish(desk.settings.models_dir)
    run = add_run(desk, version.name, "rejected")
    async with desk.log_in(APPROVER) as client:
        with ClassifierStore(desk.settings.models_dir).locked():
            answer = await submit(client, f"{PATH}/{run}/uebernehmen", {})
    assert answer.status_code == 409
    assert "lernt gerade" in answer.text


async def test_going_back_takes_content_and_model_together(desk: Desk) -> None:
    store = ClassifierStore(desk.settings.models_dir)
    first = publish(desk.settings.models_dir)
    run = add_run(desk, first.name)
    publish(desk.settings.models_dir)
    async with desk.log_in(APPROVER, EDITOR) as client:
        edit = "/redaktion/inhalte/faq/bearbeiten/messe"
        form = {
            "question": "Was kostet ein Stand?",
            "answer": "Neuerdings hundert Euro.",
            "topic_group": "Netzwerk",
            "source_title": "Quelle",
            "source_date": "2026",
            "certainty": "belegt: steht so in der Quelle",
            "schritt": "veroeffentlichen",
            "stempel": "0.0",
        }
        await submit(client, edit, form)
        assert "hundert Euro" in (await client.get(edit)).text
        assert "Was kostet ein Stand?" in (await client.get(f"{PATH}/{run}/zurueck")).text
        await submit(client, f"{PATH}/{run}/zurueck", {})
        assert "hundert Euro" not in (await client.get(edit)).text
    assert store.read_version().name == first.name


async def test_golden_questions_are_added_once_and_removed(desk: Desk) -> None:
    path = f"{PATH}/prueffragen"
    async with desk.log_in(EDITOR) as client:
        question = {"text": "Was macht so ein <b>Stand</b>?", "reference": "faq:messe"}
        assert (await submit(client, path, question)).status_code == 303
        again = await submit(client, path, question)
        assert again.status_code == 422
        assert "steht schon in der Liste" in again.text
        assert "&lt;b&gt;Stand" in again.text
        with desk.factory() as session:
            number = session.query(GoldenQuestion).one().id
        await submit(client, f"{path}/{number}/entfernen", {})
        assert "Noch keine Prüffragen" in (await client.get(path)).text
    with desk.factory() as session:
        actions = [entry.action for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions[-2:] == ["Prüffrage angelegt", "Prüffrage entfernt"]


@pytest.mark.parametrize("reference", ["faq:gibt-es-nicht", "messe", "satz:x", ""])
async def test_a_golden_question_needs_an_entry_that_exists(desk: Desk, reference: str) -> None:
    async with desk.log_in(EDITOR) as client:
        answer = await submit(client, f"{PATH}/prueffragen", {"text": "Was?", "reference": reference})
    assert answer.status_code == 422
    assert 'value="Was?"' in answer.text


async def test_without_a_change_there_is_nothing_to_go_back_to(desk: Desk) -> None:
    store = ClassifierStore(desk.settings.models_dir)
    first = publish(desk.settings.models_dir)
    run = add_run(desk, first.name)
    newer = publish(desk.settings.models_dir)
    async with desk.log_in(APPROVER) as client:
        path = f"{PATH}/{run}/zurueck"
        assert '<button class="main">' not in (await client.get(path)).text
        await submit(client, path, {})
        assert "wurde nichts veröffentlicht" in (await client.get(PATH)).text
    assert store.read_version() == newer
