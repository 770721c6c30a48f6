"""Files of sources: uploaded, looked at, taken over; and what each import brought."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import delete, func, select
from starlette.datastructures import UploadFile
from starlette.responses import Response

from bot.accounts.audit import record_audit
from bot.accounts.roles import WRITERS
from bot.content.kinds import FUNDING, TRAINING
from bot.content.sheets.columns import KINDS_IN_SHEETS
from bot.content.sheets.forms import FORMS
from bot.content.texts import tidy
from bot.offers.importers.applying import ChangedMeanwhile
from bot.offers.importers.events_csv import write_template
from bot.offers.importers.models import OfferImport, OfferOrigin, OfferUpload
from bot.offers.importers.planning import Plan
from bot.offers.importers.reading import UnreadableSource
from bot.offers.importers.report import MOST_LISTED, WORDS, describe_preview
from bot.offers.importers.sources import SOURCES
from bot.offers.models import Offer
from bot.revisions.source_decisions import count_open
from bot.revisions.source_imports import ImportRefused, find_closed_title, plan_file, take_plan
from bot.staff.accounts import LARGEST_ID
from bot.staff.audit_log import read_number
from bot.staff.errors import Refused, not_found
from bot.staff.pages import get, post
from bot.staff.source_words import show_changes
from bot.staff.visit import Visit

LARGEST_FILE = 64 * 1024**2  # bytes
LARGEST_UPLOAD = LARGEST_FILE + 64 * 1024  # with the rest of the form
KEPT_FOR = timedelta(days=1)  # a file that nobody took over
SHOWN_IMPORTS = 100
TOO_LARGE = f"Die Datei ist größer als {LARGEST_FILE // 1024**2} MB. Große Dateien liest Ihre Technik am Server ein."
CHANGED = "Inzwischen hat sich etwas geändert. Bitte sehen Sie noch einmal an, was die Datei jetzt ändern würde."
UNCONFIRMED = "Bitte bestätigen Sie zuerst, dass die Datei vollständig ist."
FOUR_EYES = "Für „{title}“ gilt das Vier-Augen-Prinzip: Neue Angebote lassen sich nur einzeln freigeben."
TERMINE = "termine"
TEMPLATES = ("xlsx", "csv")


def show_sources(visit: Visit) -> Response:
    """``GET /quellen``: upload, what is to be decided, and what was imported so far."""
    return _show_sources(visit)


def upload_source(visit: Visit) -> Response:
    """``POST /quellen``: read a file and say what it would change; nothing is changed yet."""
    name, file = str(visit.form.get("quelle", "")), visit.form.get("datei")
    provider = tidy(str(visit.form.get("anbieter", "")))[:200]
    if name not in SOURCES:
        return _show_sources(visit, problem="Bitte wählen Sie, woher die Datei stammt.")
    if not isinstance(file, UploadFile) or not file.filename:
        return _show_sources(visit, problem="Bitte wählen Sie eine Datei.")
    content = file.file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        return _show_sources(visit, problem=TOO_LARGE)
    upload = OfferUpload(
        source=name,
        provider=provider,
        filename=tidy(file.filename)[:300],
        content=content,
        account_id=visit.account.id,
        created_at=visit.now,
    )
    try:
        upload.preview = describe_preview(_plan(visit, upload))
    except UnreadableSource as problem:
        return _show_sources(visit, problem=str(problem))
    visit.session.execute(delete(OfferUpload).where(OfferUpload.created_at < visit.now - KEPT_FOR))
    visit.session.add(upload)
    visit.session.flush()
    return visit.redirect("show_preview", number=upload.id)


def show_preview(visit: Visit) -> Response:
    """``GET /quellen/vorschau/{number}``: what a file would change."""
    return _show_preview(visit, _find_upload(visit))


def decide_preview(visit: Visit) -> Response:
    """``POST /quellen/vorschau/{number}``: take the file over, or drop it."""
    upload, session = _find_upload(visit), visit.session
    if visit.form.get("schritt") != "uebernehmen":
        session.delete(upload)
        return visit.redirect("show_sources", notice="Die Datei ist verworfen. Es wurde nichts geändert.")
    is_shown = visit.form.get("zeigen") == "ja"
    plan = _plan(visit, upload)
    preview = describe_preview(plan)
    if preview != upload.preview:
        upload.preview = preview
        session.merge(upload)  # a plan lets go of all rows
        return _show_preview(visit, upload, problem=CHANGED, status=409)
    if plan.doubts and visit.form.get("vollstaendig") != "ja":
        return _show_preview(visit, upload, problem=UNCONFIRMED, status=422)
    closed = find_closed_title(session, plan) if is_shown else None
    if closed:
        return _show_preview(visit, upload, problem=FOUR_EYES.format(title=closed), status=422)
    try:
        found = take_plan(
            session,
            plan,
            filename=upload.filename,
            author=visit.account.name,
            german_dir=visit.settings.german_dir,
            now=visit.now,
            is_shown=is_shown,
        )
    except (ChangedMeanwhile, ImportRefused) as problem:
        raise Refused(409, str(problem)) from None
    session.execute(delete(OfferUpload).where(OfferUpload.id == upload.id))
    record_audit(session, visit.account, "Datei einer Quelle übernommen", f"{found.source}:{found.id}", found.filename)
    return visit.redirect("show_source_import", number=found.id, notice="Die Datei ist übernommen.")


def show_source_import(visit: Visit) -> Response:
    """``GET /quellen/{number}``: what an import brought."""
    found = visit.session.get(OfferImport, _read_id(visit))
    if found is None:
        raise not_found("Diesen Import gibt es nicht.")
    session = visit.session
    made = (
        select(Offer.type, Offer.slug, Offer.title, Offer.is_archived)
        .join(OfferOrigin, OfferOrigin.offer_id == Offer.id)
        .where(OfferOrigin.import_id == found.id)
        .order_by(Offer.title, Offer.id)
    )
    return visit.page(
        "sources/show.html",
        found=found,
        source=_title_of(found.source),
        words=WORDS,
        lists=show_changes(found.lists),
        made=session.execute(made.limit(MOST_LISTED)).all(),
        waiting=session.scalar(
            select(func.count()).select_from(made.where(Offer.is_archived.is_(True)).order_by(None).subquery())
        ),
        most=MOST_LISTED,
        open_count=count_open(session, import_id=found.id),
    )


def download_template(visit: Visit) -> Response:
    """``GET /quellen/vorlagen/{kind}/{form}``: an empty table to be filled in."""
    name, form = visit.params["kind"], visit.params["form"]
    kind = KINDS_IN_SHEETS.get(name)
    if name == TERMINE and form == "csv":
        body = write_template()
    elif kind is not None and form in TEMPLATES:
        body = FORMS[form].write(kind, [])
    else:
        raise not_found("Diese Vorlage gibt es nicht.")
    headers = {"Content-Disposition": f'attachment; filename="vorlage_{name}.{form}"'}
    return Response(body, media_type=FORMS[form].media_type, headers=headers)


def _plan(visit: Visit, upload: OfferUpload) -> Plan:
    """Return what a file would change now. Raises UnreadableSource."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "quelle"
        path.write_bytes(upload.content)
        return plan_file(visit.session, upload.source, path, today=visit.today, provider=upload.provider)


def _show_sources(visit: Visit, *, problem: str = "") -> Response:
    imports = select(OfferImport).order_by(OfferImport.created_at.desc(), OfferImport.id.desc()).limit(SHOWN_IMPORTS)
    return visit.page(
        "sources/list.html",
        status=422 if problem else 200,
        sources=SOURCES,
        titles={found: _title_of(found) for found in {source.identity for source in SOURCES.values()}},
        imports=list(visit.session.scalars(imports)),
        uploads=_find_own_uploads(visit),
        problem=problem,
        chosen=str(visit.form.get("quelle", "")),
        provider=str(visit.form.get("anbieter", "")),
        largest=LARGEST_FILE // 1024**2,
        kinds=(FUNDING, TRAINING),
        open_count=count_open(visit.session),
    )


def _show_preview(visit: Visit, upload: OfferUpload, *, problem: str = "", status: int = 200) -> Response:
    preview: dict[str, Any] = upload.preview
    return visit.page(
        "sources/preview.html",
        status=status,
        upload=upload,
        source=SOURCES[upload.source].title,
        preview=preview,
        counts=preview["counts"],
        words=WORDS,
        lists=show_changes(preview["lists"]),
        most=MOST_LISTED,
        problem=problem,
    )


def _find_own_uploads(visit: Visit) -> list[Any]:
    """Return the files that the account has not decided about; without what stands in them."""
    columns = (OfferUpload.id, OfferUpload.filename, OfferUpload.source, OfferUpload.created_at)
    mine = select(*columns).where(OfferUpload.account_id == visit.account.id)
    return list(visit.session.execute(mine.order_by(OfferUpload.id.desc())))


def _find_upload(visit: Visit) -> OfferUpload:
    found: OfferUpload | None = visit.session.get(OfferUpload, _read_id(visit))
    if found is None or found.account_id != visit.account.id:
        raise not_found("Diese Datei ist schon übernommen oder verworfen.")
    return found


def _read_id(visit: Visit) -> int:
    return read_number(visit.params["number"], largest=LARGEST_ID) or 0


def _title_of(identity: str) -> str:
    """Return what the sources with the same data are called."""
    titles = [source.title for source in SOURCES.values() if source.identity == identity]
    return titles[0].partition(" (")[0] if titles else identity


PAGES = (
    get("/quellen", show_sources, WRITERS),
    post("/quellen", upload_source, WRITERS, largest_form=LARGEST_UPLOAD),
    get("/quellen/vorlagen/{kind}/{form}", download_template, WRITERS),
    get("/quellen/vorschau/{number}", show_preview, WRITERS),
    post("/quellen/vorschau/{number}", decide_preview, WRITERS),
    get("/quellen/{number}", show_source_import, WRITERS),
)
