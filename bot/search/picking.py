"""Point into the list that is shown: the hit of a number, two of them side by side, those of one provider."""

from __future__ import annotations

from dataclasses import replace

from bot.german.normalize import fold
from bot.search import render
from bot.search.comparison import compare
from bot.search.cues import asks_to_compare, read_ordinals, read_provider
from bot.search.reply import Reply
from bot.search.searching import list_offers
from bot.search.sentences import sentence
from bot.search.showing import show
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn


def pick(sources: Sources, turn: Turn) -> Outcome | None:
    """Show the hit that a number names ("das zweite"), or compare several; None without a list or a number."""
    shown = turn.memory.focus if len(turn.memory.focus) > 1 else turn.memory.results
    numbers = read_ordinals(turn.text)
    if not shown or not numbers:
        return None
    if any(abs(number) > len(shown) for number in numbers):
        return Outcome((Reply("notice", sentence("folge.nummer_unbekannt", anzahl=len(shown))),), turn.memory)
    picked = [shown[number if number < 0 else number - 1] for number in numbers]
    offers = sources.find_offers(picked)
    if len(offers) < 2:  # one is wanted, or the other is no offer: there is nothing to compare
        return show(sources, turn, render.offer_reference(offers[0]) if offers else picked[0])
    return Outcome((compare(offers, sources.today),), replace(turn.memory, misses=0))


def pick_to_compare(sources: Sources, turn: Turn) -> Outcome | None:
    """Show two of the last hits side by side where the message asks for their difference."""
    return pick(sources, turn) if asks_to_compare(turn.text) and len(read_ordinals(turn.text)) > 1 else None


def pick_provider(sources: Sources, turn: Turn) -> Outcome | None:
    """List what one provider has among the last hits, or say that there is nothing; None where this is not asked."""
    provider = read_provider(turn.text)
    if not provider or not turn.memory.results:
        return None
    hits = [offer for offer in sources.find_offers(turn.memory.results) if fold(provider) in fold(offer.provider)]
    if not hits:
        return Outcome((Reply("notice", sentence("angebote.kein_anbieter", anbieter=provider)),), turn.memory)
    return list_offers(sources, turn, hits, turn.memory.filters)
