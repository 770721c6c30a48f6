"""Whether the programme that is talked about is for a company of a size: "gilt das für uns mit 60 Leuten?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.german.normalize import fold
from bot.german.numbers import german_number
from bot.offers.eligibility.answers import Answers
from bot.offers.eligibility.judging import FITS, FITS_IF, judge
from bot.offers.eligibility.queries import read_programmes
from bot.offers.queries import FundingView
from bot.search import render
from bot.search.funding_check import all_rules
from bot.search.funding_check_reply import start_button
from bot.search.reply import Reference, Reply
from bot.search.sentences import sentence
from bot.search.sources import Sources
from bot.search.turn import Outcome, Turn

_ASKS = re.compile(
    r"\b(?:gilt|gelten|passt|geht|klappt|duerfen|koennen|bekommen|kriegen|kommen|in frage)\b.*\b(?:uns|wir|auch|mit)\b"
)
MOST_OPEN = 3  # conditions that are named


def tell_fit(sources: Sources, turn: Turn, employees: int | None) -> Outcome | None:
    """Return whether the one programme in focus is for so many employees; None where this is not asked."""
    if employees is None or not turn.memory.focus or not _ASKS.search(fold(turn.text)):
        return None
    about = _find_programmes(sources, turn.memory.focus)
    programmes = read_programmes(sources.session, today=sources.today, show_samples=sources.show_samples)
    programme = next((one for one in programmes if [one.offer.slug] == about), None)
    if programme is None:
        return None
    answers = Answers(employees=employees)
    verdict = judge(all_rules(programme, answers, sources.knowledge.vocabulary.names), answers)
    reasons = [rule.reason for rule in verdict.rules]
    offer = programme.offer
    text = "\n\n".join(_paragraphs(offer.title, employees, reasons, is_open=verdict.group in (FITS, FITS_IF)))
    reference = render.offer_reference(offer)
    reply = Reply("offers", text, (reference,), cards=(render.offer_card(offer),), buttons=(start_button(),))
    return Outcome((reply,), turn.memory.settled((reference,)))


def _find_programmes(sources: Sources, focus: tuple[Reference, ...]) -> list[str]:
    """Return the short names of the programmes in focus, of an entry those that it is about."""
    named = focus if focus[0].type != "faq" else tuple(sources.knowledge.programmes_of(focus[0]))
    return [offer.slug for offer in sources.find_offers(named) if isinstance(offer, FundingView)]


def _paragraphs(title: str, employees: int, reasons: list[str], *, is_open: bool) -> Iterator[str]:
    number = german_number(employees)
    if not is_open:
        yield sentence("foerdercheck.groesse_passt_nicht", titel=title, anzahl=number, grund=reasons[0])
        return
    yield sentence("foerdercheck.groesse_passt", titel=title, anzahl=number)
    if reasons:
        lines = "\n".join(f"- {reason}" for reason in reasons[:MOST_OPEN])
        yield f"{sentence('foerdercheck.groesse_dazu')}\n\n{lines}"
    yield sentence("foerdercheck.unverbindlich")
