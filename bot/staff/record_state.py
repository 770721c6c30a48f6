"""Where one record stands: what is live, what waits, who may do what, in one sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.content.kinds import KINDS, Kind
from bot.content.records import Record
from bot.content.shown import read_shown
from bot.revisions.categories import read_rules
from bot.revisions.difference import FieldChange, compare_records
from bot.revisions.drafts import (
    FIRST_AUTHOR,
    Stamp,
    explain_closed,
    find_latest,
    find_open,
    record_of,
    stamp_of,
)
from bot.revisions.models import Revision
from bot.revisions.publishing import may_publish
from bot.staff.errors import not_found
from bot.staff.templates import write_day, write_moment
from bot.staff.visit import Visit


@dataclass(frozen=True)
class RecordState:
    """A record as its pages need it; ``closed`` says why this account may not write, empty where it may."""

    kind: Kind
    key: str
    live: Record | None
    waiting: Revision | None
    latest: Revision | None
    closed: str
    may_publish: bool  # the open draft
    may_publish_own: bool  # a change of one's own
    today: date

    @property
    def record(self) -> Record:
        """What the form shows: the open draft, else what is live."""
        if self.waiting is not None:
            return record_of(self.waiting)
        assert self.live is not None
        return self.live

    @property
    def title(self) -> str:
        """What the record is called."""
        return str(self.record.get(self.kind.title_field) or self.key)

    @property
    def stamp(self) -> Stamp:
        """The state that is on the screen."""
        return stamp_of(self.latest)

    @property
    def changes(self) -> list[FieldChange]:
        """What the open draft changes against what visitors get."""
        return compare_records(self.kind, self.live or {}, self.record) if self.waiting else []

    @property
    def is_archived(self) -> bool:
        """Tell whether visitors do not get it because it was put aside."""
        archived = self.kind.archived
        return bool(archived and self.live and self.live[archived[0]] == archived[1])

    def sentences(self) -> list[str]:
        """Say where the record stands."""
        return [text for text in (self._say_live(), self._say_validity(), self._say_waiting()) if text]

    def _say_live(self) -> str:
        if self.live is None:
            return "Neu: Besucher sehen davon noch nichts."
        if self.is_archived:
            return "Archiviert: Der Lotse zeigt und findet diesen Eintrag nicht mehr."
        latest = self.latest
        if self.waiting is None and latest is not None and latest.author != FIRST_AUTHOR and latest.published_at:
            return f"Veröffentlicht am {write_moment(latest.published_at)}, geschrieben von {latest.author}."
        return "Veröffentlicht: Der Lotse antwortet damit."

    def _say_validity(self) -> str:
        live = self.live or {}
        begin, end = live.get("valid_from"), live.get("valid_until")
        if isinstance(begin, date) and begin > self.today:
            return f"Gilt erst ab {write_day(begin)} und wird bis dahin nicht gezeigt."
        if isinstance(end, date) and end < self.today:
            return f"Die Gültigkeit ist am {write_day(end)} abgelaufen."
        return ""

    def _say_waiting(self) -> str:
        draft = self.waiting
        if draft is None:
            return ""
        by = f"von {draft.author} vom {write_moment(draft.created_at)}"
        if draft.status == "scheduled":
            return f"Der Entwurf {by} wird am {write_moment(draft.publish_at)} veröffentlicht."
        if draft.status == "review":
            return f"Der Entwurf {by} wartet auf Freigabe."
        if draft.decided_by:
            return f"Der Entwurf {by} kam von {draft.decided_by} zurück."
        return f"Es gibt einen Entwurf {by}, der noch nicht veröffentlicht ist."


def find_kind(visit: Visit) -> Kind:
    """Return the kind that the address names. Raises Refused."""
    kind = KINDS.get(visit.params["kind"])
    if kind is None:
        raise not_found("Solche Inhalte gibt es hier nicht.")
    return kind


def find_state(visit: Visit) -> RecordState:
    """Return where the record of the address stands. Raises Refused where there is none, or only a history."""
    kind, key = find_kind(visit), visit.params["key"]
    state = read_state(visit, kind, key)
    if state is None:
        raise not_found(f"Diesen Eintrag gibt es unter „{kind.title}“ nicht, oder sein Entwurf wurde verworfen.")
    return state


def read_state(visit: Visit, kind: Kind, key: str) -> RecordState | None:
    """Return where a record stands, None where nothing is live and nothing waits."""
    session, account = visit.session, visit.account
    live, waiting = read_shown(session, kind, key), find_open(session, kind, key)
    if live is None and waiting is None:
        return None
    records = [record for record in (live, record_of(waiting) if waiting else None) if record is not None]
    rules = [read_rules(session, kind, record) for record in records]
    closed = next((one for one in rules if not one.allows_writing(account)), None)
    return RecordState(
        kind,
        key,
        live,
        waiting,
        find_latest(session, kind, key),
        explain_closed(closed) if closed else "",
        may_publish=waiting is not None and may_publish(session, waiting, account),
        may_publish_own=all(one.allows_publishing(account, author_id=account.id) for one in rules),
        today=visit.today,
    )
