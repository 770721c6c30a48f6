"""Texts that staff paste into replies: written once, found again, archived instead of deleted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.german.normalize import fold
from bot.handoff.models import CannedText
from bot.handoff.plain_text import tidy_line, tidy_lines

LONGEST_TITLE = 200
LONGEST_TEXT = 4000


class InvalidCannedText(ValueError):
    """A text cannot be kept; ``problems`` maps fields to German sentences."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True)
class CannedTextView:
    """A text to read or to paste."""

    id: int
    title: str
    text: str
    is_archived: bool = False


def find_canned_texts(session: Session, search: str = "", *, is_archived: bool = False) -> list[CannedTextView]:
    """Return the texts in which every word of a search stands, by title."""
    columns = (CannedText.id, CannedText.title, CannedText.text, CannedText.is_archived)
    rows = session.execute(select(*columns).where(CannedText.is_archived.is_(is_archived)))
    found = [CannedTextView(*row) for row in rows]
    words = fold(search).split()
    # In Python: there are dozens at most, and a database would not know that "ä" and "Ä" are one letter.
    matching = [one for one in found if all(word in fold(f"{one.title} {one.text}") for word in words)]
    return sorted(matching, key=lambda one: fold(one.title))


def find_canned_text(session: Session, text_id: int) -> CannedTextView | None:
    """Return one text, None where there is none."""
    row = session.get(CannedText, text_id)
    return CannedTextView(row.id, row.title, row.text, row.is_archived) if row else None


def save_canned_text(session: Session, text_id: int | None, title: str, text: str) -> int:
    """Write a text, a new one without an id, and return its id. The caller commits. Raises InvalidCannedText."""
    title, text = tidy_line(title), tidy_lines(text)
    problems = _find_problems(session, text_id, title, text)
    if problems:
        raise InvalidCannedText(problems)
    row = CannedText() if text_id is None else session.get(CannedText, text_id)
    assert row is not None, "the text was looked up before"
    row.title, row.text = title, text
    session.add(row)
    session.flush()
    return int(row.id)


def archive_canned_text(session: Session, text_id: int, *, is_archived: bool) -> None:
    """Take a text out of the list, or bring it back. The caller commits."""
    row = session.get(CannedText, text_id)
    if row is not None:
        row.is_archived = is_archived
        session.flush()


def _find_problems(session: Session, text_id: int | None, title: str, text: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not title:
        problems["title"] = "Bitte geben Sie dem Baustein einen Namen."
    elif len(title) > LONGEST_TITLE:
        problems["title"] = f"Der Name hat höchstens {LONGEST_TITLE} Zeichen; Ihrer hat {len(title)}."
    elif _is_taken(session, text_id, title):
        problems["title"] = "Einen Baustein mit diesem Namen gibt es schon, vielleicht im Archiv."
    if not text:
        problems["text"] = "Der Text ist noch leer."
    elif len(text) > LONGEST_TEXT:
        problems["text"] = f"Der Text hat höchstens {LONGEST_TEXT} Zeichen; Ihrer hat {len(text)}."
    return problems


def _is_taken(session: Session, text_id: int | None, title: str) -> bool:
    same = select(CannedText.id).where(CannedText.title == title)
    return any(found != text_id for found in session.scalars(same))
