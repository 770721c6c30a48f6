"""Training examples from the content: every way people ask for an entry or an offer, and what belongs elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from sqlalchemy.orm import Session

from bot.faq.queries import read_referrals
from bot.search.documents import make_documents
from bot.search.labels import OUT_OF_SCOPE
from bot.search.snapshot import read_snapshot

HELD_OUT_SHARE = 50  # one of so many phrasings is never learnt
FEWEST_TEXTS = 20  # an entry with fewer keeps them all


@dataclass(frozen=True)
class Example:
    """A text and its label: a reference such as ``faq:kmu-definition``, or ``out_of_scope``."""

    text: str
    label: str


def read_examples(session: Session, today: date) -> list[Example]:
    """Return all examples of visible content that are learnt, each text once for each label.

    Sample offers are always among them: hiding them is a matter of display, not of understanding.
    """
    titles, ways = _read_content(session, today)
    referrals = [Example(text, OUT_OF_SCOPE) for text, _ in read_referrals(session)]
    return list(dict.fromkeys([*titles, *split_held_out(ways)[0], *referrals]))


def read_held_out(session: Session, today: date) -> list[Example]:
    """Return the phrasings of visible content that are never learnt: what a new classifier is judged on."""
    titles, ways = _read_content(session, today)
    known = {title.text for title in titles}
    return [example for example in split_held_out(ways)[1] if example.text not in known]


def split_held_out(examples: Iterable[Example]) -> tuple[list[Example], list[Example]]:
    """Split examples into what is learnt and what is held out: by the text alone, so it is always the same."""
    found = list(dict.fromkeys(examples))
    counts = Counter(example.label for example in found)
    learnt: list[Example] = []
    held_out: list[Example] = []
    for example in found:
        is_out = counts[example.label] >= FEWEST_TEXTS and not crc32(example.text.encode()) % HELD_OUT_SHARE
        (held_out if is_out else learnt).append(example)
    return learnt, held_out


def _read_content(session: Session, today: date) -> tuple[list[Example], list[Example]]:
    """Return the titles of all documents, and the further ways to ask for them."""
    documents = make_documents(read_snapshot(session, today, show_samples=True))
    titles = [Example(document.phrases[0], str(document.reference)) for document in documents]
    ways = [Example(text, str(document.reference)) for document in documents for text in document.phrases[1:]]
    return titles, ways
