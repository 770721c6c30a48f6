"""Openers before the real question: greetings, thanks, "kurze Zwischenfrage", which only get in the way."""

from __future__ import annotations

import re

from bot.german.letters import strip_letter

_OPENERS = (
    r"hallo(?: zusammen)?|hi|hey|moin(?: moin)?(?: zusammen)?|servus|gude|tach|gruess gott|grüß gott|mahlzeit"
    r"|hello(?: there)?|hi there|good (?:morning|day|evening)"
    r"|guten (?:tag|morgen|abend)(?: zusammen)?|schönen guten tag|sehr geehrte damen und herren|liebes team"
    r"|sorry|entschuldigung|entschuldigen sie(?: bitte)?|verzeihung|moment(?: mal)?"
    r"|also|ok(?:ay)?|na gut|gut|aha|ach so"
    r"|danke(?: schön| dir| ihnen)?|vielen dank|super|prima|schade|naja|hm+|äh+m*|bitte"
    r"|(?:mal )?(?:eine |ne )?(?:kurze |andere |weitere |noch eine )*(?:zwischen)?frage(?: noch)?"
    r"|ok(?:ay)? dann auf deutsch|nochmal|anders gefragt"
    r"|(?:jetzt )?(?:mal |noch )?(?:etwas|was) (?:ganz |völlig )?anderes"
)
_BEGINS = r"ich|wir|wie|was|wer|wo|wann|welche|do|can|is|what|how|where"
_PATTERN = re.compile(rf"^\s*(?:{_OPENERS})\s*(?:[.!,:;…–-]+\s*|\s+(?=(?:{_BEGINS})\b))", re.IGNORECASE)
MINIMUM_REST = 2  # words that must remain


def strip_openers(text: str) -> str:
    """Return the text without its openers and what stands around a letter, or as it is when nothing else would remain.

    >>> strip_openers("Moin zusammen! Danke. Wo habt ihr euer Büro?")
    'Wo habt ihr euer Büro?'
    """
    rest = strip_letter(text)
    while True:
        shorter = _PATTERN.sub("", rest, count=1)
        if shorter == rest or len(shorter.split()) < MINIMUM_REST:
            return rest
        rest = shorter
