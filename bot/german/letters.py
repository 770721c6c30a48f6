"""What stands around the concern in an e-mail: salutation, closing and signature."""

from __future__ import annotations

import re

_SALUTATION = re.compile(
    r"^\s*(?:sehr geehrte[rs]?|geehrte[rs]?|liebe[rs]?|werte[rs]?|hallo|hi|moin|guten (?:tag|morgen|abend))\s+"
    r"(?:(?:herr|frau)\s+(?:(?:dr|prof)\.?\s+)?[\w-]+|damen und herren|(?:[\w-]*team|kolleg\w+)(?:\s+[\w-]+){0,3})"
    r"\s*[,!:.]\s*",
    re.IGNORECASE,
)
_GREETINGS = r"(?:gr(?:ü|ue|u)(?:ß|ss)(?:en?)?)"
# Closings that stand nowhere else, and those that need the end of a sentence before them. A question behind one shows
# that it was none.
_CLOSING = re.compile(
    rf"(?:\s(?:mit (?:freundliche\w|beste\w|viele\w|herzliche\w|liebe\w) {_GREETINGS}|mfg"
    rf"|(?:viele|beste|liebe|herzliche|freundliche|schöne) {_GREETINGS})"
    r"|[.?!,\n]\s*(?:lg|vg|gruß|vielen dank|besten dank|danke|dank im voraus"
    r"|über eine \w*\s?(?:rückmeldung|antwort|nachricht)|ich freue mich auf))\b[^?]*$",
    re.IGNORECASE,
)
MINIMUM_REST = 3  # words that must remain


def strip_letter(text: str) -> str:
    """Return the text without salutation and closing, or as it is when nearly nothing else would remain.

    >>> strip_letter("Sehr geehrte Frau Opper, was kostet der Kurs? Mit freundlichen Grüßen Jan Becker")
    'was kostet der Kurs?'
    """
    closing = _CLOSING.search(text)
    body = text[: closing.start() + 1].strip() if closing else text
    rest = _SALUTATION.sub("", body, count=1)
    return rest if rest == text or len(rest.split()) >= MINIMUM_REST else text
