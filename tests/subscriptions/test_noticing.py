"""New offers reach who asked for them: once, at most once a day, and only what can be had."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.handoff.mail_models import OutboxMail
from bot.offers.models import TrainingOffer
from bot.subscriptions.models import Subscription
from bot.subscriptions.noticing import send_notices
from bot.subscriptions.subscribing import subscribe
from tests.subscriptions.conftest import NOW, SETTINGS, add_confirmed, add_course, order, paths_of, read_mails

SUBJECT = "Neue Angebote zu Ihrer Suche"


def notices(session: Session) -> list[OutboxMail]:
    return [mail for mail in read_mails(session) if mail.subject == SUBJECT]


@pytest.fixture
def subscribed(factory: sessionmaker) -> sessionmaker:
    with factory.begin() as session:
        add_course(session, "alt")
        add_confirmed(session)
    return factory


def add(factory: sessionmaker, slug: str, **values: Any) -> None:
    with factory.begin() as session:
        add_course(session, slug, **values)


def run(factory: sessionmaker, days: float = 0) -> int:
    return send_notices(factory, SETTINGS, now=NOW + timedelta(days=days))


def test_all_new_offers_come_in_one_mail_and_never_again(subscribed: sessionmaker) -> None:
    add(subscribed, "neu")
    add(subscribed, "neuer", title="Schweißen für alle")
    assert [run(subscribed), run(subscribed), run(subscribed, 1)] == [1, 0, 0]
    with subscribed() as session:
        [mail] = notices(session)
    assert "Kurs neu\nAkademie, Kassel, ab 01.03.2027\nhttps://lotse.example/angebote/neu" in mail.body
    assert "Schweißen für alle" in mail.body
    assert "Kurs alt" not in mail.body
    assert mail.unsubscribe_url.endswith(paths_of(mail)["abbestellen"])


def test_what_comes_later_on_the_same_day_waits_for_the_next(subscribed: sessionmaker) -> None:
    assert run(subscribed) == 0
    add(subscribed, "neu")
    assert [run(subscribed, 0.3), run(subscribed, 0.7)] == [0, 0]  # the second: before seven in the morning
    assert run(subscribed, 1) == 1


def test_a_new_day_of_a_known_course_is_news(subscribed: sessionmaker) -> None:
    run(subscribed)
    with subscribed.begin() as session:
        session.scalars(select(TrainingOffer)).one().starts_on = date(2027, 6, 1)
    assert run(subscribed, 1) == 1
    with subscribed.begin() as session:
        session.scalars(select(TrainingOffer)).one().description = "Anders beschrieben"
    assert run(subscribed, 2) == 0


@pytest.mark.parametrize(
    "values",
    [
        {"starts_on": date(2026, 11, 21)},
        {"status": "ausgelaufen"},
        {"is_archived": True},
        {"is_sample": True},
    ],
)
def test_what_cannot_be_had_is_no_news(subscribed: sessionmaker, values: dict[str, Any]) -> None:
    add(subscribed, "neu", **values)
    assert run(subscribed) == 0


def test_nobody_is_told_who_has_not_confirmed(factory: sessionmaker) -> None:
    with factory.begin() as session:
        subscribe(session, SETTINGS, order(), now=NOW)
        add_course(session, "neu")
    assert run(factory, 1) == 0


def test_one_that_fails_keeps_no_other_from_being_told(subscribed: sessionmaker) -> None:
    with subscribed.begin() as session:
        session.scalars(select(Subscription)).one().filters = {"type": "weiterbildung", "first_day": "kein Tag"}
        add_confirmed(session, email="alex@example.org")
    add(subscribed, "neu")
    assert run(subscribed) == 1


@pytest.mark.slow
def test_several_workers_at_once_tell_everybody_once(factory: sessionmaker) -> None:
    with factory.begin() as session:
        for number in range(20):
            add_confirmed(session, email=f"k{number}@example.org", conversation_key=str(number))
        add_course(session, "neu")
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: run(factory), range(4))) == 20
    with factory() as session:
        assert len({mail.recipient for mail in notices(session)}) == len(notices(session)) == 20
