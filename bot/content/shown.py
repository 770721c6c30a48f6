"""What is shown to visitors now, also where nobody has ever written into the database."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import yaml
from sqlalchemy.orm import Session

from bot.content.kinds import SENTENCE, Kind
from bot.content.records import Record, read_record


def read_shown(session: Session, kind: Kind, key: str) -> Record | None:
    """Return the live record; for a sentence that nobody has changed, the one that comes with the assistant."""
    record = read_record(session, kind, key)
    if record is None and kind is SENTENCE and key in read_default_sentences():
        return {"text": read_default_sentences()[key]}
    return record


@lru_cache(maxsize=1)
def read_default_sentences() -> dict[str, str]:
    """Return every sentence of the assistant as it comes, by ``group.name``, in the order of the file."""
    groups = yaml.safe_load(resources.files("bot.content").joinpath("sentences.yml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": text for group, names in groups.items() for name, text in names.items()}
