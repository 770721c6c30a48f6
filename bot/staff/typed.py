"""A form of content as it was sent: the texts as typed, the record they mean, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from bot.content.checks import complete_record
from bot.content.kinds import Kind
from bot.content.records import Record
from bot.content.texts import read_texts, write_texts


@dataclass(frozen=True)
class Typed:
    """What an editor sent; a field with a problem keeps its text."""

    texts: dict[str, str]
    record: Record
    problems: dict[str, str]


def read_typed(session: Session, kind: Kind, key: str, form: FormData, before: Record) -> Typed:
    """Read a form. What has no field in it, the mark of the archive, stays as it was ``before``."""
    texts = {
        one.name: "\n".join(text for text in form.getlist(one.name) if isinstance(text, str)) for one in kind.fields
    }
    if kind.archived is not None:
        texts[kind.archived[0]] = write_texts(kind, before)[kind.archived[0]]
    read = read_texts(kind, texts)
    pointing = complete_record(session, kind, key, read.record)
    return Typed(texts, read.record, {**pointing, **read.problems})
