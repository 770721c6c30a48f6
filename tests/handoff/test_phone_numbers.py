"""Telephone numbers in sentences; single numbers in all their writings are in test_contact_details."""

from __future__ import annotations

import pytest

from bot.handoff.phone_numbers import NoPhoneNumber, find_phone_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("Wir haben 120 Leute in 34117 Kassel.", []),
        ("Am 01.02.2027 von 9.00 bis 12.30 Uhr", []),
        ("Die 3 von uns um 08:15 Uhr", []),
        ("kim0561123456@example.org", []),
        ("0561 123456", ["+49 561 123456"]),
        ("0561 123456, mobil 0171 2345678", ["+49 561 123456", "+49 171 2345678"]),
        ("0561 123456 / 0171 2345678", ["+49 561 123456", "+49 171 2345678"]),
        ("0561/123456 0171/2345678 +43 1 2345678", ["+49 561 123456", "+49 171 2345678", "+43 12345678"]),
        ("0561 123456 oder +49 561 123456", ["+49 561 123456"]),
        ("Am 5.1. ab 8 Uhr: 0561 123456!", ["+49 561 123456"]),
        ("Tel. 0561\u2013123\u2013456", ["+49 561 123456"]),
    ],
)
def test_the_different_numbers_are_found_in_their_order(text: str, numbers: list[str]) -> None:
    assert find_phone_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0561 12", "Die Telefonnummer „0561 12“ ist zu kurz."),
        ("+49 561 12345678901234", "ist zu lang"),
        ("00 00 00 00 00", "hat keine gültige Vorwahl"),
        ("erst 0561 123456, dann 0171 1", "„0171 1“ ist zu kurz"),
    ],
)
def test_an_unusable_number_is_named(text: str, reason: str) -> None:
    with pytest.raises(NoPhoneNumber, match=reason):
        find_phone_numbers(text)
