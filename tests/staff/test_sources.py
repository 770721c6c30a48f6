"""Files of sources in the back office: looked at first, taken over then, and decided field by field."""

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
from bot.accounts.roles import ANALYST, APPROVER, EDITOR
from bot.content.kinds import FUNDING, TRAINING
from bot.content.records import read_record, save_record
from bot.offers.importers.models import OfferConflict, OfferImport, OfferUpload
from bot.offers.models import Offer
from bot.revisions.categories import CategoryRules, save_rules
from bot.settings import Settings
from tests.offers.importers.generate import calendar, events_table, programme, write_fdb_csv, write_fdb_zip
from tests.offers.importers.running import take_file
from tests.staff.desk import Desk, make_desk, read_token, submit

HOME, CONFLICTS = "/redaktion/quellen", "/redaktion/quellen/konflikte"
ROWS = [("Hochvolt", "1.3.2027", "", "Kassel", "", "IHK", "450", "", ""), ("Ohne Beginn", *[""] * 8)]


@pytest.fixture
def desk(session_factory: sessionmaker, tmp_path: Path) -> Desk:
    """The back office over an empty database."""
    return make_desk(session_factory, Settings(today=date(2026, 11, 26), models_dir=tmp_path, rate_limit=False))


async def upload(client: httpx.AsyncClient, content: bytes | str, source: str = "termine-csv", **more: str) -> Any:
    data = content.encode() if isinstance(content, str) else content
    form = {"quelle": source, "csrf": await read_token(client), **more}
    return await client.post(HOME, data=form, files={"datei": ("datei.csv", data)})


async def take(client: httpx.AsyncClient, content: bytes | str, source: str = "termine-csv", **more: str) -> str:
    """Upload a file, take it over and return the page of its import."""
    answer = await upload(client, content, source)
    assert answer.status_code == 303, answer.text
    answer = await submit(client, answer.headers["location"], {"schritt": "uebernehmen", **more})
    assert answer.status_code == 303, answer.text
    return (await client.get(answer.headers["location"])).text


def count(desk: Desk, model: Any) -> int:
    with desk.factory() as session:
        return session.query(model).count()


def make_conflict(desk: Desk, folder: Path, numbers: tuple[int, ...] = (1,)) -> None:
    """Let staff and source change the titles of some programmes."""
    take_file(desk.factory, "fdb-csv", write_fdb_csv(folder / "p.csv", [programme(number) for number in numbers]))
    with desk.factory.begin() as session:
        for number in numbers:
            record = read_record(session, FUNDING, f"programm-{number}")
            assert record is not None
            save_record(session, FUNDING, f"programm-{number}", record | {"title": "Unser kurzer Titel"})
    anew = [programme(number, title="Ihr neuer Titel") for number in numbers]
    take_file(desk.factory, "fdb-csv", write_fdb_csv(folder / "p.csv", anew))


def title_of(desk: Desk, number: int = 1) -> str:
    with desk.factory() as session:
        record = read_record(session, FUNDING, f"programm-{number}")
        assert record is not None
        return str(record["title"])


def names_of(page: str) -> list[str]:
    return re.findall(r'name="feld" value="([^"]+)"', page)


async def test_a_file_is_looked_at_before_anything_changes(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        answer = await upload(client, events_table(ROWS))
        page = (await client.get(answer.headers["location"])).text
        assert "Hochvolt" in page
        assert "Zeile 3: Der Beginn fehlt." in page
        assert (count(desk, Offer), count(desk, OfferImport)) == (0, 0)
        await submit(client, answer.headers["location"], {"schritt": "verwerfen"})
    assert (count(desk, OfferUpload), count(desk, OfferImport)) == (0, 0)


async def test_a_file_is_taken_over_and_its_report_stays(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        page = await take(client, events_table(ROWS))
        assert "Die Datei ist übernommen." in page
        assert "1 davon wartet im Archiv auf die Freigabe." in page
        assert "Zeile 3: Der Beginn fehlt." in page
        assert "datei.csv" in (await client.get(HOME)).text
    assert count(desk, OfferUpload) == 0
    with desk.factory() as session:
        actors = session.scalars(select(AuditEntry.actor).where(AuditEntry.action == "Datei einer Quelle übernommen"))
        assert actors.all() == ["Erika Beispiel"]


async def test_new_offers_can_be_shown_at_once_but_not_with_four_eyes(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        await take(client, events_table(ROWS), zeigen="ja")
        with desk.factory.begin() as session:
            assert read_record(session, TRAINING, "hochvolt-2027-03-01")["is_archived"] is False  # type: ignore[index]
            save_rules(session, CategoryRules(TRAINING.name, needs_approval=True))
        answer = await upload(client, events_table([("Robotik", *ROWS[0][1:])]))
        answer = await submit(client, answer.headers["location"], {"schritt": "uebernehmen", "zeigen": "ja"})
        assert (answer.status_code, "Vier-Augen-Prinzip" in answer.text) == (422, True)
    assert count(desk, OfferImport) == 1


async def test_changed_and_gone_offers_are_named_with_what_changes(desk: Desk, tmp_path: Path) -> None:
    take_file(desk.factory, "fdb-csv", write_fdb_csv(tmp_path / "p.csv", [programme(1), programme(2)]))
    path = write_fdb_csv(tmp_path / "p.csv", [programme(1, title="Ganz anders")])
    async with desk.log_in(EDITOR) as client:
        answer = await upload(client, path.read_bytes(), "fdb-csv")
        for page in (
            (await client.get(answer.headers["location"])).text,
            await take(client, path.read_bytes(), "fdb-csv"),
        ):
            assert "<ins>Ganz anders</ins>" in page
            assert "Entfallen (1)" in page


async def test_what_changed_since_the_preview_is_shown_again(desk: Desk, tmp_path: Path) -> None:
    path = write_fdb_csv(tmp_path / "p.csv", [programme(1)])
    async with desk.log_in(EDITOR) as client:
        answer = await upload(client, path.read_bytes(), "fdb-csv")
        take_file(desk.factory, "fdb-csv", path)
        here = answer.headers["location"]
        again = await submit(client, here, {"schritt": "uebernehmen"})
        assert (again.status_code, "Inzwischen hat sich etwas geändert" in again.text) == (409, True)
        assert (await submit(client, here, {"schritt": "uebernehmen"})).status_code == 303


async def test_a_file_in_which_most_is_missing_needs_a_word(desk: Desk, tmp_path: Path) -> None:
    take_file(desk.factory, "fdb-csv", write_fdb_csv(tmp_path / "p.csv", map(programme, range(40))))
    path = write_fdb_csv(tmp_path / "p.csv", [programme(1)])
    async with desk.log_in(EDITOR) as client:
        here = (await upload(client, path.read_bytes(), "fdb-csv")).headers["location"]
        assert "39 von 40 Angeboten" in (await client.get(here)).text
        assert (await submit(client, here, {"schritt": "uebernehmen"})).status_code == 422
        answer = await submit(client, here, {"schritt": "uebernehmen", "vollstaendig": "ja"})
        assert answer.status_code == 303


@pytest.mark.parametrize("source", ["fdb-xml", "openqcat", "ical"])
async def test_every_source_is_read_or_refused_with_a_sentence(desk: Desk, tmp_path: Path, source: str) -> None:
    async with desk.log_in(EDITOR) as client:
        answer = await upload(client, "\x00Unsinn", source)
        assert (answer.status_code, "Es ist nichts geändert." in answer.text) == (422, True)
    assert count(desk, OfferUpload) == 0


async def test_a_zip_of_the_federal_database_and_a_calendar_are_taken(desk: Desk, tmp_path: Path) -> None:
    event = "UID:1@x\nSUMMARY:Sprechtag\nDTSTART;VALUE=DATE:20270301\nLOCATION:Kassel"
    async with desk.log_in(EDITOR) as client:
        await take(client, write_fdb_zip(tmp_path / "f.zip", [programme(1)]).read_bytes(), "fdb-xml")
        await take(client, calendar(event), "ical")
        assert "Sprechtag" in (await client.get(f"{HOME}/2")).text


async def test_a_file_is_seen_by_whoever_uploaded_it_only(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        here = (await upload(client, events_table(ROWS))).headers["location"]
    async with desk.log_in(EDITOR, name="Otto Anders") as other:
        assert (await other.get(here)).status_code == 404
    async with desk.log_in(ANALYST, name="Ada Zahl") as analyst:
        assert (await analyst.get(HOME)).status_code == 403


async def test_templates_are_empty_tables_that_the_importers_read(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        events = (await client.get(f"{HOME}/vorlagen/termine/csv")).content.decode("utf-8-sig")
        assert events.startswith("Nummer;Titel;Beginn;")
        filled = events + "7;Tag der Technik;1.3.2027;;Kassel;;IHK;kostenlos;vor Ort;KMU;Text;https://ihk.example\r\n"
        assert "Tag der Technik" in await take(client, filled)
        book = await client.get(f"{HOME}/vorlagen/weiterbildung/xlsx")
        assert book.headers["content-disposition"] == 'attachment; filename="vorlage_weiterbildung.xlsx"'
        assert (await client.get(f"{HOME}/vorlagen/termine/xlsx")).status_code == 404


async def test_both_values_stand_side_by_side_and_ours_is_kept(desk: Desk, tmp_path: Path) -> None:
    make_conflict(desk, tmp_path)
    async with desk.log_in(EDITOR) as client:
        page = (await client.get(CONFLICTS)).text
        assert "Unser kurzer Titel" in page
        assert "<ins>Ihr neuer</ins> Titel" in page
        await submit(client, CONFLICTS, {"feld": names_of(page), "schritt": "gewaehlte:behalten"})
        assert "Nichts zu entscheiden." in (await client.get(CONFLICTS)).text
    assert title_of(desk) == "Unser kurzer Titel"
    plan = take_file(
        desk.factory, "fdb-csv", write_fdb_csv(tmp_path / "p.csv", [programme(1, title="Ihr neuer Titel")])
    )
    assert plan.counts["conflicts"] == 0  # the same difference is not asked about again


async def test_the_value_of_the_source_is_published_and_taken_back(desk: Desk, tmp_path: Path) -> None:
    make_conflict(desk, tmp_path)
    async with desk.log_in(EDITOR) as client:
        name = names_of((await client.get(CONFLICTS)).text)
        await submit(client, CONFLICTS, {"feld": name, "schritt": "gewaehlte:uebernehmen"})
        assert title_of(desk) == "Ihr neuer Titel"
        history = (await client.get("/redaktion/inhalte/foerderung/verlauf/programm-1")).text
        assert "Angabe aus der Quelle: Titel" in history
        await submit(client, f"{CONFLICTS}/zurueck", {"feld": name[0]})
        assert names_of((await client.get(CONFLICTS)).text) == name
    assert title_of(desk) == "Unser kurzer Titel"
    with desk.factory() as session:
        actions = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == "foerderung:programm-1"))
        assert "Entscheidung zur Quelle zurückgenommen" in set(actions)


async def test_all_fields_are_decided_at_once(desk: Desk, tmp_path: Path) -> None:
    make_conflict(desk, tmp_path, (1, 2, 3))
    async with desk.log_in(EDITOR) as client:
        assert "3 Felder zu entscheiden" in (await client.get(HOME)).text
        answer = await submit(client, CONFLICTS, {"schritt": "alle:uebernehmen"})
        assert "3 Felder entschieden." in (await client.get(answer.headers["location"])).text
    assert {title_of(desk, number) for number in (1, 2, 3)} == {"Ihr neuer Titel"}


async def test_with_four_eyes_the_value_of_the_source_waits_for_approval(desk: Desk, tmp_path: Path) -> None:
    make_conflict(desk, tmp_path)
    with desk.factory.begin() as session:
        save_rules(session, CategoryRules(FUNDING.name, needs_approval=True))
    async with desk.log_in(EDITOR) as client:
        answer = await submit(client, CONFLICTS, {"schritt": "alle:uebernehmen"})
        assert "1 davon wartet auf Freigabe." in (await client.get(answer.headers["location"])).text
    assert title_of(desk) == "Unser kurzer Titel"


async def test_who_may_not_write_there_decides_nothing_and_reads_why(desk: Desk, tmp_path: Path) -> None:
    make_conflict(desk, tmp_path)
    with desk.factory.begin() as session:
        save_rules(session, CategoryRules(FUNDING.name, organisation="WIBank"))
    async with desk.log_in(EDITOR, APPROVER, organisation="IHK") as client:
        answer = await submit(client, CONFLICTS, {"schritt": "alle:behalten"})
        assert "Zuständig ist WIBank." in (await client.get(answer.headers["location"])).text
    with desk.factory() as session:
        assert session.scalars(select(OfferConflict.decision)).one() == ""
