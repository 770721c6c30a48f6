"""How a training is to take place: online or on site, and at which times."""

from __future__ import annotations

import re

from bot.offers.reading.negation import is_negated, sort_by_wish

_FORMATS = {
    "online": r"online\w*|webinar\w*|digital (?:teilnehmen|dabei)|per (?:zoom|teams|video\w*)|"
    r"von (?:zu hause|zuhause|daheim)|home-?office|"
    r"(?:ohne|keine) (?:reise\w*|anfahrt)|e-?learning|fernlehrg\w*|fernkurs\w*|virtuell\w*|im netz\b|"
    r"(?:uebers|ueber das|im|per) internet",
    "inhouse": r"inhouse\w*|in-house|bei uns (?:im|in der|vor ort|direkt)\b.*|im (?:eigenen )?(?:betrieb|haus)\b|"
    r"zu uns (?:in|kommen)|"
    r"moeglichst bei uns|firmenintern\w*|in unserer firma",
    "praesenz": r"praesenz\w*|vor ort|vor-ort|in persona",
    "blended": r"blended\w*|hybrid\w*|teils online|gemischt",
}
_FORMAT_PATTERNS = {name: re.compile(rf"\b(?:{pattern})") for name, pattern in _FORMATS.items()}
_NO_MATTER = re.compile(r"\b(?:muss|muessen|nur|unbedingt|zwingend)\b")  # "muss nicht online sein" excludes nothing
_ALL_THE_SAME = re.compile(r"\b(?:egal|gleich),? ob\b")
_OPPOSITE_FORMATS = {"online": "praesenz", "praesenz": "online"}
_SCHEDULES = {
    "vollzeit": re.compile(r"\bvollzeit\w*|\bganztags\b"),
    "teilzeit": re.compile(r"\bteilzeit\w*|\bhalbtags\b"),
    "berufsbegleitend": re.compile(
        r"\bberufsbegleitend\w*|\bneben (?:dem|der|meinem|meiner|ihrem) (?:job|arbeit|beruf)|\bnebenberuflich\w*"
    ),
    "abends": re.compile(r"\babend\w*|\bnach feierabend|\bnach der arbeit"),
    "wochenende": re.compile(r"\bwochenend\w*|\bsamstag\w*|\bsonntag\w*"),
}
_SAYS_HOW_MUCH = ("vollzeit", "teilzeit", "berufsbegleitend")


def read_formats(folded: str) -> tuple[str, ...]:
    """Return the wanted formats; "nicht online" wants the opposite, "muss nicht online sein" wants nothing."""
    if _ALL_THE_SAME.search(folded):
        return ()
    found: list[str] = []
    for name, pattern in _FORMAT_PATTERNS.items():
        match = pattern.search(folded)
        if match is None:
            continue
        before = folded[: match.start()]
        if not is_negated(before):
            found.append(name)
        elif name in _OPPOSITE_FORMATS and not _NO_MATTER.search(before):
            found.append(_OPPOSITE_FORMATS[name])
    return ("inhouse",) if "inhouse" in found else tuple(dict.fromkeys(found))


def read_schedules(folded: str) -> tuple[str, ...]:
    """Return at which times a training is to take place; "nicht in Vollzeit" wants the others."""
    wanted, unwanted = sort_by_wish(_SCHEDULES, folded)
    if unwanted and not wanted:
        return tuple(name for name in _SAYS_HOW_MUCH if name not in unwanted)
    return wanted
