"""The state of a record that a sheet was made from: number of its published revision, and a digest of its texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.content.kinds import Kind
from bot.content.records import CHUNK, Record
from bot.content.texts import write_texts
from bot.revisions.drafts import find_revision, record_of
from bot.revisions.models import Revision

STAMP = re.compile(r"v(\d{1,9})\.([0-9a-f]{8})")


@dataclass(frozen=True)
class SheetStamp:
    """What a sheet carries for each record. It begins with a letter: "3.1" would be made a date by spreadsheets."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"v{self.number}.{self.digest}"

    @classmethod
    def parse(cls, text: str) -> SheetStamp | None:
        """Read a stamp; None where there is none, or none that can be read."""
        found = STAMP.fullmatch(text)
        return cls(int(found[1]), found[2]) if found else None


def make_digest(kind: Kind, record: Record | None) -> str:
    """Return a digest of all texts of a record, "" of none."""
    if record is None:
        return ""
    return sha256("\0".join(write_texts(kind, record).values()).encode()).hexdigest()[:8]


def find_published_numbers(session: Session, kind: Kind, keys: list[str]) -> dict[str, int]:
    """Return the number of the latest published revision of each record that has one."""
    found: dict[str, int] = {}
    for start in range(0, len(keys), CHUNK):
        statement = select(Revision.key, func.max(Revision.number)).where(
            Revision.kind == kind.name, Revision.key.in_(keys[start : start + CHUNK]), Revision.status == "published"
        )
        found |= dict(map(tuple, session.execute(statement.group_by(Revision.key)).all()))
    return found


def find_base(session: Session, kind: Kind, key: str, stamp: SheetStamp) -> Record | None:
    """Return the record as it was when the sheet was made, None where it is not known."""
    revision = find_revision(session, kind, key, max(1, stamp.number))  # 1 is what was there before the first edit
    if revision is None:
        return None
    record = record_of(revision)
    return record if make_digest(kind, record) == stamp.digest else None
