"""The dossier of a concern: what the assistant knows already, so that nobody is asked twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.handoff.plain_text import shorten, tidy_line

MOST = 20  # of each kind of thing, the latest
LONGEST_SUMMARY = 300
LONGEST_CONCERN = 90
MISSES = ("fallback",)
STATED = ("answer", "contact")


@dataclass(frozen=True)
class Dossier:
    """What happened before a hand-off.

    ``questions`` were asked (redacted), ``missed`` of them got no answer; ``answers`` and ``offers`` are titles of
    what was shown; ``filters`` are the conditions of the last search as pairs of German words; ``page`` is the address
    on the website where the visitor was.
    """

    questions: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    page: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Dossier:
        """Read it back; what is missing is empty."""
        lists = {name: tuple(data.get(name) or ()) for name in ("questions", "missed", "answers", "offers")}
        filters = tuple((str(name), str(value)) for name, value in data.get("filters") or ())
        return cls(**lists, filters=filters, page=str(data.get("page") or ""))


def make_dossier(
    bodies: Sequence[Mapping[str, Any]],
    *,
    filters: Iterable[tuple[str, str]] = (),
    titles: Mapping[str, str] | None = None,
    page: str = "",
) -> Dossier:
    """Return the dossier of a conversation; ``bodies`` are its messages as the chat API gives them, oldest first.

    ``titles`` are what references (``type:slug``) are called; one without a title is named by its slug. What was
    entered into a form belongs to no dossier.
    """
    questions: list[str] = []
    missed: list[str] = []
    shown: dict[str, list[str]] = {"answers": [], "offers": []}
    asked = ""
    for body in bodies:
        kind = body.get("kind", "")
        if body.get("from") == "visitor":
            asked = tidy_line(str(body.get("text", "")))
            continue
        if kind == "form":
            asked = ""
            continue
        if asked:
            questions.append(asked)
            if kind in MISSES:
                missed.append(asked)
            asked = ""
        if kind == "offers":
            shown["offers"] += [str(card.get("title", "")) for card in body.get("cards") or ()]
        elif kind in STATED:
            shown["answers"] += [_name(reference, titles or {}) for reference in body.get("references") or ()]
    return Dossier(
        questions=_latest(questions),
        missed=_latest(missed),
        answers=_latest(shown["answers"]),
        offers=_latest(shown["offers"]),
        filters=tuple(filters),
        page=tidy_line(page)[:500],
    )


def summarise(concern: str, dossier: Dossier) -> str:
    """Return a concern with its circumstances in one line of at most 300 characters."""
    facts = [shorten(concern, LONGEST_CONCERN)]
    if dossier.filters:
        facts.append("gesucht: " + ", ".join(value for _name, value in dossier.filters))
    if dossier.questions:
        count, missed = len(dossier.questions), len(dossier.missed)
        asked = "1 Frage vorher" if count == 1 else f"{count} Fragen vorher"
        facts.append(asked + (f", davon {missed} ohne Antwort" if missed else ""))
    if dossier.offers:
        count = len(dossier.offers)
        facts.append("1 Angebot gezeigt" if count == 1 else f"{count} Angebote gezeigt")
    return shorten(" · ".join(facts), LONGEST_SUMMARY - 1)


def _latest(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the latest of different texts, in the order in which they first came."""
    return tuple(dict.fromkeys(text for text in texts if text))[-MOST:]


def _name(reference: Mapping[str, str], titles: Mapping[str, str]) -> str:
    key = f"{reference.get('type')}:{reference.get('slug')}"
    return titles.get(key, str(reference.get("slug", "")))
