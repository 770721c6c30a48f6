"""Other federal states: which one a text names by name or city, and the bank that knows its funding."""

from __future__ import annotations

from dataclasses import dataclass

from bot.german.normalize import fold, tokenize
from bot.german.places import find_places


@dataclass(frozen=True)
class State:
    """A federal state, its bank for companies, how the folded words that name it begin, and larger cities of it.

    ``cities`` maps folded to written names.
    """

    name: str
    bank: str
    stems: tuple[str, ...]
    cities: dict[str, str]

    def is_named_by(self, token: str) -> bool:
        """Tell whether a folded word names the state or a city of it."""
        return token.startswith(self.stems) or token in self.cities


def _state(name: str, bank: str, stems: str, cities: str) -> State:
    return State(name, bank, tuple(stems.split()), {fold(city): city for city in cities.split()})


STATES = (
    _state("Bayern", "LfA Förderbank Bayern", "bayern bayerisch bayrisch", "München Nürnberg Augsburg Würzburg"),
    _state("Baden-Württemberg", "L-Bank", "baden-wuerttemberg bawue", "Stuttgart Mannheim Karlsruhe Heilbronn"),
    _state("Brandenburg", "ILB", "brandenburg", "Potsdam Cottbus"),
    _state("Bremen", "BAB – Die Förderbank für Bremen und Bremerhaven", "bremisch", "Bremen Bremerhaven"),
    _state("Hamburg", "IFB Hamburg", "hamburg", "Hamburg"),
    _state("Mecklenburg-Vorpommern", "Landesförderinstitut Mecklenburg-Vorpommern", "mecklenburg", "Rostock Schwerin"),
    _state("Niedersachsen", "NBank", "niedersachsen niedersaechsisch", "Hannover Braunschweig Wolfsburg Göttingen"),
    _state("Nordrhein-Westfalen", "NRW.BANK", "nordrhein nrw", "Köln Düsseldorf Dortmund Bielefeld Paderborn"),
    _state("Rheinland-Pfalz", "ISB", "rheinland-pf", "Mainz Koblenz Ludwigshafen Kaiserslautern"),
    _state("Saarland", "SIKB", "saarland saarlaend", "Saarbrücken"),
    _state("Sachsen-Anhalt", "Investitionsbank Sachsen-Anhalt", "sachsen-anhalt", "Magdeburg"),
    _state("Sachsen", "Sächsische Aufbaubank (SAB)", "sachsen saechsisch", "Dresden Leipzig Chemnitz Zwickau"),
    _state("Schleswig-Holstein", "IB.SH", "schleswig", "Kiel Lübeck Flensburg"),
    _state("Thüringen", "Thüringer Aufbaubank", "thueringen thueringisch", "Erfurt Jena Eisenach Gera"),
)
# The cities of other states by their folded names: to understand that a course is wanted there.
OTHER_CITIES = {folded: city for state in STATES for folded, city in state.cities.items()}
HOME = ("hessen", "hessisch", "nordhess")


def find_other_state(text: str, places: dict[str, str]) -> State | None:
    """Return the state that a text names; None where it also names Hesse or a town of the region.

    ``places`` maps folded to written names of towns.
    """
    tokens = tokenize(text)
    state = next((state for state in STATES if any(map(state.is_named_by, tokens))), None)
    if state is None or any(token.startswith(HOME) for token in tokens):
        return None
    return None if set(find_places(text, places)) - set(OTHER_CITIES.values()) else state
