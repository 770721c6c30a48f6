"""Excel and CSV in the back office, as an editor's browser does it, without scripts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.accounts.models import AuditEntry
from bot.accounts.roles import EDITOR
from bot.content.kinds import FAQ, TOPIC
from bot.content.records import read_record, save_record
from bot.content.sheets.tables import LARGEST_FILE
from bot.revisions.imports.models import ImportRow
from bot.settings import Settings
from bot.staff.imports import LARGEST_UPLOAD
from tests.revisions.people import faq_record
from tests.staff.desk import Desk, make_desk, read_token, submit

HOME = "/redaktion/importe"


@pytest.fixture
def desk(session_factory: sessionmaker, tmp_path: Path) -> Desk:
    """The back office over two entries and a topic."""
    with session_factory.begin() as session:
        save_record(session, FAQ, "erster", faq_record(question="Was ist TRegKS?"))
        save_record(session, FAQ, "zweiter", faq_record(question="Wer ist die WFG?", status="archived"))
        save_record(session, TOPIC, "ki", {"name": "KI", "synonyms": ["Künstliche Intelligenz"]})
    return make_desk(session_factory, Settings(today=date(2026, 11, 22), models_dir=tmp_path, rate_limit=False))


async def export(client: httpx.AsyncClient, form: str = "csv", query: str = "") -> str:
    answer = await client.get(f"/redaktion/inhalte/faq/tabelle/{form}{query}")
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig")


async def upload(client: httpx.AsyncClient, content: bytes | str, name: str = "faq.csv", kind: str = "faq") -> Any:
    data = content.encode() if isinstance(content, str) else content
    token = await read_token(client)
    return await client.post(HOME, data={"art": kind, "csrf": token}, files={"datei": (name, data)})


async def import_text(client: httpx.AsyncClient, content: str) -> str:
    """Upload a file and return the address of its import."""
    answer = await upload(client, content)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def answer_of(desk: Desk, key: str = "erster") -> str:
    with desk.factory() as session:
        return read_record(session, FAQ, key)["answer"]


async def test_an_entry_is_exported_changed_imported_and_taken_back(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        sheet = (await export(client)).replace("Ein Netzwerk.", "Ein großes Netzwerk.")
        here = await import_text(client, sheet)
        page = (await client.get(here)).text
        assert "Geändert (2)" in page
        assert re.search("<ins> ?großes ?</ins>", page)
        assert answer_of(desk) == "Ein Netzwerk."
        await submit(client, here, {"schritt": "uebernehmen"})
        assert answer_of(desk) == "Ein großes Netzwerk."
        assert "Veröffentlicht (2)" in (await client.get(here)).text
        await submit(client, f"{here}/zurueck", {})
        assert answer_of(desk) == "Ein Netzwerk."
        assert "Zurückgenommen (2)" in (await client.get(here)).text


async def test_a_round_trip_changes_nothing(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        page = (await client.get(await import_text(client, await export(client)))).text
        assert "Unverändert (2)" in page
        workbook = await client.get("/redaktion/inhalte/faq/tabelle/xlsx")
        assert workbook.headers["content-disposition"] == 'attachment; filename="faq_2026-11-22.xlsx"'
        answer = await upload(client, workbook.content, "faq.xlsx")
        assert "Unverändert (2)" in (await client.get(answer.headers["location"])).text


async def test_json_goes_out_for_other_programs(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        assert "/redaktion/inhalte/faq/tabelle/json" in (await client.get(HOME)).text
        assert "/redaktion/inhalte/faq/tabelle/json?" in (await client.get("/redaktion/inhalte/faq")).text
        answer = await client.get("/redaktion/inhalte/faq/tabelle/json?suche=WFG&regal=alle")
        assert (await client.get("/redaktion/inhalte/faq/tabelle/pdf")).status_code == 404
    assert answer.headers["content-disposition"] == 'attachment; filename="faq_2026-11-22.json"'
    assert [entry["slug"] for entry in answer.json()["entries"]] == ["zweiter"]


async def test_only_ticked_rows_are_taken(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        here = await import_text(client, (await export(client)).replace("Ein Netzwerk.", "Neu."))
        rows = re.findall(r'name="gezeigt" value="(\d+)"', (await client.get(here)).text)
        await submit(client, here, {"gezeigt": rows, "zeile": rows[1], "schritt": "uebernehmen"})
        page = (await client.get(here)).text
    assert sorted([answer_of(desk, "erster"), answer_of(desk, "zweiter")]) == ["Ein Netzwerk.", "Neu."]
    assert "Nicht ausgewählt (1)" in page


async def test_all_or_none_of_a_tab_are_chosen_with_a_button(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        here = await import_text(client, (await export(client)).replace("Ein Netzwerk.", "Neu."))
        await submit(client, here, {"schritt": "keine:changed"})
        assert "0 Zeilen sind ausgewählt" in (await client.get(here)).text
        await submit(client, here, {"schritt": "uebernehmen"})
        assert "Es ist keine Zeile ausgewählt" in (await client.get(here)).text
        await submit(client, here, {"schritt": "alle:changed"})
        assert "2 Zeilen sind ausgewählt" in (await client.get(here)).text


async def test_rejected_rows_say_row_column_and_value(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        sheet = (await export(client)).replace("veröffentlicht", "online")
        page = (await client.get(f"{await import_text(client, sheet)}?stand=rejected")).text
    assert "Spalte „Stand der Veröffentlichung“: „online“ gibt es hier nicht. Möglich: veröffentlicht" in page
    assert re.search(r"Zeile [23], Spalte", page)


@pytest.mark.parametrize(
    ("content", "name", "kind", "sentence"),
    [
        (b"", "leer.csv", "faq", "Die Datei ist leer"),
        (b"\xd0\xcf\x11\xe0", "alt.xls", "faq", "das alte Excel-Format"),
        (b"Kurzname;Titel\r\na;b", "a.csv", "faq", "Gewählt ist: FAQ-Einträge"),
        (b"a" * (LARGEST_FILE + 1), "a.csv", "faq", "zu groß. Erlaubt sind 5 MB"),
        (b"Kurzname;Frage\r\na;b", "a.csv", "satz", "Bitte wählen Sie, was in der Datei steht"),
        (b"Kurzname;Frage\r\na;b", "", "faq", "Bitte wählen Sie eine Datei"),
    ],
)
async def test_an_unusable_file_leaves_everything_as_it_is(
    desk: Desk, content: bytes, name: str, kind: str, sentence: str
) -> None:
    async with desk.log_in(EDITOR) as client:
        answer = await upload(client, content, name, kind)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "Es wurde noch keine Tabelle eingelesen" in (await client.get(HOME)).text


async def test_an_oversized_upload_is_refused_before_it_is_read(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        assert (await upload(client, b"a" * (LARGEST_UPLOAD + 1))).status_code == 413


async def test_a_list_exports_what_it_shows(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        page = (await client.get("/redaktion/inhalte/faq?suche=WFG&regal=alle")).text
        assert "/redaktion/inhalte/faq/tabelle/xlsx?suche=WFG&amp;regal=alle" in page
        found = await export(client, query="?suche=WFG&regal=alle")
        assert ("zweiter" in found, "erster" in found) == (True, False)
        assert "zweiter" not in await export(client, query="?regal=aktuell")


async def test_entries_that_the_sheet_leaves_out_are_named_and_stay(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        here = await import_text(
            client, (await export(client, query="?suche=WFG&regal=alle")).replace("Ein N", "Kein N")
        )
        page = (await client.get(f"{here}?stand=fehlt")).text
        assert "Nicht in der Tabelle (1)" in page
        assert "Was ist TRegKS?" in page
        await submit(client, here, {"schritt": "uebernehmen"})
    assert answer_of(desk) == "Ein Netzwerk."


async def test_an_import_can_be_dropped_and_is_then_closed(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        here = await import_text(client, (await export(client)).replace("Ein Netzwerk.", "Neu."))
        await submit(client, here, {"schritt": "verwerfen"})
        await submit(client, here, {"schritt": "uebernehmen"})
        assert "schon übernommen oder verworfen" in (await client.get(here)).text
    assert answer_of(desk) == "Ein Netzwerk."


async def test_an_import_goes_on_by_itself_only_for_whoever_has_pressed(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        here = await import_text(client, (await export(client)).replace("Ein Netzwerk.", "Neu."))
        with desk.factory.begin() as session:  # as between two steps of a long one
            session.scalars(select(ImportRow)).first().outcome = "published"
        page = (await client.get(here)).text
        assert ("Weiter übernehmen" in page, "go_on.js" in page) == (True, False)
        await submit(client, here, {"schritt": "merken"})
        assert "go_on.js" in (await client.get(here)).text


async def test_texts_of_a_sheet_are_shown_as_texts(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        sheet = (await export(client)).replace("Ein Netzwerk.", "<script>alert(1)</script>")
        answer = await upload(client, sheet, "<script>alert(2)</script>.csv")
        page = (await client.get(answer.headers["location"])).text
        assert "<script>alert" not in page + (await client.get(HOME)).text


async def test_steps_of_an_import_stand_in_the_audit(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        here = await import_text(client, (await export(client)).replace("Ein Netzwerk.", "Neu."))
        await submit(client, here, {"schritt": "uebernehmen"})
        await submit(client, f"{here}/zurueck", {})
    with desk.factory() as session:
        actions = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == "import:1")).all()
    assert actions == ["Tabelle eingelesen", "Import übernommen", "Import zurückgenommen"]


async def test_an_unknown_import_is_not_found(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        for number in ("1", "x", "99999999999999"):
            assert (await client.get(f"{HOME}/{number}")).status_code == 404
