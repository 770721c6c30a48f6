"""The language of the rules: what can be written, what each line means, and how wrong lines are explained."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.catalogue import read_catalogue
from bot.offers.eligibility.rules import EXAMPLES, Rule, UnreadableRule, find_topics, read_rule

WHY = "Darum."


@pytest.mark.parametrize(
    ("condition", "rule"),
    [
        ("KMU", Rule("size", WHY, ("kleinst", "klein", "mittel"))),
        ("Größe kleinst, klein", Rule("size", WHY, ("kleinst", "klein"))),
        ("groesse gross", Rule("size", WHY, ("gross",))),
        ("Beschäftigte höchstens 1.000", Rule("employees", WHY, most=1000)),
        ("beschaeftigte mindestens 3", Rule("employees", WHY, least=3)),
        ("Umsatz höchstens 500.000.000 Euro", Rule("turnover", WHY, most=500_000_000)),
        ("Budget mindestens 35 000", Rule("budget", WHY, least=35_000)),
        ("Eigenständig", Rule("independent", WHY)),
        ("Ort Hessen oder Thüringen", Rule("place", WHY, ("Hessen", "Thüringen"))),
        ("Ort Kassel, Bad Arolsen", Rule("place", WHY, ("Kassel", "Bad Arolsen"))),
        ("Vorhaben digitalisierung, ki-daten", Rule("purpose", WHY, ("digitalisierung", "ki-daten"))),
        ("Nicht begonnen", Rule("not_started", WHY)),
        ("Beginn ab 1.1.2026", Rule("start", WHY, first=date(2026, 1, 1))),
        ("Beginn bis 31.12.2026", Rule("start", WHY, last=date(2026, 12, 31))),
        ("Zu klären", Rule("open", WHY)),
        ("Nicht für Unternehmen", Rule("nobody", WHY)),
    ],
)
def test_a_line_is_read(condition: str, rule: Rule) -> None:
    assert read_rule(f"{condition}: {WHY}") == rule


def test_a_reason_may_hold_a_colon() -> None:
    assert read_rule("KMU: Eines gilt: Es ist klein.").reason == "Eines gilt: Es ist klein."


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("KMU", "fehlt nach einem Doppelpunkt"),
        ("KMU: ", "fehlt nach einem Doppelpunkt"),
        ("Nur große Firmen: Darum.", "keine Bedingung"),
        ("Größe riesig: Darum.", "„riesig“ ist keine Größe"),
        ("Beschäftigte höchstens viele: Darum.", "keine Bedingung"),
        ("Ort Entenhausen: Darum.", "„entenhausen“ kennt der Lotse nicht"),
        ("Beginn ab 31.2.2026: Darum.", "kein Datum"),
    ],
)
def test_a_wrong_line_is_explained(line: str, problem: str) -> None:
    with pytest.raises(UnreadableRule, match=problem):
        read_rule(line)


@pytest.mark.parametrize("example", EXAMPLES)
def test_what_the_help_names_can_be_written(example: str) -> None:
    assert read_rule(f"{example}: {WHY}").reason == WHY


def test_every_rule_of_the_catalogue_can_be_read_and_names_known_topics() -> None:
    catalogue = read_catalogue()
    rules = {record["slug"]: record["rules"] for record in catalogue.funding}
    topics = {record["slug"] for record in catalogue.topics}
    assert {topic for lines in rules.values() for topic in find_topics(lines)} <= topics
    assert sum(map(bool, rules.values())) > 35
    assert all(read_rule(line).reason.endswith(".") for lines in rules.values() for line in lines)
