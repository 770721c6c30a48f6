"""Where the columns of each kind stand: what offers have in common is one table, without joining their own."""

from __future__ import annotations

from typing import Any

from bot.content.kinds import FUNDING, TRAINING, Kind
from bot.offers.models import Offer


def table_of(kind: Kind) -> Any:
    """Return the model that has the key, the title and what is listed of a kind."""
    return Offer if kind in (FUNDING, TRAINING) else kind.model


def key_of(kind: Kind) -> Any:
    """Return the column of the key."""
    return getattr(table_of(kind), kind.key)


def title_of(kind: Kind) -> Any:
    """Return the column of the title."""
    return getattr(table_of(kind), kind.title_field)


def only(kind: Kind) -> list[Any]:
    """Return what tells a kind's rows from others of its table."""
    return [Offer.type == kind.name] if table_of(kind) is Offer else []
