"""A search as a wish that can wait: what of its conditions offers can meet, and what two such searches share."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from bot.offers.filters import OfferFilters
from bot.search.named_conditions import keep_applicable
from bot.search.reply import Button
from bot.search.sentences import sentence

NOTICE = "/benachrichtigung"
_UNORDERED = ("topics", "formats", "kinds", "without_kinds", "levels", "without_places", "without_topics", "schedules")


def wish_of(filters: OfferFilters) -> OfferFilters:
    """Return the conditions of a search without their order and without what offers of its type cannot have."""
    wanted = keep_applicable(replace(filters, sort=""))
    values: dict[str, Any] = {name: tuple(sorted(getattr(wanted, name))) for name in _UNORDERED}
    return replace(wanted, **values)


def can_wait(wish: OfferFilters, today: date) -> bool:
    """Tell whether a later offer can fulfil a wish: it asks for something, and not for days that are over."""
    is_over = wish.last_day is not None and wish.last_day < today
    return bool(wish.type) and wish.has_conditions and not is_over


def key_of(wish: OfferFilters) -> str:
    """Return the digest by which wishes for the same are recognised, in 64 characters."""
    return sha256(json.dumps(wish.to_slot(), sort_keys=True).encode()).hexdigest()


def notice_button(wish: OfferFilters) -> Button:
    """Return the button that asks to be told of new offers for a wish; it fills the slot ``notice_filters``."""
    data = json.dumps(wish.to_slot(), ensure_ascii=False, sort_keys=True)
    payload = NOTICE + json.dumps({"wish": data}, ensure_ascii=False)
    return Button(sentence("angebote.benachrichtigen_knopf"), payload)


def read_wish(data: str) -> OfferFilters:
    """Read what ``notice_button`` has put into its payload."""
    return OfferFilters.from_slot(json.loads(data))
