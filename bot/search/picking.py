"""Point into the list that is shown: the hit of a number, two of them side by side, those of one provider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.german.normalize import fold
from bot.search.comparison import compare
from bot.search.cues import asks_to_compare, read_provider
from bot.search.memory import Memory
from bot.search.positions import is_bare_position, read_ordinals
from bot.search.render import more_button, offer_reference
from bot.search.reply import Reference, Reply
from bot.search.searching import PAGE, list_offers
from bot.search.sentences import sentence
from bot.search.showing import show
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn

BOTH = [1, 2]


def pick(sources: Sources, turn: Turn) -> Outcome | None:
    """Show the hit that a number names ("das zweite"), or compare several; say so where there is no such hit.

    None without a number, and without a list to a message that is more than a number.
    """
    numbers = read_ordinals(turn.text)
    lists = _lists(turn.memory, is_for_several=len(numbers) > 1)
    if not numbers or not lists:
        return _name_no_list(turn) if is_bare_position(turn.text) else None
    picked = find_numbered(turn.memory, numbers)
    if not picked:
        return explain_number(sources, turn, numbers)
    offers = sources.find_offers(picked)
    if len(offers) < 2:  # one is wanted, or the other is no offer: there is nothing to compare
        return show(sources, turn, offer_reference(offers[0]) if offers else picked[0])
    compared = tuple(map(offer_reference, offers))
    return Outcome((compare(offers, sources.today),), turn.memory.settled(compared))


def pick_to_compare(sources: Sources, turn: Turn) -> Outcome | None:
    """Show two of the last hits side by side where the message asks for their difference."""
    if not asks_to_compare(turn.text):
        return None
    results = turn.memory.results
    offers = sources.find_offers(results) if len(results) == len(BOTH) and not turn.memory.choices else []
    if read_ordinals(turn.text) == BOTH and len(offers) == len(BOTH):
        return Outcome((compare(offers, sources.today),), turn.memory.settled(results))
    return pick(sources, turn) if len(read_ordinals(turn.text)) > 1 else None


def pick_provider(sources: Sources, turn: Turn) -> Outcome | None:
    """List what one provider has among the last hits, or say that there is nothing; None where this is not asked."""
    provider = read_provider(turn.text)
    if not provider or not turn.memory.results:
        return None
    hits = [offer for offer in sources.find_offers(turn.memory.results) if fold(provider) in fold(offer.provider)]
    if not hits:
        return Outcome((Reply("notice", sentence("angebote.kein_anbieter", anbieter=provider)),), turn.memory)
    return list_offers(sources, turn, hits, turn.memory.filters)


def find_numbered(memory: Memory, numbers: Sequence[int]) -> list[Reference]:
    """Return what stands at some positions of the list that is meant; nothing where no list is long enough."""
    lists = _lists(memory, is_for_several=len(numbers) > 1)
    meant = next((shown for shown in lists if all(abs(number) <= len(shown) for number in numbers)), ())
    return [meant[number if number < 0 else number - 1] for number in numbers if meant]


def explain_number(sources: Sources, turn: Turn, numbers: Sequence[int]) -> Outcome:
    """Say that the list is shorter: a single hit is shown, and where more were found they are offered."""
    memory = turn.memory
    shown = _lists(memory, is_for_several=len(numbers) > 1)[0]
    if len(shown) == 1:
        outcome = show(sources, turn, shown[0])
        only, *others = outcome.replies
        text = f"{sentence('folge.nur_einer')}\n\n{only.text}"
        return replace(outcome, replies=(replace(only, text=text), *others))
    if max(map(abs, numbers)) <= len(memory.results):
        text = sentence("folge.nummer_folgt", gezeigt=memory.shown, anzahl=len(memory.results))
        return Outcome((Reply("notice", text, buttons=(more_button(),)),), memory)
    return Outcome((Reply("notice", sentence("folge.nummer_unbekannt", anzahl=len(shown))),), memory)


def _lists(memory: Memory, *, is_for_several: bool) -> list[tuple[Reference, ...]]:
    """Return what a number may count in, the likeliest first: what was shown last, else what was shown so far.

    Two numbers mean the list of hits, for what stands side by side already is not asked for again. An entry is no
    list, nor are the offers beside it, unless two of them are asked for and there is no other; a lone offer is a list.
    """
    focus, page, seen = memory.focus, _page(memory), memory.results[: memory.shown]
    is_entry = bool(focus) and focus[0].type == "faq"
    listed = focus if len(focus) > 1 and not is_entry else ()
    last = (page, listed) if is_for_several else (listed, page)
    beside = focus if not is_entry or (is_for_several and len(focus) > 1) else ()
    return [one for one in (memory.choices, *last, seen, beside) if one]


def _page(memory: Memory) -> tuple[Reference, ...]:
    """Return the hits that were shown last; the result of a funding check is shown whole."""
    if memory.checked is not None:
        return memory.results
    return memory.results[max(memory.shown - 1, 0) // PAGE * PAGE : memory.shown]


def _name_no_list(turn: Turn) -> Outcome:
    return Outcome((Reply("clarify", sentence("folge.keine_liste")),), turn.memory)
