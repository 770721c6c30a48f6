"""The database of the handbook: the seed, and what some plausible people have made of it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session, sessionmaker

from bot.analytics.recheck import check_groups
from bot.content.loader import seed_database
from bot.db import make_engine, make_session_factory
from bot.migrations.upgrade import upgrade_database
from bot.releases.models import GoldenQuestion, TrainingRun
from bot.search.reduced import ReducedBrain
from bot.settings import Settings
from tests.browser.demo.cases import add_cases
from tests.browser.demo.clock import NOW
from tests.browser.demo.duty import add_duty
from tests.browser.demo.edits import add_edits
from tests.browser.demo.people import People, add_people
from tests.browser.demo.sources import add_sources
from tests.browser.demo.visitors import add_visits
from tests.browser.demo.waiting import add_waiting

GOLDEN = {
    "Wie lange läuft TRegKS?": "faq:laufzeit-tregks",
    "Sind wir ein KMU?": "faq:kmu-definition",
    "Wie erreiche ich die Projektleitung?": "faq:projektleitung-kontakt",
}


def make_database(settings: Settings, in_use: str) -> People:
    """Make and fill a database while the clock stands; ``in_use`` names the classifier that answers."""
    engine = make_engine(settings.database_url)
    upgrade_database(engine)
    factory = make_session_factory(engine)
    seed_database(factory)
    people = fill_database(factory, in_use)
    check_groups(factory, ReducedBrain(factory, settings).reply)  # here, as the gateway's own job comes at any time
    engine.dispose()
    return people


def fill_database(factory: sessionmaker, in_use: str) -> People:
    """Let people use a seeded database for some weeks, in one transaction; ``in_use`` names the classifier."""
    with factory.begin() as session:
        people = add_people(session)
        add_edits(session, people)
        add_visits(session)
        add_waiting(session)
        add_duty(session)
        add_cases(session)
        add_trainings(session, people, in_use)
        add_sources(session, people)
    return people


def add_trainings(session: Session, people: People, in_use: str) -> None:
    """Write three trainings, the latest of them refused, and the golden questions."""
    for text, reference in GOLDEN.items():
        session.add(GoldenQuestion(text=text, reference=reference, created_by=people.frank.name))
    suffering = [
        {"text": "Wie lange noch?", "expected": "faq:laufzeit-tregks", "before": "faq:laufzeit-tregks"}
        | {"now": "faq:nach-2026", "is_golden": False},
        {"text": "Wie lange läuft TRegKS?", "expected": "faq:laufzeit-tregks", "before": "faq:laufzeit-tregks"}
        | {"now": "faq:nach-2026", "is_golden": True},
    ]
    trainings = ((9, "erstes", 116, []), (3, in_use, 118, []), (1, "drittes", 115, suffering))
    for days, version, right, lost in trainings:
        at = NOW - timedelta(days=days)
        session.add(
            TrainingRun(
                at=at,
                version=version,
                status="rejected" if lost else "promoted",
                content_version=days,
                content_at=at,
                texts=15_240 + 10 * right,
                seconds=21.4,
                golden_right=2 if lost else 3,
                golden_count=3,
                held_out_right=right,
                held_out_before=116,
                held_out_count=131,
                suffering=lost,
            )
        )
