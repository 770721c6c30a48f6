"""The monthly report: its sentences follow the figures, and nothing in it leads back to a person."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy.orm import sessionmaker

from bot.analytics.figures import Counts
from bot.analytics.miss_models import Miss, MissGroup
from bot.analytics.period import month_of
from bot.analytics.report import Report, build_report, describe_questions
from bot.conversations.models import Conversation
from bot.handoff.models import TicketEvent
from bot.staff.report_file import render_report_file
from tests.analytics.samples import add, add_rating, count, outcome, utc
from tests.migrations.rows import contact, faq_entry, funding, ticket

NOVEMBER = month_of("2026-11")
SECRETS = ("Geheimfrage", "kim@example.org", "Kim Beispiel", "Firma Muster", "0561 123", "verantwortlich@example.org")


def make_report(factory: sessionmaker, *, today: date = date(2026, 12, 1)) -> Report:
    count(factory)
    with factory() as session:
        return build_report(session, NOVEMBER, today=today)


def words(page: str) -> str:
    """Return what a page says, without its tags."""
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL).split())


@pytest.fixture
def november(session_factory: sessionmaker) -> sessionmaker:
    """A database with one month of everything, in which personal data stand wherever they can."""
    responsible = "verantwortlich@example.org"
    add(
        session_factory,
        Conversation(key="a"),
        faq_entry(question="Was ist TRegKS?", responsible=responsible),
        funding(title="ZIM-Programm"),
        contact(slug="kim", name="Kim Beispiel", email="kim@example.org"),
        *(outcome(f"2026-11-{day} 10:00", reference="faq:was", milliseconds=40) for day in (10, 11, 12)),
        outcome("2026-11-12 11:00", "contact", "kontakt:kim", conversation_key="a"),
        outcome("2026-11-12 11:05", "offers", "foerderung:zim", conversation_key="a"),
        outcome("2026-11-12 12:00", "fallback"),
        outcome("2026-11-30 23:30"),  # December in Kassel
        outcome("2026-10-10 10:00"),
        MissGroup(id=1, title="Geheimfrage von Kim Beispiel"),
        Miss(
            at=utc("2026-11-12 12:00"),
            reason="unsure",
            text="Geheimfrage",
            best="faq:was",
            conversation_key="a",
            position=1,
            group_id=1,
            state="grouped",
        ),
        ticket(id=1, name="Kim Beispiel", company="Firma Muster", phone="0561 123", created_at=utc("2026-11-12 12:00")),
        TicketEvent(ticket_id=1, at=utc("2026-11-12 15:30"), kind="moved", to_status="answered", actor="Kim Beispiel"),
    )
    with session_factory.begin() as session:
        add_rating(session, 1, 1, "faq:was", "2026-11-12 12:00")
        add_rating(session, 2, -1, "faq:was", "2026-11-12 12:00")
    return session_factory


def test_the_report_says_what_was_counted(november: sessionmaker) -> None:
    text = words(render_report_file(make_report(november)))
    for sentence in (
        "Im November 2026 wurden dem Lotsen 6 Fragen in 1 Gespräch gestellt, 500 % mehr als im Monat davor.",
        "83 % der Fragen hat er selbst beantwortet.",
        "Am häufigsten ging es um Netzwerk.",
        "1 Frage blieb offen.",
        "2 Antworten wurden bewertet, davon 50 % als hilfreich.",
        "95 von 100 Antworten des Lotsen kamen in höchstens 40 Millisekunden.",
        "1 Anliegen ging an einen Menschen.",
        "die erste Reaktion nach höchstens 3,5 Stunden, die Antwort nach höchstens 3,5 Stunden.",
        "Was ist TRegKS? 3",
        "ZIM-Programm 1",
    ):
        assert sentence in text


def test_the_report_holds_no_personal_data(november: sessionmaker) -> None:
    page = render_report_file(make_report(november))
    assert [secret for secret in SECRETS if secret in page] == []


def test_the_file_needs_nothing_beside_it(november: sessionmaker) -> None:
    page = render_report_file(make_report(november))
    assert "<style>" in page
    assert re.findall(r'(?:src|href)="(?!data:)([^"]*)"', page) == []
    assert "@import" not in page
    assert "url(" not in page


def test_the_chart_is_named_and_described_and_its_figures_stand_in_a_table(november: sessionmaker) -> None:
    page = render_report_file(make_report(november))
    assert 'aria-labelledby="fragen-titel fragen-text"' in page
    assert "30 Werte von 01.11. bis 30.11. Höchster Wert: 4 (12.11.)" in page
    assert "<summary>Zahlen als Tabelle</summary>" in page


def test_a_month_without_questions_has_a_report_that_says_so(session_factory: sessionmaker) -> None:
    text = words(render_report_file(make_report(session_factory)))
    assert "Im November 2026 wurde dem Lotsen keine Frage gestellt." in text
    assert "In diesem Monat blieb keine Frage offen." in text
    assert "%" not in text


@pytest.mark.parametrize(("today", "is_preliminary"), [(date(2026, 11, 30), True), (date(2026, 12, 1), False)])
def test_a_month_that_is_not_over_is_called_preliminary(
    session_factory: sessionmaker, today: date, is_preliminary: bool
) -> None:
    page = render_report_file(make_report(session_factory, today=today))
    assert ("die Zahlen sind vorläufig" in page) == is_preliminary


@pytest.mark.parametrize(
    ("before", "ending"),
    [
        (0, "gestellt."),
        (100, "gestellt, so viele wie im Monat davor."),
        (80, ", 25 % mehr als"),
        (200, ", 50 % weniger"),
    ],
)
def test_the_month_is_compared_with_the_one_before(before: int, ending: str) -> None:
    sentence, _ = describe_questions(NOVEMBER, Counts(answered=100), Counts(answered=before))
    assert ending in sentence
