"""Two concerns in one message: where the second one begins."""

from __future__ import annotations

import re

_ASKING = (
    r"(?:wie(?:viel|so|weit)?|was|wer|wem|wen|wo(?:für|hin|her|mit|zu)?|wann|warum|wieso|weshalb|welche[nrsm]?|"
    r"gibt|gibts|kann|können|könnt|muss|müssen|darf|dürfen|habt|haben|hat|ist|sind|bekomm\w*|krieg\w*|zahlt|kostet|"
    r"brauch\w*|läuft|geht|lässt|wird|werden|soll\w*)"
)
# A verb before its subject asks as well: "kommt man da auch ran", "geht da was".
_VERB_FIRST = r"[a-zäöüß]{2,}(?:t|en|e)\s+(?:man|ich|wir|ihr|sie|es|das|da)"
# A question mark or full stop between two sentences, or "und", "außerdem" before a new question.
_BORDER = re.compile(
    rf"(?:(?<=[?!.])\s+(?:und\s+|außerdem\s+|ausserdem\s+)?|\s*,?\s+(?:und|sowie|außerdem|ausserdem|dann noch)\s+)"
    rf"(?=(?:außerdem\s+|dann\s+|zweitens\s+|noch\s+|auch\s+)?(?:{_ASKING}|{_VERB_FIRST})\b)",
    re.IGNORECASE,
)
# "Erstens suche ich …, zweitens wüsste ich gern …": who counts asks for two things, whatever the words.
_COUNTED = re.compile(r"[,;.]?\s+(?:und\s+)?(?:zweitens|zum (?:zweiten|anderen))\b[:,]?\s+", re.IGNORECASE)
_QUESTION = re.compile(rf"^(?:und\s+)?{_ASKING}\b|,\s*{_VERB_FIRST}\b", re.IGNORECASE)
_INDIRECT = re.compile(r"\b(?:gerne?|mal|nur) (?:gewusst|wissen|fragen)\b|\bfrage (?:mich|wäre)\b", re.IGNORECASE)
# "Umschulung oder lieber einzelne Module": a choice without a sentence around it.
_CHOICE = re.compile(r"^(?!(?:wir|ich|es|bei|unser\w*|mein\w*)\b).*\boder\b.*[^.]$", re.IGNORECASE)
FEWEST_WORDS = 3  # of each concern
MOST_CONCERNS = 2


def split_concerns(text: str) -> list[str]:
    """Return the concerns of a message, at most two; a message with one concern is returned as it is.

    >>> split_concerns("Was ist das Qualifizierungsgeld, und wie kann ich einen Termin ausmachen?")
    ['Was ist das Qualifizierungsgeld', 'wie kann ich einen Termin ausmachen?']
    """
    for border in (*_COUNTED.finditer(text), *_BORDER.finditer(text)):
        parts = [text[: border.start()].strip(" ,"), text[border.end() :].strip(" ,")]
        is_counted = border.re is _COUNTED
        if all(len(part.split()) >= FEWEST_WORDS for part in parts) and (is_counted or asks(parts[0])):
            return parts
    return [text]


def asks(part: str) -> bool:
    """Tell whether a part asks something itself: a mere situation before a question is no concern of its own."""
    return part.endswith("?") or any(pattern.search(part) for pattern in (_QUESTION, _INDIRECT, _CHOICE))
