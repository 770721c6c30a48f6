"""Plans and what becomes of them: nothing twice, nothing of staff written over, nothing deleted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.content.kinds import FUNDING, TRAINING
from bot.content.records import read_record, save_record
from bot.db import read_content_version
from bot.offers.importers.applying import ChangedMeanwhile, apply_plan
from bot.offers.importers.models import OfferConflict, OfferImport, OfferOrigin, OfferOriginal
from bot.offers.importers.planning import Plan, make_plan
from bot.offers.importers.reading import Reading, ReadOptions
from bot.offers.importers.sources import SOURCES, read_source
from bot.offers.models import Offer
from bot.revisions.drafts import Stamp, save_draft
from bot.revisions.models import Revision
from bot.revisions.source_history import OfferHistory
from bot.topics.models import Topic
from tests.offers.importers.generate import events_table, programme, write_fdb_csv, write_openqcat
from tests.offers.importers.running import NOW, TODAY, take_file
from tests.offers.importers.test_openqcat import FIRST
from tests.revisions.people import add_person

Factory = sessionmaker


def take(factory: Factory, folder: Path, *programmes: dict[str, Any]) -> Plan:
    return take_file(factory, "fdb-csv", write_fdb_csv(folder / "programme.csv", list(programmes)))


def read(factory: Factory, slug: str = "programm-1") -> dict[str, Any]:
    with factory() as session:
        found = read_record(session, FUNDING, slug)
    assert found is not None
    return found


def edit(factory: Factory, **changes: Any) -> None:
    with factory.begin() as session:
        record = read_record(session, FUNDING, "programm-1")
        assert record is not None
        save_record(session, FUNDING, "programm-1", record | changes)


def numbers(plan: Plan) -> dict[str, int]:
    return {name: count for name, count in plan.counts.items() if count}


def test_new_offers_wait_in_the_archive_with_all_that_is_known(session_factory: Factory, tmp_path: Path) -> None:
    with session_factory.begin() as session:
        session.add(Topic(slug="digitalisierung", name="Digitalisierung"))
    assert numbers(take(session_factory, tmp_path, programme(1), programme(2))) == {"new": 2}
    record = read(session_factory)
    assert (record["is_archived"], record["description"]) == (True, "")
    assert (record["certainty"], record["topics"], record["kinds"]) == ("belegt", ["digitalisierung"], ["zuschuss"])


def test_the_original_texts_are_kept_apart(session_factory: Factory, tmp_path: Path) -> None:
    one = programme(1)
    take(session_factory, tmp_path, one)
    with session_factory() as session:
        kept = session.scalars(select(OfferOriginal)).one()
    assert (kept.licence, kept.attribution) == ("CC BY-ND 4.0", one["license_info"])
    assert ["Volltext", one["description"]] in kept.sections


def test_a_second_run_changes_nothing(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, programme(1), programme(2))
    with session_factory() as session:
        version = read_content_version(session)
    assert numbers(take(session_factory, tmp_path, programme(1), programme(2))) == {"unchanged": 2}
    with session_factory() as session:
        assert read_content_version(session) == version
        assert session.scalar(select(func.count()).select_from(OfferImport)) == 2


def test_what_the_source_changes_is_followed(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, programme(1))
    changed = programme(1, title="Anders", funding_type=["darlehen"], last_updated="2026-W40")
    assert numbers(take(session_factory, tmp_path, changed)) == {"changed": 1}
    record = read(session_factory)
    assert (record["title"], record["kinds"], record["source_date"]) == ("Anders", ["darlehen"], "2026-09-28")


def test_a_file_that_is_only_newer_changes_nothing(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, programme(1))
    assert numbers(take(session_factory, tmp_path, programme(1, last_updated="2026-W40"))) == {"unchanged": 1}


def test_what_staff_have_written_stays(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, programme(1))
    edit(session_factory, title="Unser Titel", description="Unser Text", is_archived=False)
    assert numbers(take(session_factory, tmp_path, programme(1, funding_body=["bund"]))) == {"changed": 1}
    record = read(session_factory)
    assert (record["title"], record["description"], record["is_archived"]) == ("Unser Titel", "Unser Text", False)
    assert record["level"] == "bund"


def test_a_field_that_both_have_changed_is_to_be_decided(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, programme(1))
    edit(session_factory, title="Unser Titel")
    new = programme(1, title="Neuer Titel", funding_body=["bund"])
    assert numbers(take(session_factory, tmp_path, new)) == {"changed": 1, "conflicts": 1}
    assert (read(session_factory)["title"], read(session_factory)["level"]) == ("Unser Titel", "bund")
    assert numbers(take(session_factory, tmp_path, new)) == {"unchanged": 1, "conflicts": 1}
    with session_factory() as session:
        conflict = session.scalars(select(OfferConflict)).one()
        assert (conflict.field, conflict.incoming) == ("title", ["Neuer Titel"])


def test_a_conflict_ends_when_the_source_agrees(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, programme(1))
    edit(session_factory, title="Unser Titel")
    take(session_factory, tmp_path, programme(1, title="Neuer Titel"))
    assert numbers(take(session_factory, tmp_path, programme(1, title="Unser Titel"))) == {"changed": 1}
    with session_factory() as session:
        assert session.scalars(select(OfferConflict)).all() == []


def test_what_vanishes_is_marked_and_never_deleted(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, programme(1), programme(2))
    assert numbers(take(session_factory, tmp_path, programme(2))) == {"unchanged": 1, "gone": 1}
    assert read(session_factory)["status"] == "unsicher"
    assert numbers(take(session_factory, tmp_path, programme(2))) == {"unchanged": 1}
    assert numbers(take(session_factory, tmp_path, programme(1), programme(2))) == {"unchanged": 1, "changed": 1}
    assert read(session_factory)["status"] == "laufend"
    with session_factory() as session:
        assert session.scalars(select(OfferOrigin.gone_at)).all() == [None, None]


def test_what_is_rejected_is_not_gone(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, programme(1), programme(2))
    plan = take(session_factory, tmp_path, programme(1, title=""), programme(2))
    assert numbers(plan) == {"unchanged": 1, "rejected": 1}


def test_nothing_is_gone_where_a_row_cannot_be_told(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, programme(1), programme(2))
    plan = take(session_factory, tmp_path, programme(2), programme(1, url="kaputt"))
    assert numbers(plan) == {"unchanged": 1, "rejected": 1}
    assert "Deshalb gilt nichts als entfallen" in plan.reading.notes[0]


def test_a_file_that_lacks_too_much_is_doubted(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, *map(programme, range(40)))
    plan = take(session_factory, tmp_path, *map(programme, range(5)))
    assert plan.doubts == [
        "35 von 40 Angeboten dieser Quelle fehlen in der Datei. Wahrscheinlich ist sie unvollständig."
    ]


def test_the_same_entry_twice_is_taken_once(session_factory: Factory, tmp_path: Path) -> None:
    plan = take(session_factory, tmp_path, programme(1), programme(1, title="Zweiter"))
    assert numbers(plan) == {"new": 1, "rejected": 1}
    assert plan.reading.problems == ["Zeile 3: Derselbe Eintrag steht schon hier: Zeile 2."]


def test_a_taken_short_name_gets_a_number(session_factory: Factory, tmp_path: Path) -> None:
    other = programme(1)["url"].replace("Land/Hessen", "Bund/BMWi")
    take(session_factory, tmp_path, programme(1), programme(1, url=other))
    with session_factory() as session:
        assert sorted(session.scalars(select(Offer.slug))) == ["programm-1", "programm-1-2"]


@pytest.mark.parametrize(("title", "reason"), [("x" * 301, "„Titel“ hat 301 Zeichen, höchstens 300 gehen.")])
def test_a_text_that_does_not_fit_is_rejected(
    session_factory: Factory, tmp_path: Path, title: str, reason: str
) -> None:
    plan = take(session_factory, tmp_path, programme(1, title=title))
    assert plan.reading.problems == [f"Zeile 2: {reason}"]


def test_an_edited_offer_gets_a_revision_and_others_none(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, programme(1), programme(2))
    with session_factory.begin() as session:
        _draft(session, published=True)
    take(session_factory, tmp_path, programme(1, title="Neu 1"), programme(2, title="Neu 2"))
    with session_factory() as session:
        kept = session.scalars(select(Revision).order_by(Revision.id.desc())).first()
        assert (kept.key, kept.title, kept.author) == ("programm-1", "Neu 1", "Quelle foerderdatenbank")
        assert set(session.scalars(select(Revision.key))) == {"programm-1"}


def test_an_offer_with_an_open_draft_is_to_be_decided(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, programme(1))
    with session_factory.begin() as session:
        _draft(session, published=False)
    assert numbers(take(session_factory, tmp_path, programme(1, title="Neu"))) == {"changed": 1, "conflicts": 1}
    assert read(session_factory)["title"] == programme(1)["title"]


def test_an_edit_after_the_plan_stops_everything(session_factory: Factory, tmp_path: Path) -> None:
    take(session_factory, tmp_path, programme(1), programme(2))
    path = write_fdb_csv(tmp_path / "neu.csv", [programme(1, title="Neu"), programme(2), programme(3)])
    reading, history = Reading(), OfferHistory()
    records = read_source(SOURCES["fdb-csv"], path, ReadOptions(TODAY), reading)
    with session_factory() as session:
        plan = make_plan(session, "foerderdatenbank", records, reading, history=history, today=TODAY)
    edit(session_factory, title="Dazwischen")
    with pytest.raises(ChangedMeanwhile, match="ist gerade geändert worden"), session_factory.begin() as session:
        apply_plan(session, plan, filename="neu.csv", author="Test", history=history, now=NOW)
    with session_factory() as session:
        assert session.scalar(select(func.count()).select_from(Offer)) == 2


def test_one_provider_says_nothing_about_the_courses_of_another(session_factory: Factory, tmp_path: Path) -> None:
    ours = write_openqcat(tmp_path / "a.xml", 2, 1, first=FIRST)
    take_file(session_factory, "openqcat", ours)
    theirs = tmp_path / "b.xml"
    theirs.write_text(ours.read_text(encoding="utf-8").replace("4711", "0815"), encoding="utf-8")
    assert numbers(take_file(session_factory, "openqcat", theirs)) == {"new": 2}


def test_a_withdrawn_course_has_run_out_and_a_past_one_stays(session_factory: Factory, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [("Bald", "1.12.2026"), ("Später", "1.3.2027"), ("Bleibt", "1.4.2027")]
    path.write_text(events_table([(*row, "", "", "", "IHK", "", "", "") for row in rows]), encoding="utf-8")
    take_file(session_factory, "termine-csv", path)
    with session_factory.begin() as session:
        record = read_record(session, TRAINING, "bald-2026-12-01")
        assert record is not None
        save_record(session, TRAINING, "bald-2026-12-01", record | {"starts_on": TODAY.replace(day=1)})
    path.write_text(events_table([("Bleibt", "1.4.2027", "", "", "", "IHK", "", "", "")]), encoding="utf-8")
    plan = take_file(session_factory, "termine-csv", path)
    assert [(change.title, change.changes[0].incoming) for change in plan.gone] == [("Später", "ausgelaufen")]


def _draft(session: Session, *, published: bool) -> None:
    """Let somebody save the programme, and publish it where that is wanted."""
    record = read_record(session, FUNDING, "programm-1")
    assert record is not None
    actor = add_person(session, "Erika")
    draft = save_draft(session, FUNDING, "programm-1", record, actor=actor, base=Stamp(), now=NOW)
    if published:
        draft.status = "published"
