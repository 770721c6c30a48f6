"""What a visitor is told at the end of a funding check: the best of each group, and where everything stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.german.dates import german_date
from bot.search import render
from bot.search.funding_check import CheckResult, Judged
from bot.search.funding_check_words import describe_size
from bot.search.offer_notes import doubt_notes
from bot.search.offering import person_button
from bot.search.reply import Button, Reply
from bot.search.sentences import sentence

START = "/foerdercheck"
SHOWN = {"passt": 4, "passt_wenn": 4, "passt_nicht": 2}  # programmes of each group in the chat
BUTTONS = 3


def result_reply(result: CheckResult, page: str) -> Reply:
    """Return the result as one message; ``page`` is the address at which all of it stands."""
    best = [one.offer for one in (*result.fits, *result.fits_if)]
    references = tuple(render.offer_reference(offer) for offer in best[: SHOWN["passt"] + SHOWN["passt_wenn"]])
    details = (render.button_for(offer.title, render.offer_reference(offer)) for offer in best[:BUTTONS])
    buttons = (*details, start_button("foerdercheck.noch_einmal_knopf"), person_button("asked"))
    return Reply("offers", "\n\n".join(_paragraphs(result, page)), references, buttons=buttons)


def start_button(key: str = "foerdercheck.starten_knopf") -> Button:
    """Return the button that begins the funding check."""
    return Button(sentence(key), START)


def list_notes(result: CheckResult) -> list[str]:
    """Return what has to be said with every result: that it binds nobody, when to apply, and what is in doubt."""
    offered = (*result.fits, *result.fits_if)
    before = any(one.offer.apply_before_start == "ja" for one in offered)
    in_doubt = any(doubt_notes(one.offer) for one in offered)
    return [
        sentence("foerdercheck.unverbindlich"),
        *([sentence("foerdercheck.antrag_vorher")] if before else []),
        *([sentence("foerdercheck.nicht_alles_belegt")] if in_doubt else []),
    ]


def next_step(judged: Judged) -> str:
    """Return what to do next, without a full stop."""
    return judged.offer.application.rstrip(". ") or "nachfragen"


def _paragraphs(result: CheckResult, page: str) -> Iterator[str]:
    yield f"{sentence('foerdercheck.ergebnis')} {describe_size(result.answers)}"
    if not (result.fits or result.fits_if):
        yield sentence("foerdercheck.keines")
    yield from _group("passt", result.fits)
    yield from _group("passt_wenn", result.fits_if)
    yield from _group("passt_nicht", result.fits_not)
    if result.for_others:
        yield sentence("foerdercheck.andere_vorhaben", anzahl=len(result.for_others))
    yield sentence("foerdercheck.seite", adresse=page)
    yield " ".join(list_notes(result))


def _group(name: str, judged: Sequence[Judged]) -> Iterator[str]:
    if not judged:
        return
    lines = [f"**{sentence(f'foerdercheck.gruppe_{name}', anzahl=len(judged))}**"]
    lines += [f"- {_say(name, one)}" for one in judged[: SHOWN[name]]]
    rest = len(judged) - SHOWN[name]
    if rest > 0:
        lines.append(f"- {sentence('foerdercheck.weitere', anzahl=rest)}")
    yield "\n".join(lines)


def _say(name: str, one: Judged) -> str:
    if name == "passt_nicht":
        return sentence("foerdercheck.zeile_passt_nicht", titel=one.offer.title, grund=one.reasons[0])
    return sentence(
        "foerdercheck.zeile",
        titel=one.offer.title,
        grund=" ".join(one.reasons),
        schritt=next_step(one),
        stelle=one.offer.provider,
        stand=german_date(one.offer.source_date),
    )
