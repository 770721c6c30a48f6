"""The versions of an entry: as usual, in plain language, in English; each is there only where somebody wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.faq.public import PublicEntry
from bot.german.dates import german_date

PLAIN, ENGLISH = "einfach", "en"
LABELS = {"": "Ausführlich", PLAIN: "Einfache Sprache", ENGLISH: "English"}
NO_ENGLISH = "This answer is not available in English yet."


@dataclass(frozen=True)
class Version:
    """How an entry reads; ``language`` is a code as HTML wants it, ``stand`` the date of the source in it."""

    name: str
    language: str
    question: str
    answer: str
    stand: str

    @property
    def label(self) -> str:
        """What the link to it is called."""
        return LABELS[self.name]


def list_versions(entry: PublicEntry) -> dict[str, Version]:
    """Return the versions that there are by their names, the usual one first."""
    stand = german_date(entry.source_date)
    found = [Version("", "de", entry.question, entry.answer, stand)]
    if entry.plain_answer:
        found.append(Version(PLAIN, "de", entry.question, entry.plain_answer, stand))
    if entry.has_english:
        found.append(Version(ENGLISH, "en", entry.question_en, entry.answer_en, english_date(entry.source_date)))
    return {version.name: version for version in found}


def english_date(value: str) -> str:
    """Return an ISO date as 12 April 2023; a mere year or anything else stays as it is."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {day:%B %Y}"
