"""No damaged file brings the import down: it is refused or taken in part, with a report in German."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.offers.importers.applying import apply_plan
from bot.offers.importers.models import OfferImport, OfferOrigin
from bot.offers.importers.planning import Plan, make_plan
from bot.offers.importers.reading import Reading, ReadOptions, UnreadableSource
from bot.offers.importers.report import describe_plan
from bot.offers.importers.sources import SOURCES, read_source
from bot.offers.models import Offer
from bot.revisions.source_history import OfferHistory
from tests.offers.importers.damaged import Damaged, make_damaged, make_sound
from tests.offers.importers.running import NOW, TODAY, take_file

pytestmark = pytest.mark.slow  # takes seconds

FEWEST = 500
SENTENCE = re.compile(r"[A-ZÄÖÜ„0-9…].*[.]", re.DOTALL)


def state(session: Session) -> list[Any]:
    """Return what an import could have changed."""
    columns = (func.count(Offer.id), func.max(Offer.id), func.max(Offer.updated_at))
    return [
        session.execute(select(*columns)).all(),
        session.execute(select(Offer.slug, Offer.title, Offer.status).order_by(Offer.id)).all(),
        session.scalar(select(func.count()).select_from(OfferImport)),
        session.scalar(select(func.count()).select_from(OfferOrigin)),
    ]


def take(session: Session, one: Damaged, path: Path) -> Plan:
    path.write_bytes(one.content)
    source, reading, history = SOURCES[one.source], Reading(), OfferHistory()
    records = read_source(source, path, ReadOptions(TODAY, "Kammer"), reading)
    plan = make_plan(session, source.identity, records, reading, history=history, today=TODAY)
    if plan.new or plan.changed or plan.gone:
        apply_plan(session, plan, filename=one.name, author="Test", history=history, now=NOW)
    return plan


def test_damaged_files_are_refused_or_taken_in_part(session_factory: sessionmaker, tmp_path: Path) -> None:
    for source, content in make_sound(tmp_path).items():
        (tmp_path / "sound").write_bytes(content)
        take_file(session_factory, source, tmp_path / "sound", "Kammer")
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    with session_factory() as session:
        before = state(session)
        for one in make_damaged(tmp_path):
            try:
                plan = take(session, one, tmp_path / "damaged")
            except UnreadableSource as refusal:
                outcomes["refused"] += 1
                lines = [str(refusal)]
                unchanged = state(session) == before
            else:
                outcomes["read"] += 1
                lines, unchanged = describe_plan(plan, {}), True
                if one.is_refused:
                    wrong.append(f"{one.source} {one.name} is read: {plan.counts}")
            session.rollback()
            if not unchanged or not all(SENTENCE.fullmatch(line) for line in lines):
                wrong.append(f"{one.source} {one.name}: {lines}")
        assert state(session) == before
    assert wrong == []
    assert sum(outcomes.values()) >= FEWEST
    assert min(outcomes.values()) > FEWEST // 5
