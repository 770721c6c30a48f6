"""The page of the funding check: result from the address, questions, mail with consent, and what it refuses."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.db import utc_now
from bot.handoff.check_mail import KEPT, forget_results
from bot.handoff.mail_models import OutboxMail
from bot.offers.models import FundingProgramme, FundingRule, OfferTopic
from bot.settings import Settings
from bot.topics.models import Topic
from bot.web.funding_check.page import CheckPages
from bot.web.funding_check.routes import make_check_routes

QUERY = {"beschaeftigte": "60", "umsatz": "8 Mio", "gruppe": "nein", "ort": "Kassel", "vorhaben": "energie"}
ADDRESS = "/foerdercheck?" + urlencode(QUERY)
MAIL = {"adresse": "petra.vogt@example.org", "einwilligung": "ja"}


@pytest.fixture
def client(session_factory: sessionmaker) -> TestClient:
    with session_factory.begin() as session:
        session.add(Topic(slug="energie", name="Energie"))
        session.flush()
        session.add_all(
            [programme("passt"), programme("offen", "Zu klären: Erst fragen."), programme("alt", ended=True)]
        )
    settings = Settings(today=date(2026, 11, 22), public_url="https://lotse.example")
    pages = CheckPages(settings, session_factory, after_change=lambda: None)
    return TestClient(Starlette(routes=make_check_routes(pages)), follow_redirects=False)


def programme(slug: str, *rules: str, ended: bool = False) -> FundingProgramme:
    values = {"slug": slug, "title": f"Programm {slug}", "provider": "Bund", "source_date": "2026", "level": "bund"}
    values |= {"area": "hessen", "certainty": "belegt", "application": "Online.", "apply_before_start": "unbekannt"}
    status = "ausgelaufen" if ended else "laufend"
    lists: dict[str, Any] = {"rules": [FundingRule(text=line) for line in rules]}
    return FundingProgramme(**values, status=status, topics=[OfferTopic(topic="energie")], **lists)


def read_mails(factory: sessionmaker) -> list[OutboxMail]:
    with factory() as session:
        return list(session.scalars(select(OutboxMail)))


def test_an_address_with_answers_shows_the_groups_and_nothing_that_has_ended(client: TestClient) -> None:
    page = client.get(ADDRESS).text
    assert "mittleres Unternehmen" in page
    assert page.index("Passt (1)") < page.index("Programm passt") < page.index("Passt, wenn das noch stimmt (1)")
    assert "Erst fragen." in page
    assert "Programm alt" not in page
    assert "keine verbindliche Beratung" in page
    assert "<dd>8.000.000 Euro</dd>" in page


def test_without_answers_there_are_only_the_questions(client: TestClient) -> None:
    page = client.get("/foerdercheck").text
    assert 'name="beschaeftigte"' in page
    assert "Programm passt" not in page


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"beschaeftigte": "viele"}, "Die Zahl habe ich nicht verstanden"),
        ({"ort": "Entenhausen"}, "Diesen Ort kenne ich nicht"),
        ({"beginn": "irgendwann"}, "Den Zeitpunkt habe ich nicht verstanden"),
    ],
)
def test_what_makes_no_sense_is_named_and_stays_in_its_field(
    client: TestClient, query: dict[str, str], problem: str
) -> None:
    page = client.get("/foerdercheck?" + urlencode(query)).text
    assert problem in page
    assert f'value="{next(iter(query.values()))}"' in page


def test_an_address_cannot_put_words_or_code_on_the_page(client: TestClient) -> None:
    answer = client.get("/foerdercheck?" + urlencode({**QUERY, "budget": "<script>alert(1)</script>", "x": "Gratis!"}))
    assert "<script>" not in answer.text
    assert "Gratis!" not in answer.text
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_result_is_mailed_once_a_day_with_consent(client: TestClient, session_factory: sessionmaker) -> None:
    first = client.post(ADDRESS, data=MAIL)
    assert (first.status_code, first.headers["location"].rpartition("&")[2]) == (303, "meldung=verschickt")
    again = client.post(ADDRESS, data=MAIL)
    assert again.headers["location"].endswith("meldung=schon_verschickt")
    (mail,) = read_mails(session_factory)
    assert (mail.recipient, mail.subject, mail.audience) == (
        "petra.vogt@example.org",
        "Ergebnis Ihres Förderchecks",
        "visitor",
    )
    assert "Programm passt: Ihr Vorhaben passt (Energie)" in " ".join(mail.body.split())
    assert "https://lotse.example/foerdercheck?beschaeftigte=60" in mail.body


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"einwilligung": ""}, "Ohne Ihre Einwilligung schicken wir nichts"),
        ({"adresse": "petra"}, "fehlt das @-Zeichen"),
        ({"adresse": "a@example.org, b@example.org"}, "mehrere E-Mail-Adressen"),
    ],
)
def test_without_consent_or_one_good_address_nothing_is_sent(
    client: TestClient, session_factory: sessionmaker, changes: dict[str, str], problem: str
) -> None:
    answer = client.post(ADDRESS, data={**MAIL, **changes})
    assert (answer.status_code, problem in answer.text) == (422, True)
    assert read_mails(session_factory) == []


def test_an_address_with_line_ends_adds_no_header(client: TestClient, session_factory: sessionmaker) -> None:
    client.post(ADDRESS, data={**MAIL, "adresse": "petra.vogt@example.org\r\nBcc: alle"})
    assert [mail.recipient for mail in read_mails(session_factory)] == ["petra.vogt@example.org"]


def test_nobody_is_flooded_with_mails(client: TestClient, session_factory: sessionmaker) -> None:
    for budget in range(1000, 1004):
        answer = client.post(f"{ADDRESS}&budget={budget}", data=MAIL)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 60
    assert len(read_mails(session_factory)) == 3


def test_the_address_is_forgotten_a_day_after_the_mail_was_sent(
    client: TestClient, session_factory: sessionmaker
) -> None:
    client.post(ADDRESS, data=MAIL)
    client.post(f"{ADDRESS}&budget=5000", data=MAIL)
    with session_factory.begin() as session:
        sent, _waiting = session.scalars(select(OutboxMail).order_by(OutboxMail.id))
        sent.status, sent.sent_at = "sent", utc_now() - KEPT * 2
    forget_results(session_factory)
    assert [mail.status for mail in read_mails(session_factory)] == ["pending"]
