"""Lists of records for people who look for one: a page at a time, from indexes, whatever their number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.content.kinds import CONTACT, FAQ, FUNDING, REFERRAL, TOPIC, TRAINING, Kind
from bot.content.picks import PICKS
from bot.content.tables import key_of, only, table_of, title_of
from bot.faq.models import FaqVariant
from bot.topics.models import TopicSynonym

PAGE_SIZE = 50
CURRENT, ARCHIVED, ALL = "aktuell", "archiviert", "alle"

# Where a search looks, beside the title: columns of the row, and texts that hang on it.
SEARCHED = {
    FAQ.name: ("slug", "answer"),
    FUNDING.name: ("slug", "provider"),
    TRAINING.name: ("slug", "provider"),
    CONTACT.name: ("slug", "organisation", "role"),
    TOPIC.name: ("slug",),
    REFERRAL.name: ("office",),
}
SEARCHED_TEXTS: dict[str, tuple[Any, Any]] = {
    FAQ.name: (FaqVariant.text, FaqVariant.entry_id),
    TOPIC.name: (TopicSynonym.text, TopicSynonym.topic_id),
}


@dataclass(frozen=True)
class ListFilter:
    """What somebody looks for; ``values`` are columns with the value they must have, ``pick`` is for a day."""

    text: str = ""
    shelf: str = CURRENT
    values: Mapping[str, Any] = field(default_factory=dict)
    pick: str = ""
    today: date | None = None


@dataclass(frozen=True)
class Listed:
    """One line of a list: ``facts`` are the columns that were asked for."""

    key: str
    title: str
    is_archived: bool
    facts: dict[str, Any]


def find_page(
    session: Session, kind: Kind, wanted: ListFilter, facts: tuple[str, ...] = (), *, page: int = 1
) -> tuple[list[Listed], int]:
    """Return one page, by title, and how many records there are in all."""
    statement = _select_page(kind, wanted, facts, page)
    if not wanted.text:  # two statements from indexes
        return _read_page(session, kind, facts, statement), count_listed(session, kind, wanted)
    # A search reads every row: once, not a second time for counting.
    rows = session.execute(statement.add_columns(func.count().over())).all()
    found = [_make_listed(kind, facts, row) for row in rows]
    return found, rows[0][-1] if rows else 0 if page == 1 else count_listed(session, kind, wanted)


def find_listed(
    session: Session, kind: Kind, wanted: ListFilter, facts: tuple[str, ...] = (), *, page: int = 1
) -> list[Listed]:
    """Return one page, by title."""
    return _read_page(session, kind, facts, _select_page(kind, wanted, facts, page))


def count_listed(session: Session, kind: Kind, wanted: ListFilter) -> int:
    """Return how many records there are in all."""
    # The table, not the class: the class of all offers brings the tables of every kind along.
    counted = select(func.count()).select_from(table_of(kind).__table__).where(*conditions_of(kind, wanted))
    return session.scalar(counted) or 0


def find_keys(session: Session, kind: Kind, wanted: ListFilter) -> list[str]:
    """Return the keys of all records, by title."""
    statement = select(key_of(kind)).where(*conditions_of(kind, wanted)).order_by(title_of(kind), table_of(kind).id)
    return list(session.scalars(statement))


def conditions_of(kind: Kind, wanted: ListFilter) -> list[Any]:
    """Return the conditions of a list."""
    table = table_of(kind)
    found = only(kind)
    if kind.archived is not None and wanted.shelf != ALL:
        name, archived = kind.archived
        column, is_wanted = getattr(table, name), wanted.shelf == ARCHIVED
        if isinstance(archived, bool):  # an equation, which an index answers
            found.append(column == (archived == is_wanted))
        else:
            found.append(column == archived if is_wanted else column != archived)
    found += [getattr(table, name) == value for name, value in wanted.values.items()]
    if wanted.pick:
        assert wanted.today is not None, "a pick is for a day"
        found.append(PICKS[wanted.pick].where[kind.name](wanted.today))
    return found + [_matches(kind, word) for word in wanted.text.split()]


def _matches(kind: Kind, word: str) -> Any:
    """Match a word anywhere, in either case."""
    table = table_of(kind)
    columns = [title_of(kind), *(getattr(table, name) for name in SEARCHED.get(kind.name, ()))]
    found = [_contains(column, word) for column in columns]
    if kind.name in SEARCHED_TEXTS:
        text, owner = SEARCHED_TEXTS[kind.name]
        found.append(table.id.in_(select(owner).where(_contains(text, word))))
    return or_(*found)


def _contains(column: Any, word: str) -> Any:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    # SQLite lowers ASCII letters only: "Über" is looked for as it is written, small and capital.
    spellings = dict.fromkeys((escaped, escaped.lower(), escaped.capitalize())) if not word.isascii() else (escaped,)
    return or_(*(column.ilike(f"%{spelling}%", escape="\\") for spelling in spellings))


def _select_page(kind: Kind, wanted: ListFilter, facts: tuple[str, ...], page: int) -> Any:
    table = table_of(kind)
    columns = [key_of(kind), title_of(kind), *(getattr(table, name) for name in (*_archive_column(kind), *facts))]
    statement = select(*columns).where(*conditions_of(kind, wanted)).order_by(title_of(kind), table.id)
    return statement.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)


def _read_page(session: Session, kind: Kind, facts: tuple[str, ...], statement: Any) -> list[Listed]:
    return [_make_listed(kind, facts, row) for row in session.execute(statement)]


def _make_listed(kind: Kind, facts: tuple[str, ...], row: Any) -> Listed:
    first = 2 + len(_archive_column(kind))
    is_archived = kind.archived is not None and row[2] == kind.archived[1]
    return Listed(row[0], row[1], is_archived, dict(zip(facts, row[first:], strict=False)))


def _archive_column(kind: Kind) -> tuple[str, ...]:
    return (kind.archived[0],) if kind.archived else ()
