"""Towns of the region: enough to understand "in Hofgeismar" and to say that nothing takes place there."""

from __future__ import annotations

from bot.german.normalize import tokenize

# The city and the district of Kassel with their municipalities, and the larger towns around.
PLACES = (
    "Kassel Ahnatal Baunatal Breuna Calden Espenau Fuldabrück Fuldatal Grebenstein Habichtswald Helsa Hofgeismar "
    "Immenhausen Kaufungen Liebenau Lohfelden Naumburg Nieste Niestetal Reinhardshagen Schauenburg Söhrewald "
    "Trendelburg Vellmar Wesertal Wolfhagen Zierenberg Melsungen Fritzlar Homberg Schwalmstadt Eschwege Witzenhausen "
    "Korbach Göttingen Marburg Fulda Paderborn"
).split()
TWO_WORDS = ("Bad Karlshafen", "Bad Emstal", "Bad Arolsen", "Bad Wildungen", "Hessisch Lichtenau", "Hann. Münden")


def known_places() -> dict[str, str]:
    """Return the towns by their folded words."""
    return {" ".join(tokenize(name)): name for name in (*TWO_WORDS, *PLACES)}


def find_place(text: str, places: dict[str, str]) -> str | None:
    """Return the first of the given towns (folded name -> name) that a text names, or None."""
    return next(iter(find_places(text, places)), None)


def find_places(text: str, places: dict[str, str]) -> list[str]:
    """Return the given towns (folded name -> name) that a text names, those of two words first."""
    tokens = tokenize(text)
    spans = (" ".join(tokens[start : start + size]) for size in (2, 1) for start in range(len(tokens) - size + 1))
    return list(dict.fromkeys(places[span] for span in spans if span in places))
