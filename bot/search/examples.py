"""Training examples from the content: every way people ask for an entry or an offer, and what belongs elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.faq.queries import read_referrals
from bot.search.documents import make_documents
from bot.search.labels import OUT_OF_SCOPE
from bot.search.snapshot import read_snapshot


@dataclass(frozen=True)
class Example:
    """A text and its label: a reference such as ``faq:kmu-definition``, or ``out_of_scope``."""

    text: str
    label: str


def read_examples(session: Session, today: date) -> list[Example]:
    """Return all examples of visible content, each text once for each label.

    Sample offers are always among them: hiding them is a matter of display, not of understanding.
    """
    documents = make_documents(read_snapshot(session, today, show_samples=True))
    examples = [Example(phrase, str(document.reference)) for document in documents for phrase in document.phrases]
    examples += [Example(text, OUT_OF_SCOPE) for text, _ in read_referrals(session)]
    return list(dict.fromkeys(examples))
