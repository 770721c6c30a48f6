"""What came from sources: two runs of the funding database with an edit between them, and a calendar to look at."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.orm import Session

from bot.content.kinds import FUNDING
from bot.content.records import read_record, save_record
from bot.offers.importers.models import OfferUpload
from bot.offers.importers.report import describe_preview
from bot.revisions.source_imports import plan_file, take_plan
from tests.browser.demo.clock import NOW, TODAY
from tests.browser.demo.people import People
from tests.offers.importers.generate import events_table, programme, write_fdb_csv

OURS = "Zuschuss für Energieberatung und sparsame Maschinen im Betrieb"
THEIRS = "Energieeffizienz im Betrieb: Beratung und Investition"
TERMINE = [
    ("Sprechtag Fördermittel", "14.1.2027", "", "Kassel", "34117", "IHK Kassel-Marburg", "kostenlos", "", ""),
    ("Roboter sicher einrichten", "2.3.2027", "3.3.2027", "Baunatal", "34225", "VSB Akademie", "690", "", ""),
    ("Ohne Datum", "", "", "Kassel", "", "IHK Kassel-Marburg", "", "", ""),
]


def add_sources(session: Session, people: People) -> None:
    """Take two files over, let Erika change a title between them, and upload a third."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "programme.csv"
        _take(session, write_fdb_csv(path, map(programme, (4, 5, 6, 7))), days=8)
        record = read_record(session, FUNDING, "programm-4")
        assert record is not None
        save_record(session, FUNDING, "programm-4", record | {"title": OURS, "provider": "WIBank Hessen"})
        anew = [
            programme(4, title=THEIRS, contact_info_institution="WIBank, Standort Kassel"),
            programme(5, title="Digitalisierung der Fertigung in kleinen Betrieben"),
            programme(6),
            programme(8, title=""),
        ]
        _take(session, write_fdb_csv(path, anew), days=1)
        _upload(session, people, Path(folder) / "termine.csv")


def _take(session: Session, path: Path, *, days: int) -> None:
    plan = plan_file(session, "fdb-csv", path, today=TODAY)
    take_plan(
        session,
        plan,
        filename="programme.csv",
        author="Terminal",
        german_dir=path.parent,  # no word tables: no topics are proposed
        now=NOW - timedelta(days=days),
    )


def _upload(session: Session, people: People, path: Path) -> None:
    path.write_text(events_table(TERMINE), encoding="utf-8")
    preview: dict[str, Any] = describe_preview(plan_file(session, "termine-csv", path, today=TODAY))
    session.add(
        OfferUpload(
            source="termine-csv",
            filename="termine-ihk.csv",
            content=path.read_bytes(),
            account_id=people.erika.id,
            created_at=NOW,
            preview=preview,
        )
    )
