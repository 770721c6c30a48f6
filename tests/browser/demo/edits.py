"""What the people of the handbook have written: published edits, drafts, what waits for approval, what is scheduled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.content.kinds import FAQ, TRAINING, Kind
from bot.content.records import Record, blank_record, read_record
from bot.db import utc_now
from bot.local_time import KASSEL
from bot.revisions.drafts import find_latest, hand_in, save_draft, stamp_of
from bot.revisions.imports.storing import store_import
from bot.revisions.models import Revision
from bot.revisions.publishing import publish, schedule
from tests.browser.demo.clock import ago
from tests.browser.demo.people import People
from tests.browser.demo.sheets import write_faulty_sheet

RUNTIME = (
    "Belegt ist eine Förderphase von **2023 bis Mitte 2025**. {news} "
    "Fragen zur Laufzeit beantwortet die Projektleitung: +49 561 70733-52."
)
NEWSLETTER: Record = {
    **blank_record(FAQ),
    "question": "Gibt es einen Newsletter?",
    "topic_group": "netzwerk",
    "answer": "Ja. Der **Newsletter der Wirtschaftsförderung** erscheint alle zwei Monate. Bestellung per E-Mail.",
    "variants": ["Newsletter bestellen", "Kann ich einen Rundbrief bekommen?", "Wie melde ich mich zum Newsletter an?"],
    "source_title": "Wirtschaftsförderung Region Kassel GmbH",
    "source_date": "2026-11-20",
}


def add_edits(session: Session, people: People) -> None:
    """Let everybody write a little, over two weeks; the caller commits."""
    erika, frank = people.erika, people.frank
    with ago(days=13):
        _publish(session, erika, "laufzeit-tregks", responsible=erika.email, review_on=date(2026, 12, 15))
    with ago(days=12):
        for key in ("kosten-teilnahme", "zielgruppe-tregks"):
            _publish(session, erika, key, responsible=erika.email, review_on=date(2026, 11, 16))
        _publish(session, erika, "presseinformationen", responsible=frank.email, valid_until=date(2026, 12, 11))
    with ago(days=6, hours=2):
        news = "Eine Verlängerung **bis Ende 2026** ist beantragt."
        _publish(session, erika, "laufzeit-tregks", answer=RUNTIME.format(news=news))
    with ago(days=1, hours=1):
        news = "Die Verlängerung **bis Ende 2026** ist bewilligt."
        _publish(session, frank, "laufzeit-tregks", answer=RUNTIME.format(news=news), certainty="belegt")
    with ago(hours=20):
        draft = _write(session, erika, FAQ, "de-minimis", responsible=erika.email, review_on=date(2027, 2, 1))
        hand_in(session, draft, actor=erika, note="Nur Wiedervorlage und Zuständigkeit ergänzt")
    with ago(hours=18):
        draft = _write(session, erika, FAQ, "foerderquote", source_title="Merkblatt der WIBank, Ausgabe November 2026")
        hand_in(session, draft, actor=erika, note="Neues Merkblatt, bitte gegenlesen")
    with ago(hours=5):
        draft = _write(session, frank, FAQ, "erreichbarkeit", valid_until=date(2026, 12, 23))
        monday = datetime(2026, 11, 30, 8, tzinfo=KASSEL)
        schedule(session, draft, actor=frank, at=monday, now=utc_now())
    with ago(hours=4):
        _write(session, erika, FAQ, "mitmachen-tregks", source_title="Gespräch mit der Projektleitung")
        save_draft(session, FAQ, "newsletter", NEWSLETTER, actor=erika, base=stamp_of(None), now=utc_now())
    with ago(hours=2):
        _write(session, people.ute, TRAINING, "bsp-hochvolt-2s", place="Baunatal")
    with ago(hours=1):
        sheet = write_faulty_sheet()
        store_import(session, TRAINING, sheet, "Kurse 2027.xlsx", actor=erika, now=utc_now())


def _write(session: Session, actor: AccountView, kind: Kind, key: str, **changes: Any) -> Revision:
    record = read_record(session, kind, key)
    assert record is not None, f"{kind.name}:{key} is not in the seed"
    base = stamp_of(find_latest(session, kind, key))
    return save_draft(session, kind, key, {**record, **changes}, actor=actor, base=base, now=utc_now())


def _publish(session: Session, actor: AccountView, key: str, **changes: Any) -> None:
    publish(session, _write(session, actor, FAQ, key, **changes), actor=actor, now=utc_now())
