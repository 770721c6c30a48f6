"""``/angebote``: all offers that can be had, by conditions that are sent as a plain form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.offers.finding import MAXIMUM_COUNT, Page, count_offers, find_offers
from bot.offers.names import KIND_NAMES, LEVEL_NAMES
from bot.offers.queries import OfferView
from bot.search.filter_buttons import Scope, apply_change, nearest, read_change, relaxing
from bot.search.misses import describe_gap
from bot.search.named_conditions import list_conditions, without
from bot.search.offer_notes import common_notes, ending_notes
from bot.search.offer_search import search_offers
from bot.search.render import FORMAT_NAMES, SCHEDULE_NAMES, offer_card
from bot.search.reply import Button, Miss
from bot.search.sentences import sentence
from bot.web.offers.choices import Choices
from bot.web.offers.gaps import FROM_FORM
from bot.web.offers.page import Visit
from bot.web.offers.query import LAST_PAGE, RADII, Asked, read_query, write_query

PAGE_SIZE = 20
# Of the facts of a card, those that help to choose.
SHOWN_FACTS = ("Art", "Ebene", "Läuft bis", "Träger", "Termin", "Ort", "Format", "Preis", "Anbieter")


@dataclass(frozen=True)
class Link:
    """A text that leads to the list with other conditions."""

    text: str
    address: str


@dataclass(frozen=True)
class Item:
    """One offer in the list."""

    offer: OfferView
    facts: Mapping[str, str]
    notes: Sequence[str]


def show_list(visit: Visit) -> Response:
    """Show a page of the offers that meet the conditions, or what keeps there from being any."""
    choices = visit.pages.choices.read(visit.session, visit.today)
    topics = choices.topics
    asked = read_query(visit.request.query_params, topics=topics, places=choices.places)
    filters = asked.filters
    page, found = asked.page, _find(visit, filters, asked.page)
    last = min(max(1, -(-found.total // PAGE_SIZE)), LAST_PAGE)
    if page > last:
        page, found = last, _find(visit, filters, last)
    offers = found.offers
    return visit.show(
        "list.html",
        asked=asked,
        filters=filters,
        form=_make_form(visit, asked, choices),
        types=_make_types(visit, filters),
        conditions=_list_conditions(visit, filters, topics),
        items=[_make_item(visit, offer) for offer in offers],
        notes=common_notes(offers),
        total=min(found.total, MAXIMUM_COUNT),
        is_more=found.total > MAXIMUM_COUNT,
        page=page,
        last=last,
        pages=_make_pages(visit, filters, page, last),
        empty=None if offers else _explain_empty(visit, filters, topics),
        is_plain=not filters.has_conditions and page == 1,
        canonical=visit.public_address(write_query(filters, page)),
    )


def _find(visit: Visit, filters: OfferFilters, page: int) -> Page:
    return find_offers(visit.session, filters, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE, **visit.scope)


def _make_item(visit: Visit, offer: OfferView) -> Item:
    facts = offer_card(offer).facts
    shown = {name: facts[name] for name in SHOWN_FACTS if name in facts}
    return Item(offer, shown, ending_notes(offer, visit.today))


def _make_types(visit: Visit, filters: OfferFilters) -> list[tuple[str, int, str]]:
    """Return each type with how many of it there are, and its list; topics stay what they are."""
    found = []
    for type_ in (FUNDING, TRAINING):
        other = OfferFilters(type=type_, topics=filters.topics)
        found.append((type_, count_offers(visit.session, other, **visit.scope), visit.url(write_query(other))))
    return found


def _make_form(visit: Visit, asked: Asked, choices: Choices) -> dict[str, Any]:
    """Return what may be chosen: values with their names, topics with their counts and only where they have any."""
    counts, wanted = choices.count_topics(visit.session, asked.filters, **visit.scope), asked.filters.topics
    named = sorted((name, slug) for slug, name in choices.topics.items() if counts.get(slug) or slug in wanted)
    return {
        "topics": [(slug, f"{name} ({counts.get(slug, 0)})") for name, slug in named],
        "kinds": KIND_NAMES,
        "levels": LEVEL_NAMES,
        "formats": FORMAT_NAMES,
        "schedules": SCHEDULE_NAMES,
        "places": choices.places,
        "radii": RADII,
        "typed": {name: visit.request.query_params.get(name, "") for name in ("von", "bis", "preis", "beschaeftigte")},
    }


def _list_conditions(visit: Visit, filters: OfferFilters, topics: Mapping[str, str]) -> list[Link]:
    """Return every condition with the list without it."""
    return [
        Link(text, visit.url(write_query(without(filters, name)))) for name, text in list_conditions(filters, topics)
    ]


def _make_pages(visit: Visit, filters: OfferFilters, page: int, last: int) -> dict[str, str]:
    """Return the addresses of the neighbouring pages."""
    neighbours = {"prev": page - 1, "next": page + 1}
    return {name: visit.url(write_query(filters, one)) for name, one in neighbours.items() if 1 <= one <= last}


def _explain_empty(visit: Visit, filters: OfferFilters, topics: Mapping[str, str]) -> dict[str, Any]:
    """Return the sentence that says which conditions emptied the list, and the lists that come nearest to it."""
    found = search_offers(visit.session, filters, {}, **visit.scope)
    names = ", ".join(topics[topic] for topic in filters.topics)
    _note_gap(visit, describe_gap(filters, topics, " und ".join(found.loosened) or names))
    if found.filters is None:
        return {"text": sentence("angebote.leer", bedingung=f" (Thema: {names})" if names else ""), "links": []}
    scope = Scope(visit.session, **visit.scope)
    links = [_follow(visit, filters, one) for one in (*relaxing(scope, filters, topics), *nearest(scope, filters))]
    every = Link(
        sentence("angebote.ohne_knopf", bedingung=" und ".join(found.loosened), anzahl=found.total),
        visit.url(write_query(found.filters)),
    )
    text = sentence("angebote.gelockert", bedingung=" und ".join(found.loosened))
    return {"text": text, "links": links or [every]}


def _note_gap(visit: Visit, gap: Miss) -> None:
    """Note what was searched for in vain with the form; somebody has to have asked for something."""
    if FROM_FORM in visit.request.query_params and gap.conditions:
        visit.pages.gaps.note(visit.session, gap, address=visit.address, today=visit.today)


def _follow(visit: Visit, filters: OfferFilters, button: Button) -> Link:
    """Return what a button of the chat does to a search as a link."""
    return Link(button.title, visit.url(write_query(apply_change(filters, read_change(button)))))
