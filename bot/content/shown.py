"""What is shown to visitors now, also where nobody has ever written into the database."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.content.kinds import SENTENCE, Kind
from bot.content.models import SentenceText
from bot.content.records import Record, read_record
from bot.settings import ROOT


def read_shown(session: Session, kind: Kind, key: str) -> Record | None:
    """Return the live record; for a sentence that nobody has changed, the one that comes with the assistant."""
    record = read_record(session, kind, key)
    if record is None and kind is SENTENCE and key in read_default_sentences():
        return {"text": read_default_sentences()[key]}
    return record


def find_sentences(session: Session, search: str = "") -> dict[str, str]:
    """Return the sentences with all words of a search, as they are shown now, by their keys."""
    shown = read_default_sentences() | dict(session.execute(select(SentenceText.key, SentenceText.text)).all())
    words = search.casefold().split()
    return {key: text for key, text in shown.items() if all(word in f"{key} {text}".casefold() for word in words)}


@lru_cache(maxsize=1)
def read_default_sentences() -> dict[str, str]:
    """Return every sentence of the assistant as it comes: by ``group.name``, then Rasa's responses by their names."""
    groups = yaml.safe_load(resources.files("bot.content").joinpath("sentences.yml").read_text(encoding="utf-8"))
    found = {f"{group}.{name}": text for group, names in groups.items() for name, text in names.items()}
    return found | _read_responses()


def _read_responses() -> dict[str, str]:
    """Return the texts of ``domain.yml``; each response has one."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    first = {name: versions[0] for name, versions in domain["responses"].items()}
    texts = {name: response.get("custom", response).get("text", "") for name, response in first.items()}
    return {name: text for name, text in texts.items() if text}
