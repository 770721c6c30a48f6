"""The history of a record: every state, what changed between two of them, and the way back to one."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.roles import WRITERS
from bot.content.kinds import Kind
from bot.revisions.difference import FieldChange, compare_records
from bot.revisions.drafts import NotAllowed, find_revision, record_of
from bot.revisions.publishing import restore
from bot.revisions.queries import RevisionLine, read_history
from bot.staff.errors import not_found
from bot.staff.pages import get, post
from bot.staff.record_form import PUBLISH, publish_saved
from bot.staff.record_state import find_kind, read_state
from bot.staff.visit import Visit


def show_history(visit: Visit) -> Response:
    """``GET /inhalte/{kind}/verlauf/{key}``; ``von`` and ``bis`` name two states to compare."""
    kind, key = find_kind(visit), visit.params["key"]
    lines, state = read_history(visit.session, kind, key), read_state(visit, kind, key)
    if not lines and state is None:
        raise not_found()
    old, new = _read_numbers(visit, lines)
    return visit.page(
        "records/history.html",
        kind=kind,
        key=key,
        state=state,
        title=state.title if state else lines[0].title,
        lines=lines,
        old=old,
        new=new,
        changes=_compare(visit, kind, key, old, new) if old and new else [],
    )


def restore_state(visit: Visit) -> Response:
    """``POST /inhalte/{kind}/verlauf/{key}``: an earlier state becomes the draft, or is published at once."""
    kind, key = find_kind(visit), visit.params["key"]
    number = str(visit.form.get("fassung", ""))
    try:
        draft = restore(
            visit.session,
            kind,
            key,
            int(number) if number.isdecimal() else 0,
            actor=visit.account,
            now=visit.now,
        )
    except KeyError:
        raise not_found("Diese Fassung gibt es nicht.") from None
    except NotAllowed as refusal:
        return visit.redirect("show_history", kind=kind.name, key=key, notice=str(refusal))
    if visit.form.get("schritt") == PUBLISH:
        return publish_saved(visit, draft)
    notice = f"Fassung {number} ist jetzt der Entwurf. Besucher sehen sie noch nicht."
    return visit.redirect("show_draft", kind=kind.name, key=key, notice=notice)


def _read_numbers(visit: Visit, lines: list[RevisionLine]) -> tuple[int, int]:
    """Return which two states to compare: those of the address, else the newest and the one before; 0 for none."""
    known = [line.number for line in lines]
    asked = [visit.query.get(name, "") for name in ("von", "bis")]
    chosen = [int(text) for text in asked if text.isdecimal() and int(text) in known]
    old, new = chosen if len(chosen) == 2 else (known[1], known[0]) if len(known) > 1 else (0, 0)
    return min(old, new), max(old, new)


def _compare(visit: Visit, kind: Kind, key: str, old: int, new: int) -> list[FieldChange]:
    found = [find_revision(visit.session, kind, key, number) for number in (old, new)]
    before, after = (record_of(one) if one else {} for one in found)
    return compare_records(kind, before, after)


PAGES = (
    get("/inhalte/{kind}/verlauf/{key:path}", show_history, WRITERS),
    post("/inhalte/{kind}/verlauf/{key:path}", restore_state, WRITERS),
)
