"""What becomes of a draft: looked at, published, handed in, sent back, scheduled, discarded; and the archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from starlette.responses import Response

from bot.accounts.roles import APPROVER, WRITERS
from bot.content.texts import Unreadable, read_date, tidy
from bot.local_time import KASSEL
from bot.revisions.drafts import NotAllowed, NotOpen, Stamp, discard, hand_in, lock_record, send_back
from bot.revisions.models import Revision
from bot.revisions.publishing import ImpossibleDate, call_off, schedule, set_archived
from bot.staff.errors import Refused, not_found
from bot.staff.pages import get, post
from bot.staff.record_form import publish_saved
from bot.staff.record_state import RecordState, find_kind, find_state
from bot.staff.templates import write_moment
from bot.staff.visit import Visit

LONGEST_NOTE = 2000
CHANGED = "Der Entwurf wurde inzwischen geändert. Bitte sehen Sie ihn noch einmal an, bevor Sie entscheiden."


def show_draft(visit: Visit) -> Response:
    """``GET /inhalte/{kind}/entwurf/{key}``: what changes, and what can be done with it."""
    state = find_state(visit)
    if state.waiting is None:
        return visit.redirect("edit_record", kind=state.kind.name, key=state.key, notice=visit.notice)
    return _show(visit, state)


def decide_draft(visit: Visit) -> Response:
    """``POST /inhalte/{kind}/entwurf/{key}``: the pressed button names the step."""
    state = find_state(visit)
    step = STEPS.get(str(visit.form.get("schritt")))
    if step is None:
        raise Refused(400, "Bitte wählen Sie, was mit dem Entwurf geschehen soll.")
    lock_record(visit.session, state.kind, state.key)
    state = find_state(visit)  # as it is now that nobody else can write
    if state.waiting is None or state.stamp != Stamp.parse(str(visit.form.get("stempel", ""))):
        return _show(visit, state, problem=CHANGED, status=409)
    try:
        return step(visit, state, state.waiting)
    except (NotAllowed, NotOpen, ImpossibleDate, Unreadable) as refusal:
        return _show(visit, state, problem=str(refusal), status=422)


def archive_record(visit: Visit) -> Response:
    """``POST /inhalte/{kind}/archiv/{key}``: put a record aside, or take it out again."""
    lock_record(visit.session, find_kind(visit), visit.params["key"])
    state = find_state(visit)
    if state.kind.archived is None or state.live is None:
        raise not_found()
    is_archived = visit.form.get("schritt") != "holen"
    try:
        revision = set_archived(visit.session, state.kind, state.key, is_archived, actor=visit.account, now=visit.now)
    except (NotAllowed, NotOpen) as refusal:
        return visit.redirect("edit_record", kind=state.kind.name, key=state.key, notice=str(refusal))
    done = "Archiviert. Der Lotse zeigt den Eintrag nicht mehr." if is_archived else "Wieder da: Der Lotse zeigt ihn."
    notice = done if revision.status == "published" else "Das braucht eine Freigabe. Sie ist beantragt."
    return visit.redirect("edit_record", kind=state.kind.name, key=state.key, notice=notice)


def _show(visit: Visit, state: RecordState, *, problem: str = "", status: int = 200) -> Response:
    if state.waiting is None:
        return visit.page("records/settled.html", status=status, state=state)
    return visit.page(
        "records/draft.html",
        status=status,
        state=state,
        draft=state.waiting,
        problem=problem,
        may_send_back=visit.account.may(APPROVER) and state.waiting.status in ("review", "scheduled"),
        form=visit.form,
    )


def _publish(visit: Visit, _state: RecordState, draft: Revision) -> Response:
    return publish_saved(visit, draft)


def _hand_in(visit: Visit, state: RecordState, draft: Revision) -> Response:
    hand_in(visit.session, draft, actor=visit.account, note=_read_note(visit))
    return _go_on(visit, state, "Zur Freigabe gegeben. Sie sehen unter „Freigaben“, was daraus wird.")


def _send_back(visit: Visit, state: RecordState, draft: Revision) -> Response:
    note = _read_note(visit)
    if not note:
        raise Unreadable("Bitte schreiben Sie dazu, was noch fehlt.")
    send_back(visit.session, draft, actor=visit.account, note=note)
    return _go_on(visit, state, f"Zurückgegeben an {draft.author}.")


def _schedule(visit: Visit, state: RecordState, draft: Revision) -> Response:
    at = _read_moment(visit)
    schedule(visit.session, draft, actor=visit.account, at=at, now=visit.now)
    return _go_on(visit, state, f"Wird am {write_moment(at)} veröffentlicht.")


def _call_off(visit: Visit, state: RecordState, draft: Revision) -> Response:
    call_off(visit.session, draft, actor=visit.account)
    return _go_on(visit, state, "Der Termin ist aufgehoben, der Text ist wieder ein Entwurf.")


def _discard(visit: Visit, state: RecordState, draft: Revision) -> Response:
    discard(visit.session, draft, actor=visit.account)
    notice = "Verworfen. Der Text steht noch im Verlauf."
    return visit.redirect("show_history", kind=state.kind.name, key=state.key, notice=notice)


def _go_on(visit: Visit, state: RecordState, notice: str) -> Response:
    return visit.redirect("show_draft", kind=state.kind.name, key=state.key, notice=notice)


def _read_note(visit: Visit) -> str:
    return tidy(str(visit.form.get("notiz", "")))[:LONGEST_NOTE]


def _read_moment(visit: Visit) -> datetime:
    """Return the time of the clock in Kassel that was chosen. Raises Unreadable."""
    day = read_date(tidy(str(visit.form.get("tag", ""))))
    hour, _, minute = tidy(str(visit.form.get("uhrzeit", ""))).partition(":")
    try:
        return datetime(day.year, day.month, day.day, int(hour), int(minute or 0), tzinfo=KASSEL)
    except ValueError:
        raise Unreadable("Das ist keine Uhrzeit. So ist es richtig: 14:30.") from None


STEPS: dict[str, Callable[[Visit, RecordState, Revision], Response]] = {
    "veroeffentlichen": _publish,
    "freigabe": _hand_in,
    "zurueck": _send_back,
    "einplanen": _schedule,
    "aufheben": _call_off,
    "verwerfen": _discard,
}
PAGES = (
    get("/inhalte/{kind}/entwurf/{key:path}", show_draft, WRITERS),
    post("/inhalte/{kind}/entwurf/{key:path}", decide_draft, WRITERS),
    post("/inhalte/{kind}/archiv/{key:path}", archive_record, WRITERS),
)
