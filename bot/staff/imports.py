"""Excel and CSV: records as files, and files as imports that are looked through, taken and taken back."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile
from starlette.responses import Response

from bot.accounts.roles import WRITERS
from bot.content.kinds import Kind
from bot.content.sheets.columns import KINDS_IN_SHEETS
from bot.content.sheets.forms import FORMS
from bot.content.sheets.tables import LARGEST_FILE, UnreadableSheet
from bot.content.sheets.writing import TooLongForExcel
from bot.content.texts import tidy
from bot.revisions.imports.exporting import export_lines
from bot.revisions.imports.models import OPEN, Import
from bot.revisions.imports.queries import (
    PAGE_SIZE,
    count_absent,
    count_chosen,
    count_outcomes,
    count_states,
    find_absent,
    find_imports,
    find_rows,
)
from bot.revisions.imports.running import ImportClosed, count_left, run_import
from bot.revisions.imports.storing import choose_rows, choose_state, drop_import, store_import
from bot.revisions.imports.undoing import count_taken, undo_import
from bot.staff.errors import Refused, not_found
from bot.staff.import_tabs import ABSENT, Tab, find_tabs
from bot.staff.pages import get, post
from bot.staff.record_lists import read_filter, read_page
from bot.staff.visit import Visit

STARTED = "Von diesem Import ist schon etwas übernommen. Bringen Sie ihn zu Ende, danach lässt er sich zurücknehmen."
LARGEST_UPLOAD = LARGEST_FILE + 64 * 1024  # bytes, with the rest of the form


def show_imports(visit: Visit) -> Response:
    """``GET /importe``: export, upload, and what was imported so far."""
    return _show_imports(visit)


def export_records(visit: Visit) -> Response:
    """``GET /inhalte/{kind}/tabelle/{form}``: the records that the list shows with the same query, or all."""
    kind, form = KINDS_IN_SHEETS.get(visit.params["kind"]), FORMS.get(visit.params["form"])
    if kind is None or form is None:
        raise not_found("Diese Tabelle gibt es nicht.")
    wanted = read_filter(visit, kind, visit.query.get("auswahl", "")) if visit.query else None
    lines = export_lines(visit.session, kind, wanted)
    try:
        body = form.write(kind, lines)
    except TooLongForExcel as problem:
        raise Refused(422, str(problem)) from None
    name = f"{kind.name}_{visit.today}.{visit.params['form']}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=form.media_type, headers=headers)


def upload_sheet(visit: Visit) -> Response:
    """``POST /importe``: read a file; nothing is changed before the rows are chosen."""
    kind, file = KINDS_IN_SHEETS.get(str(visit.form.get("art", ""))), visit.form.get("datei")
    if kind is None:
        return _show_imports(visit, problem="Bitte wählen Sie, was in der Datei steht.", status=422)
    if not isinstance(file, UploadFile) or not file.filename:
        return _show_imports(visit, problem="Bitte wählen Sie eine Datei.", chosen=kind, status=422)
    content, name = file.file.read(LARGEST_FILE + 1), tidy(file.filename)
    try:
        found = store_import(visit.session, kind, content, name, actor=visit.account, now=visit.now)
    except UnreadableSheet as problem:
        return _show_imports(visit, problem=str(problem), chosen=kind, status=422)
    return visit.redirect("show_import", number=found.id)


def show_import(visit: Visit) -> Response:
    """``GET /importe/{number}``: what each row would change, or what became of it."""
    session, found = visit.session, _find_import(visit)
    tabs = find_tabs(count_states(session, found), count_outcomes(session, found), is_open=found.state == OPEN)
    tabs.append(Tab(ABSENT, "Nicht in der Tabelle", count_absent(session, found)))
    filled = [one for one in tabs if one.count]
    tab = next((one for one in tabs if one.name == visit.query.get("stand")), filled[0] if filled else tabs[0])
    page = read_page(visit)
    is_absent = tab.name == ABSENT
    return visit.page(
        "imports/show.html",
        found=found,
        kind=KINDS_IN_SHEETS[found.kind],
        tabs=tabs,
        tab=tab,
        rows=[] if is_absent else find_rows(session, found, *tab.conditions, page=page),
        absent=find_absent(session, found, page=page) if is_absent else [],
        number=page,
        last=max(1, -(-tab.count // PAGE_SIZE)),
        chosen=count_chosen(session, found),
        left=count_left(session, found),
        taken=count_taken(session, found),
        is_running=found.state == OPEN and bool(count_outcomes(session, found)),
    )


def decide_import(visit: Visit) -> Response:
    """``POST /importe/{number}``: keep the choice of the page, and do what the pressed button says."""
    session, found, step = visit.session, _find_import(visit), str(visit.form.get("schritt", ""))
    if found.state != OPEN:
        return _return(visit, found, notice="Dieser Import ist schon übernommen oder verworfen.")
    choose_rows(session, found, shown=_read_ids(visit, "gezeigt"), chosen=_read_ids(visit, "zeile"))
    action, _, state = step.partition(":")
    if action in ("alle", "keine"):
        choose_state(session, found, state, is_chosen=action == "alle")
        return _return(visit, found, notice="Die Auswahl ist gespeichert.")
    if action == "verwerfen":
        if not drop_import(session, found, actor=visit.account):
            return _return(visit, found, notice=STARTED)
        return visit.redirect("show_imports", notice="Der Import ist verworfen. Es wurde nichts geändert.")
    if action == "uebernehmen":
        return _run(visit, session, found)
    return _return(visit, found, notice="Die Auswahl ist gespeichert. Noch ist nichts übernommen.")


def take_back_import(visit: Visit) -> Response:
    """``POST /importe/{number}/zurueck``: undo the whole import; chosen rows also if they changed since."""
    found = _find_import(visit)
    try:
        left = undo_import(visit.session, found, actor=visit.account, now=visit.now, anyway=_read_ids(visit, "zeile"))
    except ImportClosed as refusal:
        return _return(visit, found, notice=str(refusal))
    if left:
        return _return(visit, found, notice=f"Es geht noch weiter: {left} Zeilen sind noch zurückzunehmen.")
    kept = count_outcomes(visit.session, found).get("kept", 0)
    rest = f" {kept} Zeilen blieben stehen; die Gründe stehen unten." if kept else ""
    return _return(visit, found, notice=f"Der Import ist zurückgenommen.{rest}")


def _run(visit: Visit, session: Session, found: Import) -> Response:
    if not count_left(session, found) and not count_outcomes(session, found):
        return _return(visit, found, notice="Es ist keine Zeile ausgewählt.")
    try:
        left = run_import(session, found, actor=visit.account, now=visit.now)
    except ImportClosed as refusal:
        return _return(visit, found, notice=str(refusal))
    if left:
        return _return(visit, found, notice=f"Es geht noch weiter: {left} Zeilen sind noch zu übernehmen.")
    return _return(visit, found, notice="Der Import ist fertig. Was veröffentlicht ist, gilt ab sofort.")


def _return(visit: Visit, found: Import, *, notice: str) -> Response:
    return visit.redirect("show_import", number=found.id, notice=notice)


def _show_imports(visit: Visit, *, problem: str = "", chosen: Kind | None = None, status: int = 200) -> Response:
    return visit.page(
        "imports/list.html",
        status=status,
        kinds=KINDS_IN_SHEETS,
        file_forms=FORMS,
        imports=find_imports(visit.session),
        problem=problem,
        chosen=chosen.name if chosen else visit.query.get("art", ""),
        largest=LARGEST_FILE // 1024**2,
    )


def _find_import(visit: Visit) -> Import:
    number = visit.params["number"]
    found = visit.session.get(Import, int(number)) if number.isdecimal() and len(number) < 10 else None
    if found is None:
        raise not_found("Diesen Import gibt es nicht.")
    return found


def _read_ids(visit: Visit, name: str) -> set[int]:
    texts = (text for text in visit.form.getlist(name) if isinstance(text, str))
    return {int(text) for text in texts if text.isdecimal() and len(text) < 10}


PAGES = (
    get("/importe", show_imports, WRITERS),
    post("/importe", upload_sheet, WRITERS, largest_form=LARGEST_UPLOAD),
    get("/importe/{number}", show_import, WRITERS),
    post("/importe/{number}", decide_import, WRITERS),
    post("/importe/{number}/zurueck", take_back_import, WRITERS),
    get("/inhalte/{kind}/tabelle/{form}", export_records, WRITERS),
)
