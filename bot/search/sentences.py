"""The sentences from which replies are built: as they come with the assistant, or as staff have worded them."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.content.models import SentenceText
from bot.content.placeholders import find_misfit
from bot.content.shown import read_default_sentences
from bot.db import read_content_version, read_rows
from bot.german.languages import ENGLISH, GERMAN
from bot.search.watching import watch

logger = logging.getLogger(__name__)


class Wording:
    """What staff have worded anew in a database, as it stands there now; exchanged as a whole, so it needs no lock."""

    def __init__(self, factory: sessionmaker) -> None:
        self.changed: Mapping[str, str] = {}
        self._factory = factory
        self._version: int | None = None

    def refresh(self) -> None:
        """Read the sentences where the content is not that of the last reading. Raises SQLAlchemyError."""
        with self._factory() as session:
            version = read_content_version(session)
            if version != self._version:
                self.changed, self._version = read_changed(session), version

    def watch(self) -> Wording:
        """Refresh in the background from now on; return itself."""
        watch(self.refresh, "sentences")
        return self


_of_process: list[Wording] = []  # one at most


def follow_wording(factory: sessionmaker) -> Wording:
    """Have the whole process say what staff have worded in a database, within the time of one look at it."""
    _of_process[:] = [Wording(factory).watch()]
    return _of_process[0]


def sentence(key: str, language: str = GERMAN, /, **values: object) -> str:
    """Return a sentence by its ``group.name``, with its braces filled. Raises KeyError for an unknown one.

    In English it is the one of the group ``englisch``, where there is one.
    """
    if language == ENGLISH and english_key(key) in read_default_sentences():
        key = english_key(key)
    changed = _of_process[0].changed if _of_process else {}
    text = changed.get(key) or read_default_sentences()[key]
    return text.format(**values) if values else text


def english_key(key: str) -> str:
    """Return under which key a sentence stands in English: ``englisch.ratlos_wieder`` for ``ratlos.wieder``."""
    return f"englisch.{key.replace('.', '_')}"


def read_changed(session: Session) -> dict[str, str]:
    """Return the sentences that staff have changed, without those that the assistant could not fill in."""
    found = {}
    originals = read_default_sentences()
    for key, text in read_rows(session, select(SentenceText.key, SentenceText.text)):
        if key not in originals:  # of an earlier version of the assistant
            continue
        misfit = find_misfit(key, originals[key], text)
        if misfit:
            logger.warning("the changed sentence %r is not used: %s", key, misfit)
        elif text != originals[key]:
            found[key] = text
    return found
