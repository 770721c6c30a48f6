"""The rules of routing are written, changed and ended one area at a time."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.contacts.rules import count_rules, read_rules, save_rule
from bot.contacts.weekly import find_contacts_with_hours, save_weekly
from bot.handoff.deadlines import read_hours
from tests.handoff.office import kassel


def test_a_rule_is_written_changed_and_ended(session: Session) -> None:
    for area, slug in (("hochvolt", "anna-beck"), ("batterie", "anna-beck"), ("hochvolt", "bert-cohn")):
        save_rule(session, area, slug)
    assert read_rules(session) == {"hochvolt": "bert-cohn", "batterie": "anna-beck"}
    save_rule(session, "batterie", "")
    save_rule(session, "nie-geregelt", "")
    assert count_rules(session) == {"bert-cohn": 1}


def test_weekly_hours_take_the_place_of_those_before(session: Session) -> None:
    save_weekly(session, "anna-beck", [(0, 540, 720), (0, 780, 960)])
    save_weekly(session, "anna-beck", [(1, 600, 720)])
    assert read_hours(session, "anna-beck", since=kassel("2026-11-25 09:00").date()).weekly == {1: ((600, 720),)}
    assert find_contacts_with_hours(session) == {"anna-beck"}
    save_weekly(session, "anna-beck", ())
    assert find_contacts_with_hours(session) == set()
