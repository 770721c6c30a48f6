"""What the assistant has learnt when, with figures; back to an earlier state with one click; golden questions."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from starlette.responses import Response

from bot.accounts.audit import record_audit
from bot.accounts.roles import APPROVER, WRITERS
from bot.content.kinds import KINDS
from bot.content.records import find_row
from bot.content.texts import tidy
from bot.releases.models import GoldenQuestion, TrainingRun
from bot.releases.rollback import list_changed_since, roll_back
from bot.releases.runs import PROMOTED, find_run, list_golden, list_runs
from bot.search.classifier_store import UNREADABLE, ClassifierStore
from bot.staff.errors import Refused, not_found
from bot.staff.pages import get, post
from bot.staff.visit import Visit

APPROVERS = frozenset({APPROVER})
BUSY = "Der Lotse lernt gerade neue Inhalte. Versuchen Sie es in einer Minute noch einmal."
GONE = "Dieses Modell ist nicht mehr aufgehoben, oder es gehört zu einem früheren Stand des Programms."
ASKED_KINDS = ("faq", "foerderung", "weiterbildung", "kontakt")


def show_versions(visit: Visit) -> Response:
    """``GET /versionen``."""
    store = ClassifierStore(visit.settings.models_dir)
    return visit.page(
        "versions/list.html",
        runs=list_runs(visit.session),
        kept=store.list_kept(),
        in_use=_name_in_use(store),
        may_decide=visit.account.may(APPROVER),
    )


def show_rollback(visit: Visit) -> Response:
    """``GET /versionen/{run}/zurueck``: what would change, before it does."""
    run = _find_run(visit)
    changed = list_changed_since(visit.session, run)
    return visit.page("versions/rollback.html", run=run, changed=changed, kinds=KINDS)


def submit_rollback(visit: Visit) -> Response:
    """``POST /versionen/{run}/zurueck``: content and model together; open drafts of these entries go into the history.

    Without a change of the content there is nothing to go back to: the same model would be learnt again.
    """
    run = _find_run(visit)
    if not list_changed_since(visit.session, run):
        return visit.redirect("show_versions", notice="Seit diesem Stand wurde nichts veröffentlicht.")
    store = ClassifierStore(visit.settings.models_dir)
    try:
        with store.locked(wait=False):
            result = roll_back(visit.session, run, actor=visit.account, now=visit.now)
            if run.version in store.list_kept():
                store.use(run.version)
    except BlockingIOError:
        raise Refused(409, BUSY) from None
    count = len(result.restored) + len(result.archived)
    waiting = f" {len(result.handed_in)} warten auf Freigabe." if result.handed_in else ""
    kept = f" {len(result.kept)} blieben, wie sie sind: {', '.join(result.kept)}." if result.kept else ""
    notice = f"Zurück zum früheren Stand: {count} Einträge geändert.{waiting}{kept}"
    return visit.redirect("show_versions", notice=notice)


def promote_anyway(visit: Visit) -> Response:
    """``POST /versionen/{run}/uebernehmen``: use a model although it answers some questions worse."""
    run = _find_run(visit)
    store = ClassifierStore(visit.settings.models_dir)
    try:
        with store.locked(wait=False):
            if run.version not in store.list_kept():
                raise Refused(410, GONE)
            store.use(run.version)
    except BlockingIOError:
        raise Refused(409, BUSY) from None
    except UNREADABLE:
        raise Refused(410, GONE) from None
    run.status, run.decided_by = PROMOTED, visit.account.name
    record_audit(visit.session, visit.account, "Modell trotzdem übernommen", f"stand:{run.id}")
    return visit.redirect("show_versions", notice="Das Modell ist in Gebrauch.")


def show_golden(visit: Visit) -> Response:
    """``GET /versionen/prueffragen``."""
    return _golden_page(visit)


def add_golden(visit: Visit) -> Response:
    """``POST /versionen/prueffragen``."""
    text = " ".join(tidy(str(visit.form.get("text", ""))).split())[:300]
    reference = tidy(str(visit.form.get("reference", "")))
    problem = _find_problem(visit, text, reference)
    if problem:
        return _golden_page(visit, text=text, reference=reference, problem=problem, status=422)
    row = GoldenQuestion(text=text, reference=reference, created_by=visit.account.name, account_id=visit.account.id)
    try:
        with visit.session.begin_nested():
            visit.session.add(row)
    except IntegrityError:
        problem = "Diese Frage steht schon in der Liste."
        return _golden_page(visit, text=text, reference=reference, problem=problem, status=422)
    record_audit(visit.session, visit.account, "Prüffrage angelegt", reference, text)
    return visit.redirect("show_golden", notice="Die Prüffrage gilt ab dem nächsten Lernen.")


def delete_golden(visit: Visit) -> Response:
    """``POST /versionen/prueffragen/{number}/entfernen``."""
    row = visit.session.get(GoldenQuestion, visit.params["number"])
    if row is None:
        raise not_found()
    visit.session.delete(row)
    record_audit(visit.session, visit.account, "Prüffrage entfernt", row.reference, row.text)
    return visit.redirect("show_golden", notice="Die Prüffrage ist entfernt.")


def _golden_page(
    visit: Visit, *, text: str = "", reference: str = "", problem: str = "", status: int = 200
) -> Response:
    return visit.page(
        "versions/golden.html",
        status=status,
        questions=list_golden(visit.session),
        text=text,
        reference=reference,
        problem=problem,
    )


def _find_problem(visit: Visit, text: str, reference: str) -> str:
    """Return what is wrong with a golden question, empty where nothing is."""
    if not text:
        return "Bitte schreiben Sie die Frage auf."
    kind, _, slug = reference.partition(":")
    if kind not in ASKED_KINDS or find_row(visit.session, KINDS[kind], slug) is None:
        return f"Den Eintrag „{reference}“ gibt es nicht. So ist es richtig: faq:kurzname."
    return ""


def _find_run(visit: Visit) -> TrainingRun:
    run = find_run(visit.session, visit.params["run"])
    if run is None:
        raise not_found("Diesen Stand gibt es nicht.")
    return run


def _name_in_use(store: ClassifierStore) -> str:
    try:
        return store.read_version().name
    except UNREADABLE:
        return ""


PAGES = (
    get("/versionen", show_versions, WRITERS),
    get("/versionen/prueffragen", show_golden, WRITERS),
    post("/versionen/prueffragen", add_golden, WRITERS),
    post("/versionen/prueffragen/{number:int}/entfernen", delete_golden, WRITERS),
    get("/versionen/{run:int}/zurueck", show_rollback, APPROVERS),
    post("/versionen/{run:int}/zurueck", submit_rollback, APPROVERS),
    post("/versionen/{run:int}/uebernehmen", promote_anyway, APPROVERS),
)
