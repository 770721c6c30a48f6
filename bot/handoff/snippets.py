"""What staff paste into replies: answers of the FAQ and canned texts, found by words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.content.kinds import FAQ
from bot.content.queries import ListFilter, find_listed
from bot.faq.models import FaqEntry
from bot.german.normalize import fold
from bot.handoff.canned_texts import find_canned_text, find_canned_texts

MOST = 8  # of each kind
CANNED = "baustein"
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1")


@dataclass(frozen=True)
class Snippet:
    """A text to paste; ``text`` is Markdown as it was written, ``key`` is ``faq:slug`` or ``baustein:id``."""

    key: str
    title: str
    text: str

    @property
    def plain(self) -> str:
        """The text without Markdown."""
        return write_plain(self.text)

    @property
    def is_faq(self) -> bool:
        """Tell whether it is an answer that visitors get from the assistant too."""
        return self.key.startswith(f"{FAQ.name}:")


def find_snippets(session: Session, search: str, *, today: date) -> list[Snippet]:
    """Return the canned texts and valid FAQ answers in which all words of a search stand; without one, canned texts."""
    found = [Snippet(f"{CANNED}:{one.id}", one.title, one.text) for one in find_canned_texts(session, search)[:MOST]]
    if not search.strip():
        return found
    wanted = ListFilter(search, values={"status": "published"})
    entries = _read_entries(session, [one.key for one in find_listed(session, FAQ, wanted)], today)
    words = fold(search).split()
    # Entries whose question has the words come before those that have them somewhere in the answer.
    return found + sorted(entries, key=lambda one: -sum(word in fold(one.title) for word in words))[:MOST]


def find_snippet(session: Session, key: str, *, today: date) -> Snippet | None:
    """Return what a key names, None for what is gone."""
    kind, _, name = key.partition(":")
    if kind == FAQ.name:
        return next(iter(_read_entries(session, [name], today)), None)
    if kind != CANNED or not name.isdecimal() or len(name) > 9:
        return None
    one = find_canned_text(session, int(name))
    return Snippet(key, one.title, one.text) if one and not one.is_archived else None


def write_plain(text: str) -> str:
    """Return Markdown as plain text: links with their address behind them, without emphasis.

    >>> write_plain("**Ja**, siehe [WFG](https://wfg-kassel.de).")
    'Ja, siehe WFG (https://wfg-kassel.de).'
    """
    return EMPHASIS.sub(r"\2", LINK.sub(r"\1 (\2)", text))


def _read_entries(session: Session, keys: list[str], today: date) -> list[Snippet]:
    valid = or_(FaqEntry.valid_until.is_(None), FaqEntry.valid_until >= today)
    rows = session.execute(
        select(FaqEntry.slug, FaqEntry.question, FaqEntry.answer)
        .where(FaqEntry.slug.in_(keys), FaqEntry.status == "published", valid)
        .order_by(FaqEntry.question)
    )
    return [Snippet(f"{FAQ.name}:{slug}", question, answer) for slug, question, answer in rows]
