"""How a visitor can be reached: an e-mail address or a telephone number, also out of a whole sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from bot.handoff.answers import InvalidAnswer
from bot.handoff.phone_numbers import NoPhoneNumber, find_phone_numbers
from bot.handoff.plain_text import tidy_line

EMAIL_EXAMPLE = "Eine gültige Adresse sieht zum Beispiel so aus: petra.vogt@example.org."
PHONE_EXAMPLE = "Bitte nennen Sie die Nummer mit Vorwahl, zum Beispiel: 0561 123456."
ASK_REACH = (
    "Ich brauche eine E-Mail-Adresse oder eine Telefonnummer mit Vorwahl, zum Beispiel: petra.vogt@example.org"
    " oder 0561 123456."
)

ADDRESS = re.compile(r"[^\s<>()\[\]{},;:/\"„“”|]*@[^\s<>()\[\]{},;:/\"„“”|]*")
BRACKETED_AT = re.compile(r"\s*[(\[{<]\s*(?:at|ät|klammeraffe|@)\s*[)\]}>]\s*", re.IGNORECASE)
SPOKEN_AT = re.compile(r"\s+(?:at|ät|klammeraffe)\s+", re.IGNORECASE)
SPOKEN_DOT = re.compile(r"\s*[(\[{]\s*(?:punkt|dot)\s*[)\]}]\s*|\s+(?:punkt|dot)\s+", re.IGNORECASE)
SOME_DIGITS = re.compile(r"\d(?:[\s/().-]*\d){3,}")


class InvalidContact(InvalidAnswer):
    """The visitor cannot be reached this way; the message says in German what is wrong, with an example."""


@dataclass(frozen=True)
class ContactDetails:
    """Where a visitor can be reached; at least one of the two is filled."""

    email: str = ""
    phone: str = ""


def read_contact(text: str) -> ContactDetails:
    """Read an e-mail address, a telephone number or both. Raises InvalidContact."""
    line = tidy_line(text)
    addresses = _find_addresses(line)
    email = read_email(line) if addresses else ""
    rest = line if "@" not in line else ADDRESS.sub(" ", _join_at(line))
    if email and not SOME_DIGITS.search(rest):
        return ContactDetails(email=email)
    if not email and not SOME_DIGITS.search(rest):
        raise InvalidContact(ASK_REACH)
    try:
        return ContactDetails(email=email, phone=read_phone(rest))
    except InvalidContact:
        if email:  # "a@b.de, 34117 Kassel": other figures beside an address do no harm
            return ContactDetails(email=email)
        raise


def read_email(text: str) -> str:
    """Return the one e-mail address of the text, also one spelt out ("at", "punkt"). Raises InvalidContact."""
    found = _find_addresses(tidy_line(text))
    if not found:
        raise InvalidContact(f"In Ihrer E-Mail-Adresse fehlt das @-Zeichen. {EMAIL_EXAMPLE}")
    if len(found) > 1:
        raise InvalidContact(f"Ich lese mehrere E-Mail-Adressen. Bitte nennen Sie nur eine. {EMAIL_EXAMPLE}")
    address = _validate(found[0])
    if not address:
        raise InvalidContact(f"{_explain(found[0])} {EMAIL_EXAMPLE}")
    return address


def read_phone(text: str) -> str:
    """Return the one telephone number of the text as ``+49 561 1234567``. Raises InvalidContact."""
    line = tidy_line(text)
    try:
        numbers = find_phone_numbers(line)
    except NoPhoneNumber as wrong:
        raise InvalidContact(f"{wrong} {PHONE_EXAMPLE}") from None
    if len(numbers) > 1:
        raise InvalidContact("Ich lese mehrere Telefonnummern. Bitte nennen Sie nur eine, zum Beispiel: 0561 123456.")
    if not numbers and SOME_DIGITS.search(line):
        raise InvalidContact(f"Der Telefonnummer fehlt die Vorwahl. {PHONE_EXAMPLE}")
    if not numbers:
        raise InvalidContact(f"Das habe ich nicht als Telefonnummer erkannt. {PHONE_EXAMPLE}")
    return numbers[0]


def _find_addresses(line: str) -> list[str]:
    """Return what is meant as an address; words spelt out count only where they give exactly one valid address."""
    if "@" in line:
        return _distinct(ADDRESS.findall(_join_at(line)))
    if len(BRACKETED_AT.findall(line)) + len(SPOKEN_AT.findall(line)) != 1:
        return []
    spelt = SPOKEN_DOT.sub(".", SPOKEN_AT.sub("@", BRACKETED_AT.sub("@", line)))
    return [address for address in _distinct(ADDRESS.findall(spelt)) if _validate(address)]


def _join_at(line: str) -> str:
    return re.sub(r"\s*@\s*", "@", BRACKETED_AT.sub("@", line))


def _distinct(addresses: list[str]) -> list[str]:
    stripped = [address.lstrip("'*").rstrip(".!?'*…") for address in addresses]
    return list({address.lower(): address for address in stripped}.values())


def _validate(address: str) -> str:
    try:
        return validate_email(address, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        return ""


def _explain(address: str) -> str:
    name, _, domain = address.partition("@")
    if not name:
        return "In der E-Mail-Adresse fehlt der Teil vor dem @."
    if not domain:
        return f"In der E-Mail-Adresse „{address}“ fehlt der Teil nach dem @."
    if "@" in domain:
        return f"Die E-Mail-Adresse „{address}“ enthält mehr als ein @."
    if "." not in domain:
        return f"In der E-Mail-Adresse „{address}“ fehlt am Ende etwas wie „.de“."
    if not name.isascii():
        return f"In der E-Mail-Adresse „{address}“ sind vor dem @ keine Umlaute und Sonderzeichen möglich."
    return f"Die E-Mail-Adresse „{address}“ gibt es so nicht."
