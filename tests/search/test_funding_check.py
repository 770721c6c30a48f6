"""The funding check on a database of a few programmes: groups, reasons, and what is never offered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.offers.eligibility.answers import Answers
from bot.offers.models import FundingProgramme, FundingRule, OfferTopic
from bot.search.funding_check import CheckResult, run_check
from bot.topics.models import Topic

TODAY = date(2026, 11, 22)
PLAN = Answers(
    employees=60,
    turnover_eur=8_000_000,
    in_group=False,
    place="Kassel",
    state="Hessen",
    topics=("digitalisierung",),
    budget_eur=120_000,
    has_started=False,
)


@pytest.fixture
def session(session_factory: sessionmaker) -> Session:
    with session_factory() as session:
        yield session


def programme(slug: str = "p", *, rules: tuple[str, ...] = (), **changes: Any) -> FundingProgramme:
    values = {"slug": slug, "title": slug.upper(), "provider": "Bund", "source_date": "2026", "level": "bund"}
    values |= {"area": "bundesweit", "certainty": "belegt", "application": "Online", **changes}
    topics = [OfferTopic(topic=topic) for topic in values.pop("topics", ("digitalisierung",))]
    return FundingProgramme(**values, topics=topics, rules=[FundingRule(text=line) for line in rules])


def check(session: Session, answers: Answers, *programmes: FundingProgramme, today: date = TODAY) -> CheckResult:
    session.add_all([Topic(slug="digitalisierung", name="Digitalisierung"), Topic(slug="energie", name="Energie")])
    session.flush()
    session.add_all(programmes)
    session.flush()
    return run_check(session, answers, today=today, show_samples=False)


def slugs(judged: tuple[Any, ...]) -> list[str]:
    return [one.offer.slug for one in judged]


def test_programmes_stand_in_three_groups_with_their_reasons(session: Session) -> None:
    result = check(
        session,
        PLAN,
        programme("passt", rules=("KMU: Nur KMU.",)),
        programme("offen", rules=("Zu klären: Ein Partner ist nötig.",)),
        programme("zu-klein", rules=("Größe gross: Nur große Unternehmen.",)),
        programme("anderes", topics=("energie",)),
    )
    assert slugs(result.fits) == ["passt"]
    assert result.fits[0].reasons == (
        "Ihr Vorhaben passt (Digitalisierung), und alle Bedingungen, die sich prüfen lassen, sind erfüllt.",
    )
    assert [(one.offer.slug, one.reasons) for one in result.fits_if] == [("offen", ("Ein Partner ist nötig.",))]
    assert [(one.offer.slug, one.reasons) for one in result.fits_not] == [("zu-klein", ("Nur große Unternehmen.",))]
    assert [(one.offer.slug, one.reasons) for one in result.for_others] == [
        ("anderes", ("Das Programm ist für: Energie.",))
    ]


@pytest.mark.parametrize(
    ("fields", "answers", "reason"),
    [
        ({"max_employees": 49}, PLAN, "Das Unternehmen darf höchstens 49 Beschäftigte haben."),
        ({"area": "hessen"}, Answers(place="Göttingen", state="Niedersachsen"), "in Hessen liegen"),
        ({"apply_before_start": "ja"}, Answers(has_started=True), "vor Beginn des Vorhabens"),
    ],
)
def test_what_the_fields_say_is_a_rule_as_well(
    session: Session, fields: dict[str, Any], answers: Answers, reason: str
) -> None:
    (judged,) = check(session, answers, programme(**fields)).fits_not
    assert reason in judged.reasons[0]


@pytest.mark.parametrize("line", ["Beschäftigte höchstens 99: Bis 99.", "KMU: Nur KMU."])
def test_a_written_rule_takes_the_place_of_that_of_the_field(session: Session, line: str) -> None:
    assert slugs(check(session, PLAN, programme(max_employees=49, rules=(line,))).fits) == ["p"]


@pytest.mark.parametrize(
    "gone",
    [
        {"status": "ausgelaufen"},
        {"valid_until": TODAY - timedelta(days=1)},
        {"is_information_only": True},
        {"is_archived": True},
        {"is_sample": True},
    ],
    ids=str,
)
def test_what_cannot_be_had_is_in_no_group(session: Session, gone: dict[str, Any]) -> None:
    result = check(session, PLAN, programme(**gone))
    assert [result.fits, result.fits_if, result.fits_not, result.for_others] == [()] * 4


def test_an_uncertain_status_leaves_a_programme_open_whatever_else_is_written(session: Session) -> None:
    result = check(session, PLAN, programme(status="unsicher", rules=("Zu klären: Erst fragen.",)))
    assert result.fits_if[0].reasons[0] == "Erst fragen."
    assert "nicht gesichert" in result.fits_if[0].reasons[1]


def test_without_answers_nothing_fits_for_sure_and_nothing_is_ruled_out(session: Session) -> None:
    result = check(session, Answers(), programme(area="hessen", max_employees=249, apply_before_start="ja"))
    assert len(result.fits_if[0].reasons) == 4


def test_a_rule_that_cannot_be_read_is_left_to_be_asked(session: Session) -> None:
    result = check(session, PLAN, programme(rules=("Nur montags.",)))
    assert result.fits_if[0].reasons == ("Nur montags.",)


def test_the_best_stand_first(session: Session) -> None:
    result = check(
        session,
        PLAN,
        programme("nebenbei", topics=("energie", "digitalisierung")),
        programme("vor-allem", topics=("digitalisierung", "energie")),
        programme("genau", topics=("digitalisierung",)),
    )
    assert slugs(result.fits) == ["genau", "vor-allem", "nebenbei"]
