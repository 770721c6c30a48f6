"""Two or three offers side by side: what differs as a table, and cards with the same facts in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.offers.queries import OfferView
from bot.search import render
from bot.search.reply import Reply
from bot.search.sentences import sentence

UNKNOWN = "nicht bekannt"
MAXIMUM_COMPARED = 3


def compare(offers: Sequence[OfferView], today: date) -> Reply:
    """Return the comparison of the first offers, at most three."""
    compared = offers[:MAXIMUM_COMPARED]
    reply = render.offers_reply(compared, "", today=today)
    names = list(dict.fromkeys(name for card in reply.cards for name in card.facts))
    rows = {name: [card.facts.get(name, UNKNOWN) for card in reply.cards] for name in names}
    differing = {name: values for name, values in rows.items() if len(set(values)) > 1}
    titles = [f"({number}) {offer.title}" for number, offer in enumerate(compared, start=1)]
    marked = ", ".join(f"({number}) **{offer.title}**" for number, offer in enumerate(compared, start=1))
    heading = sentence("angebote.vergleich", titel=marked)
    table = make_table(["Merkmal", *titles], differing) if differing else sentence("angebote.vergleich_gleich")
    cards = tuple(replace(card, facts={name: card.facts.get(name, UNKNOWN) for name in names}) for card in reply.cards)
    return replace(reply, text="\n\n".join(part for part in (heading, table, reply.text.strip()) if part), cards=cards)


def make_table(columns: Sequence[str], rows: dict[str, list[str]]) -> str:
    """Return a Markdown table; each row begins with its name."""
    lines = [columns, ["---"] * len(columns), *([name, *values] for name, values in rows.items())]
    return "\n".join("| " + " | ".join(map(_escape, line)) + " |" for line in lines)


def _escape(cell: str) -> str:
    return " ".join(cell.replace("|", "\\|").split())
