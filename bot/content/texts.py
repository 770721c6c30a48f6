"""Fields as people write them, in a form or in a cell, to and from the values that the database holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from bot.content.fields import CHOICE, CHOICES, DATE, EMAIL, FLAG, LINE, MONEY, NUMBER, STAND, URL, Field
from bot.content.kinds import Kind
from bot.content.records import Record

GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
YEAR = re.compile(r"(19|20)\d\d")
YES, NO = ("ja", "j", "x", "1", "wahr", "true", "on"), ("", "nein", "n", "0", "falsch", "false")
LARGEST_NUMBER = 2_000_000_000  # what an integer column holds


class Unreadable(ValueError):
    """A text is no value for its field; the message is a German sentence."""


@dataclass
class ReadTexts:
    """A record as read, and what is wrong with it: a German sentence for each field that is."""

    record: Record = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def read_texts(kind: Kind, texts: Mapping[str, str]) -> ReadTexts:
    """Read all fields of a record; a field without a text is empty."""
    result = ReadTexts()
    for one in kind.fields:
        try:
            result.record[one.name] = read_value(one, texts.get(one.name, ""))
        except Unreadable as error:
            result.record[one.name] = one.blank
            result.problems[one.name] = str(error)
    _check_order(result, "valid_from", "valid_until")
    _check_order(result, "starts_on", "ends_on")
    return result


def read_value(one: Field, text: str) -> Any:
    """Return the value of a text. Raises Unreadable."""
    text = tidy(text)
    if one.is_list:
        return _read_list(one, text)
    if one.kind == FLAG:
        return _read_flag(text)
    if not text:
        if one.is_required and "" not in one.choices:
            raise Unreadable("Bitte füllen Sie dieses Feld aus.")
        return None if one.kind in (DATE, NUMBER, MONEY) else ""
    value = _READERS.get(one.kind, _read_plain)(one, text)
    if isinstance(value, str) and one.max_length and len(value) > one.max_length:
        raise Unreadable(f"Höchstens {one.max_length} Zeichen, das sind {len(value)}.")
    return value


def write_texts(kind: Kind, record: Record) -> dict[str, str]:
    """Return all fields of a record as people write them."""
    return {one.name: write_value(one, record.get(one.name)) for one in kind.fields}


def write_value(one: Field, value: Any) -> str:
    """Return a value as people write it: dates in German, choices by their names, lists one per line."""
    if value is None or value == "" or value == []:
        return one.choices.get("", "") if one.kind == CHOICE else ""
    if one.kind == FLAG:
        return "ja" if value else "nein"
    if one.kind == CHOICE:
        return one.choices.get(value, str(value))
    if one.kind == CHOICES:
        return "\n".join(one.choices.get(item, item) for item in value)
    if one.is_list:
        return "\n".join(value)
    if one.kind in (DATE, STAND):
        return write_date(value)
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",") if value % 1 else str(int(value))
    return str(value)


def write_date(value: date | str) -> str:
    """Return a date or ISO string as 31.12.2026; a year alone stays a year."""
    parts = (value.isoformat() if isinstance(value, date) else value).split("-")
    return ".".join(reversed(parts))


def tidy(text: str) -> str:
    """Return a text in one Unicode form, with plain line ends and without what no keyboard writes."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    if not text.replace("\n", "").replace("\t", "").isprintable():  # a hundred times faster than looking at each letter
        text = "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter)[0] != "C")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def read_date(text: str) -> date:
    """Read 31.12.2026 or 2026-12-31. Raises Unreadable."""
    german = GERMAN_DATE.fullmatch(text)
    try:
        if german:
            day, month, year = map(int, german.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"„{text}“ ist kein Datum. So ist es richtig: 31.12.2026.") from None


def _read_list(one: Field, text: str) -> list[str]:
    items = list(dict.fromkeys(line for line in (line.strip() for line in text.split("\n")) if line))
    if one.kind == CHOICES:
        items = [_find_choice(one, item) for item in items]
    if one.is_required and not items:
        raise Unreadable("Bitte füllen Sie dieses Feld aus.")
    too_long = next((item for item in items if one.max_length and len(item) > one.max_length), None)
    if too_long:
        raise Unreadable(f"„{too_long[:40]}…“ ist zu lang: höchstens {one.max_length} Zeichen je Zeile.")
    return items


def _read_flag(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise Unreadable(f"„{text}“ heißt weder ja noch nein.")


def _read_plain(one: Field, text: str) -> str:
    if one.kind != LINE:
        return text
    if "\n" in text:
        raise Unreadable("Dieses Feld hat nur eine Zeile.")
    return " ".join(text.split())


def _read_stand(_one: Field, text: str) -> str:
    return text if YEAR.fullmatch(text) else read_date(text).isoformat()


def _read_number(_one: Field, text: str) -> int:
    digits = text.replace(".", "").replace(" ", "")
    if not digits.isdecimal() or len(digits) > len(str(LARGEST_NUMBER)) or int(digits) > LARGEST_NUMBER:
        raise Unreadable(f"„{text}“ ist keine ganze Zahl.")
    return int(digits)


def _read_money(_one: Field, text: str) -> float:
    plain = text.replace("€", "").replace("Euro", "").strip()
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"\d{1,8}(\.\d{1,2})?", plain):
        raise Unreadable(f"„{text}“ ist kein Betrag. So ist es richtig: 1.250,50.")
    return float(plain)


def _read_url(_one: Field, text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or re.search(r"\s", text):
        raise Unreadable("Das ist keine Webadresse. So ist es richtig: https://www.beispiel.de/seite.")
    return text


def _read_email(_one: Field, text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise Unreadable(f"„{text}“ ist keine E-Mail-Adresse.") from None


def _find_choice(one: Field, text: str) -> str:
    """Return the choice that a text names, by its key or by its German name."""
    for key, label in one.choices.items():
        if text.casefold() in (key.casefold(), label.casefold()):
            return key
    raise Unreadable(f"„{text}“ gibt es hier nicht. Möglich: {', '.join(filter(None, one.choices.values()))}.")


def _check_order(result: ReadTexts, first: str, last: str) -> None:
    begin, end = result.record.get(first), result.record.get(last)
    if begin and end and begin > end:
        result.problems[last] = "Das Ende liegt vor dem Anfang."


_READERS: dict[str, Callable[[Field, str], Any]] = {
    CHOICE: _find_choice,
    DATE: lambda _one, text: read_date(text),
    STAND: _read_stand,
    NUMBER: _read_number,
    MONEY: _read_money,
    URL: _read_url,
    EMAIL: _read_email,
}
