"""``lotse faq`` and ``lotse offers``: sheets from the terminal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.cli import main
from bot.content.catalogue import read_catalogue
from bot.content.kinds import FAQ, FUNDING, TRAINING, Kind
from bot.content.records import Record, blank_record, from_json, read_record, read_records, save_record
from bot.db import make_engine, make_session_factory
from bot.revisions.categories import CategoryRules, save_rules
from bot.revisions.imports.models import Import
from bot.revisions.models import Revision
from tests.content.sheets.files import line
from tests.revisions.people import faq_record


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), prog_name="lotse")


@pytest.fixture
def factory(tmp_path: Path, migrated_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sessionmaker]:
    """A database with one entry and one course, as the commands find it."""
    shutil.copy(migrated_template, tmp_path / "l.db")
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{tmp_path}/l.db")
    monkeypatch.setenv("LOTSE_TODAY", "2026-11-22")
    engine = make_engine(f"sqlite:///{tmp_path}/l.db")
    factory = make_session_factory(engine)
    with factory.begin() as session:
        save_record(session, FAQ, "erster", faq_record())
        save_record(session, TRAINING, "kurs-eins", line().record)
    yield factory
    engine.dispose()


def exported(path: Path, *arguments: str) -> str:
    result = run(*(arguments or ("faq", "export")), path)
    assert result.exit_code == 0, result.output
    return path.read_text(encoding="utf-8-sig")


def read_all(factory: sessionmaker, kind: Kind, keys: Iterable[str]) -> dict[str, Record]:
    with factory() as session:
        return read_records(session, kind, list(keys))


def read_answer(factory: sessionmaker) -> str:
    with factory() as session:
        return read_record(session, FAQ, "erster")["answer"]


def test_entries_go_out_and_come_back_changed(factory: sessionmaker, tmp_path: Path) -> None:
    path = tmp_path / "faq.csv"
    path.write_text(exported(path).replace("Ein Netzwerk.", "Neu."), encoding="utf-8")
    result = run("faq", "import", path)
    assert (result.exit_code, "1 geändert" in result.output) == (0, True)
    assert "Fertig: 1 veröffentlicht." in result.output
    assert read_answer(factory) == "Neu."
    with factory() as session:
        assert session.scalars(select(Revision.author).order_by(Revision.number.desc())).first() == "Terminal"


def test_a_dry_run_changes_nothing_and_leaves_nothing_behind(factory: sessionmaker, tmp_path: Path) -> None:
    path = tmp_path / "faq.csv"
    path.write_text(exported(path).replace("Ein Netzwerk.", "Neu."), encoding="utf-8")
    result = run("faq", "import", path, "--dry-run")
    assert "0 neu, 1 geändert, 0 unverändert" in result.output
    assert "Es wurde nichts geändert (--dry-run)." in result.output
    assert read_answer(factory) == "Ein Netzwerk."
    with factory() as session:
        assert session.scalars(select(Import)).all() == []


def test_rejected_rows_are_named_and_the_others_taken(factory: sessionmaker, tmp_path: Path) -> None:
    path = tmp_path / "faq.csv"
    rows = exported(path).replace("Ein Netzwerk.", "Neu.").splitlines()
    path.write_text("\r\n".join([*rows, "Mit Leerzeichen;Wer?"]), encoding="utf-8")
    result = run("faq", "import", path)
    assert "Zeile 3, Spalte „Kurzname“: „Mit Leerzeichen“ ist kein Kurzname" in result.output
    assert read_answer(factory) == "Neu."


def test_four_eyes_hold_at_the_terminal_as_well(factory: sessionmaker, tmp_path: Path) -> None:
    with factory.begin() as session:
        save_rules(session, CategoryRules("faq:netzwerk", needs_approval=True))
    path = tmp_path / "faq.csv"
    path.write_text(exported(path).replace("Ein Netzwerk.", "Neu."), encoding="utf-8")
    assert "Fertig: 1 zur Freigabe gegeben." in run("faq", "import", path).output
    assert read_answer(factory) == "Ein Netzwerk."


@pytest.mark.usefixtures("factory")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_offers_go_out_and_come_back(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"kurse.{form}"
    assert "1 Einträge stehen in" in run("offers", "export", path, "--kind", "weiterbildung").output
    result = run("offers", "import", path, "--kind", "weiterbildung", "--from", "vorlage")
    assert "1 unverändert" in result.output
    assert "Fertig: nichts zu übernehmen." in result.output


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", [FUNDING, TRAINING], ids=lambda kind: kind.name)
def test_exported_offers_fill_another_database_with_the_same(
    factory: sessionmaker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    migrated_template: Path,
    kind: Kind,
    form: str,
) -> None:
    sample = read_catalogue()
    rows = (sample.funding if kind is FUNDING else sample.training)[:5]
    records = {
        row["slug"]: blank_record(kind) | {**row, "topics": [], "variants": ["=1+1", "Was gibt es?"]} for row in rows
    }
    with factory.begin() as session:
        for slug, record in records.items():
            save_record(session, kind, slug, {one.name: record[one.name] for one in kind.fields})
    path = tmp_path / f"angebote.{form}"
    assert run("offers", "export", path, "--kind", kind.name).exit_code == 0
    before = read_all(factory, kind, records)

    shutil.copy(migrated_template, tmp_path / "other.db")
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
    result = run("offers", "import", path, "--kind", kind.name)
    assert (result.exit_code, "0 abgelehnt" in result.output) == (0, True), result.output
    engine = make_engine(f"sqlite:///{tmp_path}/other.db")
    assert read_all(make_session_factory(engine), kind, records) == before
    engine.dispose()


def test_offers_go_out_as_json_for_other_programs(factory: sessionmaker, tmp_path: Path) -> None:
    path = tmp_path / "kurse.json"
    assert run("offers", "export", path, "--kind", "weiterbildung").exit_code == 0
    data = json.loads(path.read_text(encoding="utf-8"))
    assert (data["kind"], data["labels"]["price_eur"]) == ("weiterbildung", "Preis (Euro)")
    (course,) = data["entries"]
    assert (course["slug"], course["title"], course["starts_on"]) == ("kurs-eins", "Kurs eins", None)
    with factory() as session:
        assert from_json(TRAINING, course) == read_record(session, TRAINING, "kurs-eins")


@pytest.mark.usefixtures("factory")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("faq", "export", "faq.pdf"), "„faq.pdf“ muss auf .xlsx, .csv oder .json enden."),
        (("faq", "export", "nirgends/faq.csv"), "lässt sich nicht schreiben"),
        (("faq", "import", "fehlt.csv"), "Die Datei „fehlt.csv“ lässt sich nicht lesen"),
        (("faq", "import", "leer.csv"), "Die Datei ist leer."),
        (("faq", "import", "faq.csv", "--account", "niemand@example.org"), "gibt es kein aktives Konto"),
        (("offers", "import", "faq.csv", "--kind", "kontakt"), "unbrauchbaren Wert"),
        (("offers", "export", "faq.csv"), "Die Angabe „kind“ fehlt"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leer.csv").write_bytes(b"")
    exported(tmp_path / "faq.csv")
    result = run(*arguments)
    assert result.exit_code == 2
    assert sentence in result.output
    assert result.output.count("\n") == 1


@pytest.mark.usefixtures("factory")
def test_the_check_names_what_is_missing_and_sums_up() -> None:
    result = run("faq", "check")
    assert "Was ist TRegKS? (erster)\n  Fehlt: Noch niemand hat aufgeschrieben" in result.output
    assert "1 Einträge, davon 0 ohne Hinweis; 1 Mal fehlt etwas" in result.output
    assert "Besser: " not in result.output
    assert "Besser: " in run("faq", "check", "--all").output
