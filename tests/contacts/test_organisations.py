"""An organisation is recognised however it is written."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import sessionmaker

from bot.contacts.organisations import find_spelling, organisation_key

WFG = "Wirtschaftsförderung Region Kassel GmbH (WFG)"


@pytest.mark.parametrize(
    "written", ["Wirtschaftsförderung Region Kassel", "wirtschaftsfoerderung region kassel gmbh", WFG]
)
def test_spellings_of_one_organisation_are_one(seeded: sessionmaker, written: str) -> None:
    with seeded() as session:
        assert find_spelling(session, written) == WFG


@pytest.mark.parametrize("other", ["Wirtschaftsförderung Region Fulda", "Region Kassel", "GmbH", ""])
def test_another_organisation_stays_another(seeded: sessionmaker, other: str) -> None:
    assert organisation_key(other) != organisation_key(WFG)
    with seeded() as session:
        assert find_spelling(session, other) == other
