"""Cues in the wording of a question that say what kind of answer it wants."""

from __future__ import annotations

import re
from typing import Any

from bot.german.normalize import fold, tokenize

_CONTACT = re.compile(
    r"\b(?:an wen|mit wem|bei wem|zu wem|wen (?:rufe|kann|muss|soll|frage|spreche)"
    r"|ansprechpartner\w*"
    r"|ansprechperson\w*|durchwahl\w*|telefonnummer\w*|rufnummer\w*|mailadresse\w*|kontaktdaten|niederlassung"
    r"|kontakt (?:zu|zur|zum|von|bei)|wer ist (?:bei|von)"
    r"|wie (?:erreiche|komme?) (?:ich|wir) (?:an )?|jemanden (?:vo[mn]|bei|aus))\b"
)
_POINTERS = frozenset("das dies dieses diese da dafuer davon dazu dabei damit dort alles es trotzdem".split())
# "hat die eine Nummer?", "was kostet der?" point back, "ist die IHK dabei?" does not: what follows there is a name.
_POINTING_ARTICLE = re.compile(
    r"\b(?:der|die|den|denen)"
    r"(?: (?:auch|denn|da|noch|nur|so|immer|eine?n?|n?e|nen|keine?n?|fuer|bei|in|im|am|an|mit|von|zu|und|oder|beiden?"
    r"|mir|uns|ich|wir|man|dann|gleich|schon|wirklich|jetzt|jemand|nicht|kein|online|statt|ungefaehr|insgesamt|genau"
    r"|kostenlos|teuer|abends|zertifiziert|gefoerdert|hier|eigentlich|wieder|normalerweise|morgens)\b|\W*$)"
)
# "Gibt es Zuschüsse?" and "Ist da jemand da?" do not ask about what was said.
_PRESENT = re.compile(
    r"\bgibt(?:s| es| s)\b|\bda (?=jemand|wer|einer|niemand|keiner)"
    r"|\b(?:jemand|niemand|keiner|noch|seid ihr|sind sie) da\b"
)
_VAGUE = re.compile(
    r"^(?:ich |wir )?(?:habe?n?|haette|haetten|es geht|geht|es dreht sich|bezueglich|zum thema|thema|info\w*)\b"
    r"(?:.{0,20}\b(?:frage\w*|anliegen|infos?|information\w*))?.{0,12}\b(?:zu|zur|zum|ueber|um|wegen|bezueglich|thema)\b"
)
MAXIMUM_ANAPHORIC = 11  # words; a longer question says itself what it is about
MAXIMUM_VAGUE = 9


_DROP = re.compile(
    r"\b(egal|weglassen|weglaesst|weg|keine rolle|nicht so wichtig|unwichtig|ignorier\w*|ueberall|auch woanders)\b"
)
_DROPPED: dict[str, tuple[re.Pattern[str], dict[str, Any]]] = {
    "place": (re.compile(r"\b(ort|orte|stadt|wo|ueberall|woanders|entfernung)\b"), {"place": ""}),
    "price": (re.compile(r"\b(preis\w*|kosten|geld|budget|euro|teuer\w*)\b"), {"max_price": None}),
    "date": (re.compile(r"\b(datum|termin\w*|zeit\w*|monat|wann)\b"), {"first_day": None, "last_day": None}),
    "format": (re.compile(r"\b(format|online|praesenz)\b"), {"formats": ()}),
}
_UNDO = re.compile(
    r"\brueckgaengig\b|\bletzte[nrs]? (?:filter|angabe|bedingung|einschraenkung) (?:wieder )?(?:weg|zurueck|raus)"
)
_MAY_COST_MORE = re.compile(r"\b(mehr|teurer|etwas mehr|auch mehr) (kosten|ausgeben|zahlen|sein)\b")


_PROVIDER = re.compile(
    r"\b(?:kurs\w*|angebot\w*|lehrgang\w*|lehrgaenge\w*|seminar\w*|schulung\w*|was|etwas|eine?[nrs]?|welche)\s+"
    r"(?:vom|von der|von|beim|bei der|bei)\s+([\w&.-]{2,})"
)
_NO_PROVIDERS = frozenset("land bund eu staat euch ihnen hier dort uns mir dir euro".split())


def read_provider(text: str) -> str:
    """Return the provider that a text asks for among what was found ("ist da auch ein Kurs vom TÜV dabei?"), or ""."""
    match = _PROVIDER.search(fold(text))
    if match is None or match[1] in _NO_PROVIDERS or match[1].isdigit():
        return ""
    written = next((word for word in re.findall(r"[\w&.-]+", text) if fold(word) == match[1]), match[1])
    return written.strip(".")


def asks_for_contact(text: str) -> bool:
    """Tell whether a question asks for a person, a number or an address."""
    return bool(_CONTACT.search(fold(text)))


def is_anaphoric(text: str) -> bool:
    """Tell whether a short question leans on what was said before ("und wer bezahlt das alles?")."""
    tokens = tokenize(text)
    return len(tokens) <= MAXIMUM_ANAPHORIC and (tokens[:1] == ["und"] or points_back(text))


def points_back(text: str) -> bool:
    """Tell whether a word of a text stands for something that was named before ("davon", "gilt das auch")."""
    folded = _PRESENT.sub(" ", fold(text))
    return bool(_POINTERS & set(tokenize(folded))) or bool(_POINTING_ARTICLE.search(folded))


def is_vague(text: str) -> bool:
    """Tell whether a message only names a subject ("Ich habe eine Frage zur Universität") without asking anything."""
    return "?" not in text and len(tokenize(text)) <= MAXIMUM_VAGUE and bool(_VAGUE.match(fold(text)))


def asks_for_replacement(text: str) -> bool:
    """Tell whether a question asks for what comes instead of something."""
    return bool(re.search(r"\b(?:stattdessen|statt dessen|ersatz|alternativ\w*|nachfolg\w*|als ersatz)\b", fold(text)))


def asks_to_compare(text: str) -> bool:
    """Tell whether a question asks for the difference of things."""
    return bool(re.search(r"\b(?:unterschied\w*|unterscheide\w*|vergleich\w*|verglichen)\b", fold(text)))


def asks_to_undo(text: str) -> bool:
    """Tell whether a message takes the last change of a search back."""
    return bool(_UNDO.search(fold(text)))


def read_dropped_conditions(text: str) -> dict[str, Any]:
    """Return the fields of the filters that a text gives up ("der Ort ist egal"), with their empty values."""
    folded = fold(text).replace("vor ort", " ")
    if _MAY_COST_MORE.search(folded):
        return {"max_price": None}
    if not _DROP.search(folded):
        return {}
    dropped: dict[str, Any] = {}
    for pattern, emptied in _DROPPED.values():
        if pattern.search(folded):
            dropped.update(emptied)
    return dropped
