"""Fields that both staff and a source have changed: side by side, decided one by one or all at once, and undone."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.roles import WRITERS
from bot.revisions.source_decisions import (
    KEPT,
    PAGE_SIZE,
    TAKEN,
    Outcome,
    count_open,
    decide,
    find_decided,
    find_open,
    find_open_ids,
    undo,
)
from bot.staff.accounts import LARGEST_ID
from bot.staff.audit_log import read_number
from bot.staff.pages import get, post
from bot.staff.record_lists import read_page
from bot.staff.visit import Visit

DECISIONS = {"behalten": KEPT, "uebernehmen": TAKEN}
STEP = 200  # fields in one transaction: nobody else can write into SQLite meanwhile
NOTHING = "Bitte kreuzen Sie an, was Sie entscheiden wollen."


def show_conflicts(visit: Visit) -> Response:
    """``GET /quellen/konflikte``: the fields to be decided, of all imports or of the one that is asked for."""
    return _show(visit)


def decide_conflicts(visit: Visit) -> Response:
    """``POST /quellen/konflikte``: keep ours or take the source's, of the ticked fields or of all."""
    which, _, word = str(visit.form.get("schritt", "")).partition(":")
    decision, import_id = DECISIONS.get(word), read_number(str(visit.form.get("import", "")), largest=LARGEST_ID)
    ticked = [text for text in visit.form.getlist("feld") if isinstance(text, str)][:STEP]
    if decision is None or (which != "alle" and not ticked):
        return _show(visit, problem=NOTHING)
    names = find_open_ids(visit.session, import_id=import_id, limit=STEP) if which == "alle" else ticked
    outcome = decide(visit.session, names, decision, actor=visit.account, now=visit.now)
    done = "Ihre Angabe bleibt" if decision == KEPT else "Die Angabe der Quelle gilt jetzt"
    return _return(visit, outcome, import_id, f"{done}: {outcome.done} {_noun(outcome.done)} entschieden.")


def undo_decision(visit: Visit) -> Response:
    """``POST /quellen/konflikte/zurueck``: open a decided field again."""
    outcome = undo(visit.session, str(visit.form.get("feld", "")), actor=visit.account, now=visit.now)
    text = "Die Entscheidung ist zurückgenommen." if outcome.done else "Hier ist nichts mehr zurückzunehmen."
    return _return(visit, outcome, read_number(str(visit.form.get("import", "")), largest=LARGEST_ID), text)


def _show(visit: Visit, *, problem: str = "") -> Response:
    wanted = str(visit.form.get("import", "")) or visit.query.get("import", "")
    import_id = read_number(wanted, largest=LARGEST_ID)
    count, page = count_open(visit.session, import_id=import_id), read_page(visit)
    last = max(1, -(-count // PAGE_SIZE))
    return visit.page(
        "sources/conflicts.html",
        status=422 if problem else 200,
        found=find_open(visit.session, import_id=import_id, page=min(page, last)),
        decided=find_decided(visit.session, import_id=import_id),
        count=count,
        at_once=min(count, STEP),
        number=min(page, last),
        last=last,
        import_id=import_id,
        problem=problem,
    )


def _return(visit: Visit, outcome: Outcome, import_id: int | None, text: str) -> Response:
    if outcome.refused:
        text = " ".join(["" if not outcome.done else text, *outcome.refused[:5]]).strip()
    if outcome.waiting:
        text += f" {outcome.waiting} davon {'wartet' if outcome.waiting == 1 else 'warten'} auf Freigabe."
    query = f"import={import_id}" if import_id is not None else ""
    return visit.redirect("show_conflicts", notice=text, query=query)


def _noun(count: int) -> str:
    return "Feld" if count == 1 else "Felder"


PAGES = (
    get("/quellen/konflikte", show_conflicts, WRITERS),
    post("/quellen/konflikte", decide_conflicts, WRITERS),
    post("/quellen/konflikte/zurueck", undo_decision, WRITERS),
)
