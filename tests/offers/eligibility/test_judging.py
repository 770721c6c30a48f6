"""Rules against answers, as tables: met, not met, not known."""

from __future__ import annotations

from datetime import date

import pytest

from bot.offers.eligibility.answers import Answers
from bot.offers.eligibility.judging import FITS, FITS_IF, FITS_NOT, is_met, judge
from bot.offers.eligibility.rules import read_rule

SMALL = Answers(employees=40, turnover_eur=6_000_000, in_group=False)


@pytest.mark.parametrize(
    ("condition", "answers", "met"),
    [
        ("KMU", SMALL, True),
        ("KMU", Answers(employees=300, in_group=False), False),
        ("KMU", Answers(employees=300), False),  # a group would only add to it
        ("KMU", Answers(employees=60, in_group=False), None),  # turnover and balance sheet are unknown
        ("KMU", Answers(employees=40, turnover_eur=6_000_000), None),  # there may be a group
        ("KMU", Answers(employees=40, turnover_eur=6_000_000, in_group=True), None),
        ("KMU", Answers(employees=40, in_group=True, group_employees=400), False),
        ("KMU", Answers(), None),
        ("Größe kleinst", SMALL, False),
        ("Größe klein", SMALL, True),
        ("Beschäftigte höchstens 249", Answers(employees=249, in_group=False), True),
        ("Beschäftigte höchstens 249", Answers(employees=250, in_group=False), False),
        ("Beschäftigte höchstens 249", Answers(employees=60, in_group=True), None),
        ("Beschäftigte höchstens 249", Answers(employees=60, in_group=True, group_employees=200), True),
        ("Beschäftigte mindestens 3", Answers(employees=60, in_group=True), True),
        ("Beschäftigte mindestens 3", Answers(employees=2, in_group=False), False),
        ("Umsatz höchstens 5.000.000", SMALL, False),
        ("Umsatz höchstens 50.000.000", SMALL, True),
        ("Umsatz höchstens 50.000.000", Answers(), None),
        ("Budget mindestens 35.000", Answers(budget_eur=35_000), True),
        ("Budget mindestens 35.000", Answers(budget_eur=34_999), False),
        ("Budget mindestens 35.000", Answers(), None),
        ("Eigenständig", SMALL, True),
        ("Eigenständig", Answers(in_group=True), False),
        ("Eigenständig", Answers(), None),
        ("Ort Hessen", Answers(place="Baunatal", state="Hessen"), True),
        ("Ort Hessen", Answers(place="Göttingen", state="Niedersachsen"), False),
        ("Ort Hessen", Answers(), None),
        ("Ort Kassel", Answers(place="Baunatal", state="Hessen"), False),
        ("Ort Kassel", Answers(place="Hessen", state="Hessen"), None),
        ("Ort Kassel", Answers(place="Bayern", state="Bayern"), False),
        ("Vorhaben digitalisierung, ki-daten", Answers(topics=("investition", "ki-daten")), True),
        ("Vorhaben digitalisierung", Answers(topics=("investition",)), False),
        ("Vorhaben digitalisierung", Answers(), None),
        ("Nicht begonnen", Answers(has_started=False), True),
        ("Nicht begonnen", Answers(has_started=True), False),
        ("Nicht begonnen", Answers(), None),
        ("Beginn bis 31.12.2026", Answers(starts_on=date(2026, 12, 31)), True),
        ("Beginn bis 31.12.2026", Answers(starts_on=date(2027, 1, 1)), False),
        ("Beginn ab 1.1.2026", Answers(starts_on=date(2025, 12, 31)), False),
        ("Beginn ab 1.1.2026", Answers(), None),
        ("Zu klären", SMALL, None),
        ("Nicht für Unternehmen", Answers(), False),
    ],
)
def test_a_rule_is_met_or_not_or_open(condition: str, answers: Answers, met: bool | None) -> None:
    assert is_met(read_rule(f"{condition}: Darum."), answers) is met


@pytest.mark.parametrize(
    ("lines", "group", "reasons"),
    [
        ([], FITS, []),
        (["KMU: A."], FITS, []),
        (["KMU: A.", "Zu klären: B."], FITS_IF, ["B."]),
        (["Budget mindestens 1: A.", "Zu klären: B."], FITS_IF, ["A.", "B."]),
        (["Zu klären: A.", "Größe gross: B.", "Nicht begonnen: C."], FITS_NOT, ["B."]),
    ],
)
def test_one_failed_rule_is_enough_and_one_open_rule_leaves_it_open(
    lines: list[str], group: str, reasons: list[str]
) -> None:
    verdict = judge([read_rule(line) for line in lines], SMALL)
    assert (verdict.group, [rule.reason for rule in verdict.rules]) == (group, reasons)


def test_answers_survive_the_way_through_a_slot() -> None:
    answers = Answers(40, 6_000_000, None, False, None, "Kassel", "Hessen", ("ki-daten",), 0, True, date(2027, 3, 1))
    assert Answers.from_slot(answers.to_slot()) == answers
    assert Answers.from_slot({}) == Answers()
