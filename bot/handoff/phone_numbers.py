"""Find a telephone number in a German sentence and bring it into the form ``+49 561 1234567``."""

from __future__ import annotations

import re

FEWEST_DIGITS, MOST_DIGITS = 6, 15  # without trunk zero; E.164 allows 15 with the country code

NUMBER = re.compile(r"(?<![\w@])(?:\(?\+|\(?0)[\d\s()/.\-–—]*\d", re.ASCII)
SECOND_NUMBER = re.compile(r"[\s/]+(?=\(?(?:0[1-9]|00[1-9]|\+))")
TIME_OR_DATE = re.compile(
    r"\(?\b\d{1,2}(?:[.:]\d{2})?\s*(?:uhr\s*)?(?:-|–|bis|und)\s*\d{1,2}(?:[.:]\d{2})?\s*uhr\b|\b\d{1,2}(?:[.:]\d{2})?\s*uhr\b"
    r"|\b[0-3]?\d\.\s?[01]?\d\.\s?(?:20\d\d|\d\d)?(?![\d])",
    re.IGNORECASE,
)
# Country codes have one, two or three digits; these have one or two (ITU-T E.164).
SHORT_CODES = re.compile(r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")


class NoPhoneNumber(ValueError):
    """The text holds no usable number; the message is a German sentence for the visitor."""


def find_phone_numbers(text: str) -> list[str]:
    """Return the different numbers of the text in normal form, in their order. Raises NoPhoneNumber."""
    candidates = [part for found in NUMBER.findall(TIME_OR_DATE.sub(" ; ", text)) for part in _split(found)]
    numbers = [_normalise(candidate.strip()) for candidate in candidates]
    return list(dict.fromkeys(numbers))


def _split(found: str) -> list[str]:
    for gap in SECOND_NUMBER.finditer(found):
        first, second = found[: gap.start()], found[gap.end() :]
        if min(len(_digits(first)), len(_digits(second))) > FEWEST_DIGITS:
            return [first, *_split(second)]
    return [found]


def _normalise(candidate: str) -> str:
    is_international = candidate.lstrip("(").startswith(("+", "00"))
    # "+49 (0) 561": the zero in brackets is dialled at home only.
    digits = _digits(re.sub(r"\(\s*0\s*\)", "", candidate) if is_international else candidate)
    if not is_international:
        country, national = "49", digits[1:]
    else:
        significant = digits[2:] if digits.startswith("00") else digits
        country = _country_code(significant)
        national = significant[len(country) :]
        national = national.lstrip("0") if country == "49" else national
    _check_length(candidate, country, national)
    boundary = _area_length(candidate, digits, national)
    return f"+{country} {national[:boundary]} {national[boundary:]}" if boundary else f"+{country} {national}"


def _check_length(candidate: str, country: str, national: str) -> None:
    if country.startswith("0") or (country == "49" and national.startswith("0")):
        raise NoPhoneNumber(f"Die Telefonnummer „{candidate}“ hat keine gültige Vorwahl.")
    if len(national) < FEWEST_DIGITS:
        raise NoPhoneNumber(f"Die Telefonnummer „{candidate}“ ist zu kurz.")
    if len(country + national) > MOST_DIGITS:
        raise NoPhoneNumber(f"Die Telefonnummer „{candidate}“ ist zu lang.")


def _country_code(digits: str) -> str:
    short = SHORT_CODES.match(digits)
    return short.group() if short else digits[:3]


def _area_length(candidate: str, digits: str, national: str) -> int:
    """Return how many national digits stand before the first gap, 0 where that is no area code."""
    offset, seen = len(digits) - len(national), 0
    for group in re.findall(r"\d+", re.sub(r"^\(?(\+|00)(.*?)\(\s*0\s*\)", r"\1\2 ", candidate)):
        seen += len(group)
        if seen > offset:
            break
    length = seen - offset
    return length if 2 <= length <= 5 and length < len(national) else 0


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
