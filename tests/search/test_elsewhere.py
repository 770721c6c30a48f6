"""Funding in other federal states."""

from __future__ import annotations

import pytest

from bot.german.places import known_places
from bot.german.states import HESSE
from bot.german.states import STATES as ALL_STATES
from bot.search.elsewhere import STATES, find_other_state


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Was fördert der Freistaat Bayern?", "Bayern"),
        ("bayrische zuschüsse", "Bayern"),
        ("Werk in Göttingen", "Niedersachsen"),
        ("Firma in NRW", "Nordrhein-Westfalen"),
        ("Investition in Sachsen-Anhalt", "Sachsen-Anhalt"),
        ("sächsische Förderung", "Sachsen"),
    ],
)
def test_another_state_is_found_by_its_name_an_adjective_or_a_city(text: str, name: str) -> None:
    state = find_other_state(text, known_places())
    assert state
    assert state.name == name


@pytest.mark.parametrize(
    "text",
    [
        "Wir sitzen in Kassel und kooperieren mit einer Firma in München",
        "Bayern oder Hessen, wer zahlt mehr?",
        "gerade ein Gerät gekauft",
        "Was fördert der Bund?",
    ],
)
def test_who_is_at_home_here_or_names_no_state_is_not_elsewhere(text: str) -> None:
    assert find_other_state(text, known_places()) is None


def test_all_states_but_hesse_and_the_seat_of_the_federation_are_known() -> None:
    assert {state.name for state in STATES} == {*ALL_STATES} - {
        HESSE,
        "Berlin",
    }  # "aus Berlin": the federation
