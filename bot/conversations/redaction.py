"""Take personal data out of what visitors write before it is kept."""

from __future__ import annotations

import re

FORM_ANSWER = "(Angabe im Formular)"

_EMAIL = re.compile(r"[^\s@<>()\[\],;:]+\s?(?:@|\(at\)|\[at\])\s?[^\s@<>()\[\],;:]+\.[^\W\d_]{2,}")
_IBAN = re.compile(
    r"\b(?:[A-Z]{2} ?\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?|(?i:de) ?\d{2}(?: ?\d{4}){4} ?\d\d)\b"
)
# A telephone number: seven digits or more that begin with 0 or +, in groups as people write them; a date is none.
_DATE = r"0\d\.(?:0\d|1[0-2])\.(?:\d{4}|\d\d)?(?!\d|\.\d)"
_PHONE = re.compile(rf"(?<!\w)(?<!\d[.,])(?!{_DATE})(?:\+|00|0)(?:[\s()/.–-]{{0,3}}\d){{6,16}}(?!\w)")
_STREET = re.compile(
    r"\b(?:[A-ZÄÖÜ][\w.-]*(?:straße|strasse|str\.|weg|allee|gasse|platz)"
    r"|(?-i:[A-ZÄÖÜ])[\w-]+ (?:straße|strasse|str\.|allee|gasse)"
    r"|(?-i:[A-ZÄÖÜ])[\w-]*e[rn] (?-i:Weg|Platz))\s?\d{1,4}(?:\s?[a-z])?\b(?!\.\d)",
    re.IGNORECASE,
)


def redact(text: str) -> str:
    """Return the text with e-mail addresses, telephone numbers, bank accounts and street addresses replaced.

    >>> redact("Rufen Sie mich an: 0561 123456")
    'Rufen Sie mich an: [Telefonnummer]'
    """
    text = _EMAIL.sub("[E-Mail-Adresse]", text)
    text = _IBAN.sub("[Kontonummer]", text)
    text = _PHONE.sub("[Telefonnummer]", text)
    return _STREET.sub("[Anschrift]", text)
