"""The same files on PostgreSQL: bulk rows, JSON columns, and a transaction that is rolled back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.content.kinds import FUNDING
from bot.content.records import read_record, save_record
from bot.db import make_session_factory
from bot.offers.importers.applying import ChangedMeanwhile, apply_plan
from bot.offers.importers.models import OfferConflict, OfferImport
from bot.offers.importers.planning import make_plan
from bot.offers.importers.reading import Reading, ReadOptions
from bot.offers.importers.sources import SOURCES, read_source
from bot.offers.models import Offer
from bot.revisions.source_history import OfferHistory
from tests.offers.importers.generate import programme, write_fdb_csv
from tests.offers.importers.running import NOW, TODAY, take_file

pytestmark = pytest.mark.slow


@pytest.fixture
def factory(postgres_engine: Engine) -> sessionmaker:
    """A session factory on a migrated, empty database of this test."""
    return make_session_factory(postgres_engine)


def edit_title(factory: sessionmaker, number: int, title: str) -> None:
    with factory.begin() as session:
        record = read_record(session, FUNDING, f"programm-{number}")
        assert record is not None
        save_record(session, FUNDING, f"programm-{number}", record | {"title": title})


def test_new_changed_gone_and_disputed_offers_on_postgresql(factory: sessionmaker, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    first = [programme(number) for number in range(1, 5)]
    assert take_file(factory, "fdb-csv", write_fdb_csv(path, first)).counts["new"] == 4
    assert take_file(factory, "fdb-csv", path).counts["unchanged"] == 4
    edit_title(factory, 2, "Unser Titel")
    anew = [programme(1, title="Neu"), programme(2, title="Auch neu"), programme(3)]
    counts = take_file(factory, "fdb-csv", write_fdb_csv(path, anew)).counts
    assert (counts["changed"], counts["gone"], counts["conflicts"], counts["unchanged"]) == (2, 1, 1, 1)
    with factory() as session:
        assert session.scalars(select(OfferConflict.incoming)).one() == ["Auch neu"]
        assert set(session.scalars(select(Offer.title))) >= {"Neu", "Unser Titel"}
        assert session.scalars(select(OfferImport).order_by(OfferImport.id.desc())).first().lists["gone"]


def test_an_edit_after_the_plan_leaves_nothing_on_postgresql(factory: sessionmaker, tmp_path: Path) -> None:
    path = write_fdb_csv(tmp_path / "p.csv", [programme(1)])
    take_file(factory, "fdb-csv", path)
    write_fdb_csv(path, [programme(1, title="Neu"), programme(2)])
    reading, history = Reading(), OfferHistory()
    records = read_source(SOURCES["fdb-csv"], path, ReadOptions(TODAY), reading)
    with factory() as session:
        plan = make_plan(session, "foerderdatenbank", records, reading, history=history, today=TODAY)
    edit_title(factory, 1, "Dazwischen")
    with pytest.raises(ChangedMeanwhile), factory.begin() as session:
        apply_plan(session, plan, filename="p.csv", author="Test", history=history, now=NOW)
    with factory() as session:
        assert session.scalar(select(func.count()).select_from(Offer)) == 1
