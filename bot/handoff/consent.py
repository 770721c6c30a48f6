"""Read a visitor's consent: only a clear yes is a yes."""

from __future__ import annotations

import re

from bot.german.normalize import tokenize
from bot.handoff.form_moves import PLAIN_NO, QUESTION_WORDS

YES_FIRST = frozenset("ja jaa jo joa jap jep jup jupp jawohl yes yep yeah yo".split())
# These say yes only where nothing else is said: "sicher" is an answer, "das ist nicht sicher" is none.
YES_ALONE = frozenset(
    "ok okay oki okey okidoki klar klaro logo sicher sicherlich natuerlich selbstverstaendlich gern gerne passt genau"
    " richtig korrekt exakt absolut unbedingt freilich meinetwegen ordnung absenden"
    " abschicken senden schicken bestaetigt bestaetige bestaetigen stimmt jederzeit mhm mach machen macht".split()
)
PADDING = frozenset(
    "schon geht so sehr alles in von mir aber na doch gut super prima perfekt fein das sie es ist ich damit bitte danke"
    " los".split()
)
OF_MY_ACCOUNT = "von mir aus"


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b")


YES_PHRASES = _any_of(
    r"einverstanden|zugestimmt|zustimmen|eingewilligt|akzeptiere|akzeptiert|erlaube|erlaubt|genehmigt",
    r"stimme (?:\w+ ){0,3}zu|willige (?:\w+ ){0,3}ein",
    r"keine? (?:problem|einwaende|thema|bedenken)",
)
NO_PHRASES = _any_of(
    r"(?:lieber|bitte|eher|besser|gar|ueberhaupt|doch) (?:doch )?nicht?",
    r"auf (?:gar )?keinen fall|keinesfalls|keineswegs|niemals|nie im leben|unter keinen umstaenden",
    r"kommt (?:gar )?nicht in (?:die )?frage|dagegen|leider nein|keine (?:zustimmung|einwilligung)",
    r"nicht (?:einverstanden|erlaubt|zustimmen)|stimme (?:\w+ ){0,3}nicht zu|willige (?:\w+ ){0,3}nicht ein",
    r"(?:will|moechte|wollen|moechten|mag) (?:\w+ ){0,3}(?:nicht?|keine?|keinen)",
    r"nicht (?:absenden|abschicken|senden|schicken|speichern|weitergeben|weiterleiten|verwenden|nutzen)",
    r"lehne (?:\w+ ){0,3}ab|abgelehnt|ablehnen|verweigere|widerspreche",
)
SET_PHRASES = re.compile(r"\baber (?:klar|sicher|gerne?|natuerlich|selbstverstaendlich|ja)\b")
DOUBTS = _any_of(
    r"aber|nur|vielleicht|evtl|eventuell|wenn|falls|sofern|oder|erst|eigentlich|jain|ausser|unsicher",
    r"nicht|weiss|mal sehen|kommt drauf an|kommt darauf an|ueberlegen?|verstehe",
)


def read_consent(text: str) -> bool | None:
    """Return a clear yes or a clear no; with a condition, a doubt or a question in it None."""
    words = tokenize(text)
    if not words:
        return {"👍": True, "👎": False}.get(text.strip()[:1])
    if "?" in text or (len(words) > 2 and words[0] in QUESTION_WORDS):
        return None
    said = " ".join(words)
    refuses = bool(PLAIN_NO.intersection(words)) or bool(NO_PHRASES.search(said))
    agrees = words[0] in YES_FIRST or _is_only_yes(words) or bool(YES_PHRASES.search(NO_PHRASES.sub(" ", said)))
    if refuses == agrees or (agrees and DOUBTS.search(SET_PHRASES.sub(" ", said))):
        return None
    return agrees


def _is_only_yes(words: list[str]) -> bool:
    rest = " ".join(words).replace(OF_MY_ACCOUNT, "meinetwegen").split()
    return YES_ALONE.issuperset(set(rest) - PADDING - YES_FIRST) and not PADDING.issuperset(rest)
