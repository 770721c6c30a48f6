"""What a visitor wants an offer to be like, read from their words."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from bot.german.dates import Period, read_period
from bot.german.normalize import fold, tokenize
from bot.german.numbers import read_company_size, read_price_limit
from bot.german.places import find_place
from bot.topics.vocabulary import GENERIC, TopicVocabulary

FUNDING, TRAINING = "foerderung", "weiterbildung"

_TRAINING = re.compile(
    r"\b(\w*kurse?[ns]?|\w*lehrg(?:a|ae)nge?[ns]?|\w*seminare?[ns]?|\w*schulung(?:en)?|\w*workshops?|webinare?|\w*weiterbildung(?:en)?"
    r"|\w*fortbildung(?:en)?|trainings?|\w*unterweisung(?:en)?|unterweisen|umschulung(?:en)?|kursangebote?|\w*zertifikatskurse?)\b"
)
_FUNDING = re.compile(
    r"\b(\w*foerder(?!schule)\w*|\w*zuschu(?:ss|esse)\w*|bezuschuss\w*|\w*kredit\w*|\w*darlehen\w*|\w*buergschaft\w*|subvention\w*"
    r"|beteiligung\w*|beihilfe\w*|\w*stipendi\w*|\w*toepfe?|geld|gelder|finanzierung\w*|mitfinanz\w*)\b"
)
_FORMATS = {
    "online": r"online\w*|webinar\w*|digital (?:teilnehmen|dabei)|per (?:zoom|video\w*)|"
    r"von (?:zu hause|zuhause|daheim)|"
    r"(?:ohne|keine) (?:reise\w*|anfahrt)|e-?learning|fernlehrgang|virtuell\w*|im netz",
    "inhouse": r"inhouse\w*|in-house|bei uns (?:im|in der|vor ort|direkt)\b.*|im (?:eigenen )?betrieb|"
    r"zu uns (?:in|kommen)|"
    r"moeglichst bei uns|firmenintern\w*|in unserer firma",
    "praesenz": r"praesenz\w*|vor ort|vor-ort|in persona",
    "blended": r"blended\w*|hybrid\w*|teils online|gemischt",
}
_FORMAT_PATTERNS = {name: re.compile(rf"\b(?:{pattern})") for name, pattern in _FORMATS.items()}
_KINDS = {
    "zuschuss": r"zuschu(?:ss|esse)\w*|\w+zuschu(?:ss|esse)\w*|geschenkt\w*|nicht zurueckzahl\w*",
    "darlehen": r"\w*kredit\w*|\w*darlehen\w*",
    "buergschaft": r"\w*buergschaft\w*",
    "beteiligung": r"\w*beteiligung\w*|eigenkapital\w*|wagniskapital\w*",
    "steuergutschrift": r"steuergutschrift\w*|steuerlich\w*",
    "beratung": r"\w*beratung\w*|coaching\w*|berater\w*",
}
_KIND_PATTERNS = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in _KINDS.items()}
_LEVELS = {
    "land": r"land|landes\w*|hessen|hessisch\w*",
    "bund": r"bund|bundes(?!weit)\w*|deutschlandweit",
    "eu": r"eu|europaeisch\w*|europa\w*|bruessel\w*",
}
_LEVEL_PATTERNS = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in _LEVELS.items()}
_NEGATION = re.compile(r"\b(?:keine?[nrm]?|nicht|ohne|statt)\s+(?:\w+\s)?$")
_NO_MATTER = re.compile(r"\b(?:muss|muessen|nur|unbedingt|zwingend)\b")  # "muss nicht online sein" excludes nothing
_OPPOSITE_FORMATS = {"online": "praesenz", "praesenz": "online"}
_VOUCHER = re.compile(r"\bbildungsgutschein\w*|\bbgs\b")
_CHEAPEST = re.compile(r"\b(?:guenstigst\w*|billigst\w*|preiswertest\w*)\b")
_SOONEST = re.compile(
    r"\b(?:naechste[nrsm]? (?:termin|kurs|lehrgang|start)|frueheste[nrsm]?|als naechstes|demnaechst)\b"
)
_LISTING = re.compile(
    r"\b(?:welche[rnsm]?|zeig\w*|gibt es|gibts|gibt's|habt ihr|haben sie|suche\w*|liste\w*|alle|was laeuft|bietet"
    r"|angebote?)\b"
)
_BACK_REFERENCE = re.compile(r"\b(?:davon|darunter|dabei|zurueck zu\w*|nochmal zu\w*)\b")
SHORT_REFINEMENT, LONG_REFINEMENT = 8, 16  # words
_EVERYTHING = re.compile(r"\b(?:alle|alles|saemtliche|saemtlichen|ueberblick|uebersicht|liste)\b")


@dataclass(frozen=True)
class OfferFilters:
    """Conditions on offers; an empty field puts no condition. ``sort`` is "", "price" or "date"."""

    type: str = ""
    topics: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    place: str = ""
    first_day: date | None = None
    last_day: date | None = None
    max_price: float | None = None
    kinds: tuple[str, ...] = ()
    without_kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    employees: int | None = None
    needs_voucher: bool = False
    sort: str = ""

    @property
    def has_conditions(self) -> bool:
        """Tell whether anything but the type is asked for."""
        return self != OfferFilters(type=self.type)

    @property
    def has_hard_conditions(self) -> bool:
        """Tell whether a condition is set that an offer either meets or not."""
        return replace(self, topics=(), employees=None, sort="") != OfferFilters(type=self.type)

    def merge(self, newer: OfferFilters) -> OfferFilters:
        """Return these filters with every condition that the newer ones set put in its place."""
        changes = {
            entry.name: getattr(newer, entry.name) for entry in fields(self) if is_set(getattr(newer, entry.name))
        }
        if "first_day" in changes or "last_day" in changes:
            changes |= {"first_day": newer.first_day, "last_day": newer.last_day}
        if "formats" in changes and "online" in newer.formats:
            changes["place"] = newer.place
        if newer.place and "formats" not in changes:
            changes["formats"] = ()
        return replace(self, **changes)

    def to_slot(self) -> dict[str, Any]:
        """Return JSON-ready data for a slot."""
        return {
            name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if is_set(value)
        }

    @classmethod
    def from_slot(cls, data: dict[str, Any] | None) -> OfferFilters:
        """Read what ``to_slot`` gave; unknown keys are dropped."""
        known = {entry.name for entry in fields(cls)}
        values = {name: value for name, value in (data or {}).items() if name in known}
        for name, value in values.items():
            if isinstance(value, list):
                values[name] = tuple(value)
            elif name in ("first_day", "last_day"):
                values[name] = date.fromisoformat(value)
        return cls(**values)


def is_set(value: Any) -> bool:
    """Tell whether a field of the filters puts a condition: a highest price of 0 does, though 0 equals False."""
    return value is not None and value is not False and value not in ("", ())


def read_filters(text: str, vocabulary: TopicVocabulary, places: dict[str, str], today: date) -> OfferFilters:
    """Read all conditions a text names; ``places`` maps folded to written names."""
    folded = fold(text)
    kinds, without, rest = _read_kinds(folded)
    period = read_period(text, today) or Period(None, None)
    place = find_place(text, places) or ""
    return OfferFilters(
        type=read_offer_type(text),
        topics=tuple(topic for topic in vocabulary.find_topics(rest) if topic not in GENERIC),
        formats=_read_formats(folded),
        place="" if _is_negated(folded, fold(place)) else place,
        first_day=period.first,
        last_day=period.last,
        max_price=read_price_limit(text),
        kinds=kinds,
        without_kinds=without,
        levels=tuple(name for name, pattern in _LEVEL_PATTERNS.items() if pattern.search(folded)),
        employees=read_company_size(text),
        needs_voucher=bool(_VOUCHER.search(folded)),
        sort="price" if _CHEAPEST.search(folded) else "date" if _SOONEST.search(folded) else "",
    )


def read_offer_type(text: str) -> str:
    """Return which type of offer a text asks for, "" if none or both are named."""
    folded = fold(text)
    training, funding = bool(_TRAINING.search(folded)), bool(_FUNDING.search(folded))
    if training == funding:
        return ""
    return TRAINING if training else FUNDING


def asks_for_everything(text: str) -> bool:
    """Tell whether a text asks for all offers rather than for the best."""
    return bool(_EVERYTHING.search(fold(text)))


def asks_for_list(text: str) -> bool:
    """Tell whether a text asks to be shown offers ("Welche Kurse gibt es …", "Zeigen Sie mir …")."""
    return bool(_LISTING.search(fold(text)))


def is_only_conditions(text: str, filters: OfferFilters) -> bool:
    """Tell whether a text does nothing but refine the last search ("nur online bitte", "davon was in Lohfelden?")."""
    limit = LONG_REFINEMENT if _BACK_REFERENCE.search(fold(text)) else SHORT_REFINEMENT
    return filters.has_conditions and len(tokenize(text)) <= limit


def _read_formats(folded: str) -> tuple[str, ...]:
    """Return the wanted formats; "nicht online" wants the opposite, "muss nicht online sein" wants nothing."""
    found: list[str] = []
    for name, pattern in _FORMAT_PATTERNS.items():
        match = pattern.search(folded)
        if match is None:
            continue
        before = folded[: match.start()]
        if not _NEGATION.search(before):
            found.append(name)
        elif name in _OPPOSITE_FORMATS and not _NO_MATTER.search(before):
            found.append(_OPPOSITE_FORMATS[name])
    return ("inhouse",) if "inhouse" in found else tuple(dict.fromkeys(found))


def _is_negated(folded: str, name: str) -> bool:
    return bool(name) and bool(_NEGATION.search(folded[: max(folded.find(name), 0)]))


def _read_kinds(folded: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Return wanted and unwanted kinds, and the text without the unwanted: "keine Kredite" has no topic."""
    wanted: list[str] = []
    unwanted: list[str] = []
    rest = folded
    for name, pattern in _KIND_PATTERNS.items():
        match = pattern.search(folded)
        if match is None:
            continue
        if _NEGATION.search(folded[: match.start()]):
            unwanted.append(name)
            rest = rest.replace(match[0], " ")
        else:
            wanted.append(name)
    return tuple(wanted), tuple(unwanted), rest
