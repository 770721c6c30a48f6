"""Texts of foreign files as our fields hold them: tidy lines, days, prices, places."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date

from bot.german.places import find_place, known_places

LONGEST_DESCRIPTION = 4000  # what the editor of the back office takes

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BLOCK = re.compile(r"(?i)<\s*(?:br|/p|/div|/li|/h\d|/tr|/ul|/ol)\b[^<>]*>")
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_WEEK = re.compile(r"(\d{4})-W(\d{1,2})")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s.*)?")
_POSTCODE_AND_TOWN = re.compile(r"\b(\d{5})\s+([A-ZÄÖÜ][^\d,;|\n]{1,80})")
_ONLINE = re.compile(r"(?i)\b(?:online\w*|webinar\w*|zoom|teams|webex|virtuell\w*|e-?learning)\b")


def tidy(text: str) -> str:
    """Return one line: composed letters, nothing invisible, single spaces."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def tidy_lines(text: str) -> str:
    """Return a text like ``tidy``, but with its lines and at most one empty line between them."""
    lines = [tidy(line) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def plain_text(markup: str) -> str:
    """Return the words of HTML, also of HTML that stands escaped in CDATA; blocks become lines."""
    text = html.unescape(markup).replace("<![CDATA[", "").replace("]]>", "")
    if "<" in text:
        text = html.unescape(_TAG.sub(" ", _BLOCK.sub("\n", text)))
    return tidy_lines(text)


def shorten(text: str, most: int = LONGEST_DESCRIPTION) -> str:
    """Return a text of at most so many characters, cut at a word."""
    return text if len(text) <= most else f"{text[: most - 2].rpartition(' ')[0] or text[: most - 2]} …"


def read_day(text: str) -> date | None:
    """Read 2027-03-01, the same with a time, 1.3.2027, or an ISO week (its Monday). Raises ValueError."""
    text = text.strip()
    if not text:
        return None
    if week := _WEEK.fullmatch(text):
        return date.fromisocalendar(int(week[1]), int(week[2]), 1)
    if german := _GERMAN_DAY.fullmatch(text):
        return date(int(german[3]), int(german[2]), int(german[1]))
    if len(text) > 10 and text[10] not in "T +Z":
        raise ValueError(f"{text!r} is no day")
    return date.fromisoformat(text[:10])


def read_price(text: str) -> float | None:
    """Read 1250.50, "1.250,50 €" or "kostenlos"; None for an empty text. Raises ValueError."""
    plain = re.sub(r"(?i)eur(?:o)?|€|\s|,-+$", "", text.strip())
    if not plain:
        return None
    if plain.casefold() in ("kostenlos", "kostenfrei", "gratis"):
        return 0.0
    if "," in plain or re.fullmatch(r"\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"\d{1,8}(\.\d+)?", plain):
        raise ValueError(f"{text!r} is no price")
    return round(float(plain), 2)


def read_place(text: str) -> tuple[str, str]:
    """Return postcode and town that an address names; both may be empty."""
    if match := _POSTCODE_AND_TOWN.search(text):
        return match[1], tidy(match[2])[:100]
    return "", find_place(text, known_places()) or ""


def names_online(text: str) -> bool:
    """Tell whether a text says that something takes place online."""
    return bool(_ONLINE.search(text))
