"""The list of one kind of content: search, filters, what is marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from bot.accounts.roles import WRITERS
from bot.content.kinds import CONTACT, FAQ, FUNDING, REFERRAL, SENTENCE, TRAINING, Kind
from bot.content.picks import PICKS
from bot.content.queries import (
    ALL,
    ARCHIVED,
    CURRENT,
    PAGE_SIZE,
    Listed,
    ListFilter,
    find_page,
)
from bot.content.sentence_uses import name_place
from bot.content.shown import find_sentences, read_default_sentences
from bot.content.texts import write_value
from bot.revisions.queries import count_open, find_open_lines, find_open_states, find_unpublished
from bot.staff.pages import get
from bot.staff.record_state import find_kind
from bot.staff.visit import Visit

FACTS = {  # columns beside the title
    FAQ.name: ("topic_group", "valid_until", "review_on"),
    FUNDING.name: ("provider", "status", "review_on"),
    TRAINING.name: ("provider", "status", "review_on"),
    CONTACT.name: ("organisation", "role"),
    REFERRAL.name: ("office",),
}
CHOICES = {FAQ.name: ("topic_group",), FUNDING.name: ("status",), TRAINING.name: ("status",)}
FLAGS = {FUNDING.name: ("is_sample",), TRAINING.name: ("is_sample",)}
SHELVES = {CURRENT: "aktuelle", ARCHIVED: "archivierte", ALL: "alle"}
DRAFTS = "entwurf"


@dataclass(frozen=True)
class Line:
    """One line of the list as it is shown."""

    key: str
    title: str
    facts: list[str]
    is_archived: bool
    open_status: str
    is_overdue: bool = False
    is_expired: bool = False


def list_records(visit: Visit) -> Response:
    """``GET /inhalte/{kind}``."""
    kind, page = find_kind(visit), read_page(visit)
    pick = visit.query.get("auswahl", "")
    wanted = read_filter(visit, kind, pick)
    new = []
    if kind is SENTENCE and pick != DRAFTS:
        lines, count = _list_sentences(visit, kind, wanted.text)
    elif pick == DRAFTS:
        lines, count = _list_drafts(visit, kind, page), count_open(visit.session, kind)
    else:
        found, count = find_page(visit.session, kind, wanted, FACTS.get(kind.name, ()), page=page)
        lines = _show(visit, kind, found)
        new = find_unpublished(visit.session, kind) if page == 1 and wanted == ListFilter() else []
    last = 1 if kind is SENTENCE else max(1, -(-count // PAGE_SIZE))
    return visit.page(
        "records/list.html",
        kind=kind,
        columns=[] if pick == DRAFTS else _columns(kind),
        lines=lines,
        new=new,
        count=count,
        number=page,
        last=last,
        query={name: value for name, value in visit.query.items() if name != "seite" and value},
        choices=[kind.field(name) for name in CHOICES.get(kind.name, ())],
        flags=[kind.field(name) for name in FLAGS.get(kind.name, ())],
        shelves=SHELVES if kind.archived else {},
        picks=_picks(kind),
    )


def read_page(visit: Visit) -> int:
    """Return the number of the page that is asked for."""
    number = visit.query.get("seite", "")
    return max(1, int(number)) if number.isdecimal() and len(number) < 7 else 1


def read_filter(visit: Visit, kind: Kind, pick: str) -> ListFilter:
    """Return what the address asks for; what is unknown asks for nothing."""
    query = visit.query
    values: dict[str, str | bool] = {}
    for name in CHOICES.get(kind.name, ()):
        if query.get(name) in kind.field(name).choices:
            values[name] = query[name]
    for name in FLAGS.get(kind.name, ()):
        if query.get(name) in ("ja", "nein"):
            values[name] = query[name] == "ja"
    shelf = query.get("regal", CURRENT)
    is_known = pick in PICKS and kind.name in PICKS[pick].where
    return ListFilter(
        query.get("suche", "")[:200],
        shelf if shelf in SHELVES else CURRENT,
        values,
        pick if is_known else "",
        visit.today if is_known else None,
    )


def _columns(kind: Kind) -> list[str]:
    if kind is SENTENCE:
        return ["Wo Besucher ihn lesen", "Mitgeliefert"]
    return [kind.field(name).label for name in FACTS.get(kind.name, ())]


def _picks(kind: Kind) -> dict[str, str]:
    fitting = {name: pick.title for name, pick in PICKS.items() if kind.name in pick.where}
    return {DRAFTS: "Entwurf offen", **fitting}


def _show(visit: Visit, kind: Kind, found: list[Listed]) -> list[Line]:
    states = find_open_states(visit.session, kind, [one.key for one in found])
    return [
        Line(
            one.key,
            one.title,
            [write_value(kind.field(name), value) for name, value in one.facts.items()],
            one.is_archived,
            states.get(one.key, ""),
            is_overdue=_is_past(one.facts.get("review_on"), visit.today),
            is_expired=_is_past(one.facts.get("valid_until"), visit.today),
        )
        for one in found
    ]


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _list_drafts(visit: Visit, kind: Kind, page: int) -> list[Line]:
    found = find_open_lines(visit.session, kind, page=page)
    return [Line(one.key, one.title, [], False, one.status) for one in found]


def _list_sentences(visit: Visit, kind: Kind, search: str) -> tuple[list[Line], int]:
    found = find_sentences(visit.session, search)
    states = find_open_states(visit.session, kind, list(found))
    originals = read_default_sentences()
    lines = [
        Line(
            key,
            text,
            [name_place(key), "unverändert" if text == originals.get(key) else originals.get(key, "")],
            False,
            states.get(key, ""),
        )
        for key, text in found.items()
    ]
    return lines, len(lines)


PAGES = (get("/inhalte/{kind}", list_records, WRITERS),)
