"""What an import needs to know of the editors' history, which lives on a higher floor."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session


class History(Protocol):
    """The revisions of offers."""

    def find_slugs(self, session: Session, type_: str) -> set[str]:
        """Return the short names of offers of a type that staff have ever worked on."""

    def find_drafts(self, session: Session, type_: str) -> set[str]:
        """Return the short names of offers of a type with an open draft."""

    def keep(self, session: Session, type_: str, slug: str, *, author: str, note: str, now: datetime) -> None:
        """Keep the live state of an offer as a published revision."""
