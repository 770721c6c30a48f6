"""Funding in other federal states: which state a text names, and the bank that knows its programmes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.german.normalize import tokenize
from bot.german.places import find_places


@dataclass(frozen=True)
class State:
    """A federal state, its bank for companies, how the words that name it begin, and its larger cities, all folded."""

    name: str
    bank: str
    stems: tuple[str, ...]
    cities: frozenset[str]

    def is_named_by(self, token: str) -> bool:
        """Tell whether a folded word names the state or a city of it."""
        return token.startswith(self.stems) or token in self.cities


def _state(name: str, bank: str, stems: str, cities: str) -> State:
    return State(name, bank, tuple(stems.split()), frozenset(cities.split()))


STATES = (
    _state("Bayern", "LfA Förderbank Bayern", "bayern bayerisch bayrisch", "muenchen nuernberg augsburg wuerzburg"),
    _state("Baden-Württemberg", "L-Bank", "baden-wuerttemberg bawue", "stuttgart mannheim karlsruhe heilbronn"),
    _state("Brandenburg", "ILB", "brandenburg", "potsdam cottbus"),
    _state("Bremen", "BAB – Die Förderbank für Bremen und Bremerhaven", "bremisch", "bremen bremerhaven"),
    _state("Hamburg", "IFB Hamburg", "hamburg", ""),
    _state("Mecklenburg-Vorpommern", "Landesförderinstitut Mecklenburg-Vorpommern", "mecklenburg", "rostock schwerin"),
    _state("Niedersachsen", "NBank", "niedersachsen niedersaechsisch", "hannover braunschweig wolfsburg goettingen"),
    _state("Nordrhein-Westfalen", "NRW.BANK", "nordrhein nrw", "koeln duesseldorf dortmund bielefeld paderborn"),
    _state("Rheinland-Pfalz", "ISB", "rheinland-pf", "mainz koblenz ludwigshafen kaiserslautern"),
    _state("Saarland", "SIKB", "saarland saarlaend", "saarbruecken"),
    _state("Sachsen-Anhalt", "Investitionsbank Sachsen-Anhalt", "sachsen-anhalt", "magdeburg"),
    _state("Sachsen", "Sächsische Aufbaubank (SAB)", "sachsen saechsisch", "dresden leipzig chemnitz zwickau"),
    _state("Schleswig-Holstein", "IB.SH", "schleswig", "kiel luebeck flensburg"),
    _state("Thüringen", "Thüringer Aufbaubank", "thueringen thueringisch", "erfurt jena eisenach gera"),
)
HOME = ("hessen", "hessisch", "nordhess")


def find_other_state(text: str, places: dict[str, str]) -> State | None:
    """Return the state that a text names; None where it also names Hesse or a town of the region.

    ``places`` maps folded to written names of towns.
    """
    tokens = tokenize(text)
    state = next((state for state in STATES if any(map(state.is_named_by, tokens))), None)
    if state is None or any(token.startswith(HOME) for token in tokens):
        return None
    at_home = [town for town in find_places(text, places) if not any(map(state.is_named_by, tokenize(town)))]
    return None if at_home else state
