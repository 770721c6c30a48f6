"""A visitor finds the own ticket, and nobody else's."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bot.handoff.contact_details import ContactDetails
from bot.handoff.lookup import find_own_ticket, read_case_number
from bot.handoff.tickets import open_ticket
from tests.handoff.samples import NOW, SETTINGS, make_request

MAIL, PHONE = ContactDetails(email="j.gross@example.org"), ContactDetails(phone="+49 561 123456")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("TK-2026-7F3KQ9", "TK-2026-7F3KQ9"),
        (" tk 2026 7f3kq9 ", "TK-2026-7F3KQ9"),
        ("TK–2026–7F3KQ9", "TK-2026-7F3KQ9"),
        ("TK20267F3KQ9", "TK-2026-7F3KQ9"),
        ("7F3KQ9", ""),
        ("TK-2026-7F3KQ9 OR 1=1", ""),
        ("", ""),
    ],
)
def test_a_case_number_is_read_however_it_is_typed(typed: str, number: str) -> None:
    assert read_case_number(typed) == number


@pytest.mark.parametrize(
    ("reach", "is_found"),
    [
        (MAIL, True),
        (ContactDetails(email="J.Gross@Example.org"), True),
        (ContactDetails(email="other@example.org"), False),
        (PHONE, False),  # there is an address, and only that counts
        (ContactDetails(email="other@example.org", phone="+49 561 123456"), False),
        (ContactDetails(), False),
    ],
)
def test_number_and_address_have_to_belong_together(session: Session, reach: ContactDetails, is_found: bool) -> None:
    ticket = open_ticket(session, make_request(), SETTINGS, now=NOW)
    assert (find_own_ticket(session, ticket.case_number, reach) is ticket) is is_found


def test_without_an_address_the_telephone_number_counts_however_it_is_spaced(session: Session) -> None:
    ticket = open_ticket(session, make_request(email=""), SETTINGS, now=NOW)
    assert find_own_ticket(session, ticket.case_number, ContactDetails(phone="+49 5611 23456")) is ticket
    assert find_own_ticket(session, ticket.case_number, MAIL) is None


@pytest.mark.parametrize("reach", [MAIL, PHONE, ContactDetails()])
def test_an_unknown_number_leads_to_nothing(session: Session, reach: ContactDetails) -> None:
    open_ticket(session, make_request(), SETTINGS, now=NOW)
    assert find_own_ticket(session, "TK-2026-BBBBBB", reach) is None
