"""Short answers to short questions about offers in focus: price, duration, format, application, who is responsible."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from bot.german.dates import german_date
from bot.german.normalize import fold, tokenize
from bot.offers.queries import FundingView, OfferView, TrainingView
from bot.search import render
from bot.search.reply import Reply
from bot.search.sentences import sentence

_ASPECTS = {
    "kosten": r"\b(?:kostet|kosten|preis\w*|teuer|zahlen|bezahlen|gebuehr\w*|hoch|(?:wie ?viel )?prozent"
    r"|foerderquote|quote|wie ?viel (?:max\w*|hoechstens|geld|euro|gibts?|kriegt man|bekommt man)"
    r"|^(?:und )?wie ?viel(?= ?\W*$)|hoechstbetrag)\b",
    "termin": r"\b(?:wann|termin\w*|beginnt|startet|start|datum)\b",
    "ort": r"\b(?:wo|ort|adresse)\b",
    "dauer": r"\b(?:wie lange?|dauer\w*|stunden|tage)\b",
    "online": r"\b(?:online|webinar|praesenz|digital)\b",
    "antrag": r"\b(?:beantrag\w*|antrag\w*|anmeld\w*|bank|hausbank)\b",
    "zustaendig": r"\b(?:zustaendig\w*|ansprechpartner\w*|wer (?:macht|hilft|bietet))\b",
    "foerderung": r"\b(?:gefoerdert|foerderung\w*|foerderbar|foerderfaehig|zuschuss|zuschuesse|bezuschusst|zuschiess\w*"
    r"|wer (?:be)?zahlt|zahlt (?:das|den|die|mir|uns)? ?(?:jemand|wer|amt|staat))\b",
}
ASPECTS = tuple(_ASPECTS)
_PATTERNS = {name: re.compile(pattern) for name, pattern in _ASPECTS.items()}


def read_aspects(text: str) -> list[str]:
    """Return the aspects of an offer that a text asks about."""
    folded = fold(text)
    return [name for name, pattern in _PATTERNS.items() if pattern.search(folded)]


def is_bare_aspect(text: str, is_stop_word: Callable[[str], bool]) -> bool:
    """Tell whether a text asks about an aspect of something that it does not name ("wer hilft mir beim Antrag?")."""
    rest = fold(text)
    for aspect in read_aspects(text):
        rest = _PATTERNS[aspect].sub(" ", rest)
    return rest != fold(text) and all(map(is_stop_word, tokenize(rest)))


def describe(aspect: str, offers: Sequence[OfferView], office: str, today: date) -> Reply:
    """Return one line per offer about one of ASPECTS, with the offers' cards."""
    lines = [_describe_one(aspect, offer, office) for offer in offers]
    return render.offers_reply(offers, "\n\n".join(lines), today=today)


def _describe_one(aspect: str, offer: OfferView, office: str) -> str:
    if isinstance(offer, TrainingView):
        return _TRAINING[aspect](offer, _provider(offer, office))
    assert isinstance(offer, FundingView)
    return _FUNDING[aspect](offer, _provider(offer, office))


def _provider(offer: OfferView, office: str) -> str:
    return f"{offer.provider} (Auskunft: {office})" if office else offer.provider


def _price(offer: TrainingView, provider: str) -> str:
    if offer.price_eur is None:
        return sentence("folge.kosten_unbekannt", titel=offer.title, anbieter=provider)
    if not offer.price_eur:
        return sentence("folge.kostenlos", titel=offer.title)
    return sentence("folge.kosten", titel=offer.title, preis=render.price(offer))


def _accreditation(offer: TrainingView, _provider: str) -> str:
    return sentence(f"folge.azav_{offer.azav if offer.azav in ('ja', 'nein') else 'unbekannt'}", titel=offer.title)


def _duration(offer: TrainingView, provider: str) -> str:
    parts = [f"{offer.hours} Stunden" if offer.hours else "", render.days(offer)]
    known = ", ".join(part for part in parts if part)
    if not known:
        return sentence("folge.dauer_unbekannt", titel=offer.title, anbieter=provider)
    return sentence("folge.dauer", titel=offer.title, dauer=known)


def _format(offer: TrainingView, provider: str) -> str:
    if not offer.format:
        return sentence("folge.format_unbekannt", titel=offer.title, anbieter=provider)
    name = render.FORMAT_NAMES[offer.format]
    place = f" ({offer.place})" if offer.place and offer.place.lower() != offer.format else ""
    return sentence("folge.format", titel=offer.title, format=name + place)


def _sign_up(offer: TrainingView, provider: str) -> str:
    return sentence("folge.anmeldung", titel=offer.title, anbieter=provider)


def _responsible(offer: OfferView, provider: str) -> str:
    return sentence("folge.zustaendig", titel=offer.title, anbieter=provider)


def _conditions(offer: FundingView, _provider: str) -> str:
    return sentence(
        "folge.konditionen", titel=offer.title, konditionen=offer.conditions or render.STATUS_NAMES[offer.status]
    )


def _term(offer: FundingView, _provider: str) -> str:
    until = f", bis {german_date(offer.valid_until.isoformat())}" if offer.valid_until else ""
    return sentence("folge.laufzeit", titel=offer.title, status=render.STATUS_NAMES[offer.status], bis=until)


def _application(offer: FundingView, _provider: str) -> str:
    return sentence("folge.antrag", titel=offer.title, weg=offer.application)


_TRAINING = {
    "foerderung": _accreditation,
    "termin": _duration,
    "ort": _format,
    "kosten": _price,
    "dauer": _duration,
    "online": _format,
    "antrag": _sign_up,
    "zustaendig": _responsible,
}
_FUNDING = {
    "foerderung": _conditions,
    "termin": _term,
    "ort": _application,
    "kosten": _conditions,
    "dauer": _term,
    "online": _application,
    "antrag": _application,
    "zustaendig": _responsible,
}
