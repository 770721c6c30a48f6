"""All conditions of a search, read from one German sentence."""

from __future__ import annotations

import re
from datetime import date

from bot.german.dates import read_period
from bot.german.distances import read_radius
from bot.german.normalize import fold, tokenize
from bot.german.numbers import read_company_size, read_price_limit
from bot.german.period import Period
from bot.offers.filters import TRAINING, OfferFilters
from bot.offers.reading.manner import read_formats, read_schedules
from bot.offers.reading.subjects import read_places, read_topics
from bot.offers.reading.support import read_kinds, read_levels, read_offer_type
from bot.offers.reading.wording import standardise_wording
from bot.topics.vocabulary import TopicVocabulary

_VOUCHER = re.compile(r"\bbildungsgutschein\w*|\bbgs\b")
_AZAV = re.compile(r"\bazav\b")
_CHEAPEST = re.compile(r"\b(?:guenstig\w*|billig\w*|preiswert\w*)\b")
_CHEAP = re.compile(r"\b(?:guenstige?[nrsm]?|billige?[nrsm]?|preiswerte?[nrsm]?)\b")  # a wish only with "möglichst"
_SOONEST = re.compile(
    r"\b(?:naechste[nrsm]? (?:termin|kurs|lehrgang|start|seminar)|frueheste[nrsm]?|als naechstes|demnaechst"
    r"|so (?:bald|frueh|schnell) wie moeglich|moeglichst (?:bald|frueh|schnell))\b"
)
_LISTING = re.compile(
    r"\b(?:welche[rnsm]?|zeig\w*|gibt es|gibts|gibt's|habt ihr|haben sie|suche\w*|liste\w*|alle|was laeuft|bietet"
    r"|angebote?)\b"
)
_BACK_REFERENCE = re.compile(
    r"\b(?:davon|darunter|dabei|zurueck zu\w*|nochmal zu\w*"
    r"|(?:guenstiger|billiger|preiswerter)(?:e[nrsm]?)?|(?:auch|etwas|noch|was) (?:frueher|spaeter)(?:e[nrsm]?)?"
    r"|(?:gibt(?:s| es|'s)?|geht|habt ihr|haben sie|laeuft) (?:der|die|das|den|ihn|sie|es|so ?was) auch"
    r"|nur (?:welche|solche|die|was|etwas)|^(?:(?:aber|ach|also|bitte|dann|ja|lieber|na|nee|nein|ok|und) ){0,3}"
    r"(?:nix|nichts|kein\w*|nur)"
    r"|^(?:und |aber )?welche (?:sind|waeren|davon|gibt es) (?:da|davon|dann|denn))\b"
)
SHORT_REFINEMENT, LONG_REFINEMENT = 8, 16  # words
_QUESTION = re.compile(
    r"\?|^(?:wo|wie|was|wer|wann|warum|welche\w*|gibt|gibts|ist|sind|kann|koennen|darf|muss|haben)\b"
)
_EVERYTHING = re.compile(r"\b(?:alle|alles|saemtliche|saemtlichen|ueberblick|uebersicht|liste)\b")


def read_filters(text: str, vocabulary: TopicVocabulary, places: dict[str, str], today: date) -> OfferFilters:
    """Read all conditions a text names; ``places`` maps folded to written names."""
    text = standardise_wording(text, vocabulary.words, places)
    folded = fold(text)
    kinds, without_kinds, rest = read_kinds(folded)
    topics, without_topics = read_topics(rest, vocabulary)
    place, without_places = read_places(text, folded, places)
    period = read_period(text, today) or Period(None, None)
    max_price = read_price_limit(text)
    type_ = read_offer_type(text)
    return OfferFilters(
        type=type_,
        topics=topics,
        without_topics=without_topics,
        formats=read_formats(folded),
        schedules=read_schedules(folded),
        place=place,
        without_places=without_places,
        radius_km=read_radius(text, place),
        first_day=period.first,
        last_day=period.last,
        max_price=max_price,
        kinds=kinds,
        without_kinds=without_kinds,
        levels=read_levels(folded),
        employees=read_company_size(text, is_for_training=type_ == TRAINING),
        needs_voucher=bool(_VOUCHER.search(folded)),
        needs_azav=bool(_AZAV.search(folded)),
        sort=_read_order(folded, has_limit=max_price is not None),
    )


def _read_order(folded: str, *, has_limit: bool) -> str:
    """Return what is to come first; "günstig" alone is praise, "günstiger als 300 Euro" a limit."""
    cheap = None if has_limit else _CHEAPEST.search(folded)
    if cheap and ("moeglichst" in folded or not _CHEAP.fullmatch(cheap[0]) or cheap[0].endswith("er")):
        return "price"
    return "date" if _SOONEST.search(folded) else ""


def leans_on_list(text: str) -> bool:
    """Tell whether a text asks for others like those that were shown ("gibt es den auch im August?")."""
    return bool(_BACK_REFERENCE.search(fold(text)))


def asks_for_everything(text: str) -> bool:
    """Tell whether a text asks for all offers rather than for the best."""
    return bool(_EVERYTHING.search(fold(text)))


def asks_for_list(text: str) -> bool:
    """Tell whether a text asks to be shown offers ("Welche Kurse gibt es …", "Zeigen Sie mir …")."""
    return bool(_LISTING.search(fold(text)))


def is_bare_wish(text: str, filters: OfferFilters) -> bool:
    """Tell whether a text names conditions and asks nothing: "AZAV Kurs in Teilzeit", "kostenlose Online-Kurse"."""
    conditions = (filters.formats, filters.schedules, filters.place, filters.needs_azav, filters.needs_voucher)
    count = sum(map(bool, conditions)) + (filters.max_price is not None)
    return count >= 2 and len(tokenize(text)) <= SHORT_REFINEMENT and not _QUESTION.search(fold(text))


def is_only_conditions(text: str, filters: OfferFilters) -> bool:
    """Tell whether a text does nothing but refine the last search ("nur online bitte", "davon was in Lohfelden?")."""
    limit = LONG_REFINEMENT if leans_on_list(text) else SHORT_REFINEMENT
    return filters.has_conditions and len(tokenize(text)) <= limit
