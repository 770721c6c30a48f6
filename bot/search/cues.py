"""Cues in the wording of a question that say what kind of answer it wants."""

from __future__ import annotations

import re

from bot.german.normalize import fold, tokenize

_CONTACT = re.compile(
    r"\b(?:an wen|mit wem|bei wem|zu wem|wen (?:rufe|kann|muss|soll|frage|spreche)"
    r"|ansprechpartner\w*"
    r"|ansprechperson\w*|durchwahl\w*|telefonnummer\w*|rufnummer\w*|mailadresse\w*|kontaktdaten|niederlassung"
    r"|kontakt (?:zu|zur|zum|von|bei)|wer ist (?:bei|von)"
    r"|wie (?:erreiche|komme?) (?:ich|wir) (?:an )?|jemanden (?:vo[mn]|bei|aus))\b"
)
_POINTERS = frozenset("das dies dieses diese da dafuer davon dazu dabei damit dort die der den alles es".split())
_VAGUE = re.compile(
    r"^(?:ich |wir )?(?:habe?n?|haette|haetten|es geht|geht|es dreht sich|bezueglich|zum thema|thema|info\w*)\b"
    r"(?:.{0,20}\b(?:frage\w*|anliegen|infos?|information\w*))?.{0,12}\b(?:zu|zur|zum|ueber|um|wegen|bezueglich|thema)\b"
)
MAXIMUM_ANAPHORIC = 9  # words; a longer question says itself what it is about
MAXIMUM_VAGUE = 9


def asks_for_contact(text: str) -> bool:
    """Tell whether a question asks for a person, a number or an address."""
    return bool(_CONTACT.search(fold(text)))


def is_anaphoric(text: str) -> bool:
    """Tell whether a short question leans on what was said before ("und wer bezahlt das alles?")."""
    tokens = tokenize(text)
    if len(tokens) > MAXIMUM_ANAPHORIC:
        return False
    return bool(_POINTERS & set(tokens)) or tokens[:1] == ["und"]


def is_vague(text: str) -> bool:
    """Tell whether a message only names a subject ("Ich habe eine Frage zur Universität") without asking anything."""
    return "?" not in text and len(tokenize(text)) <= MAXIMUM_VAGUE and bool(_VAGUE.match(fold(text)))


def asks_for_replacement(text: str) -> bool:
    """Tell whether a question asks for what comes instead of something."""
    return bool(re.search(r"\b(?:stattdessen|statt dessen|ersatz|alternativ\w*|nachfolg\w*|als ersatz)\b", fold(text)))


def asks_to_compare(text: str) -> bool:
    """Tell whether a question asks for the difference of things."""
    return bool(re.search(r"\b(?:unterschied\w*|vergleich\w*|verglichen)\b", fold(text)))
