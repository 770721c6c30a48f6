"""Hand-offs: texts that staff paste into their replies."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.roles import ADVISERS
from bot.handoff.canned_texts import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    CannedTextView,
    InvalidCannedText,
    archive_canned_text,
    find_canned_text,
    find_canned_texts,
    save_canned_text,
)
from bot.staff.accounts import LARGEST_ID
from bot.staff.desk_rights import note_change, read_changes
from bot.staff.errors import not_found
from bot.staff.pages import get, post
from bot.staff.visit import Visit

ARCHIVE = "archiv"


def list_texts(visit: Visit) -> Response:
    """``GET /uebergabe/bausteine``."""
    search, is_archive = visit.query.get("suche", "").strip()[:200], visit.query.get("stand") == ARCHIVE
    return visit.page(
        "desk/texts.html",
        texts=find_canned_texts(visit.session, search, is_archived=is_archive),
        search=search,
        is_archive=is_archive,
        changes=read_changes(visit, "baustein:"),
    )


def new_text(visit: Visit) -> Response:
    """``GET /uebergabe/bausteine/neu``."""
    return _show_form(visit, None, "", "", {})


def add_text(visit: Visit) -> Response:
    """``POST /uebergabe/bausteine/neu``."""
    return _save(visit, None)


def edit_text(visit: Visit) -> Response:
    """``GET /uebergabe/bausteine/{text}``."""
    found = _find_text(visit)
    return _show_form(visit, found, found.title, found.text, {})


def save_text(visit: Visit) -> Response:
    """``POST /uebergabe/bausteine/{text}``."""
    return _save(visit, _find_text(visit))


def archive_text(visit: Visit) -> Response:
    """``POST /uebergabe/bausteine/{text}/archivieren``."""
    found = _find_text(visit)
    archive_canned_text(visit.session, found.id, is_archived=True)
    note_change(visit, "Textbaustein archiviert", f"baustein:{found.id}", found.title)
    return visit.redirect("list_texts", notice=f"„{found.title}“ liegt jetzt im Archiv.")


def restore_text(visit: Visit) -> Response:
    """``POST /uebergabe/bausteine/{text}/zurueckholen``."""
    found = _find_text(visit)
    archive_canned_text(visit.session, found.id, is_archived=False)
    note_change(visit, "Textbaustein zurückgeholt", f"baustein:{found.id}", found.title)
    return visit.redirect("list_texts", notice=f"„{found.title}“ steht wieder zur Wahl.")


def _save(visit: Visit, found: CannedTextView | None) -> Response:
    title, text = (str(visit.form.get(name, "")) for name in ("title", "text"))
    try:
        text_id = save_canned_text(visit.session, found.id if found else None, title, text)
    except InvalidCannedText as refusal:
        return _show_form(visit, found, title, text, refusal.problems)
    action = "Textbaustein geändert" if found else "Textbaustein angelegt"
    note_change(visit, action, f"baustein:{text_id}", title.strip())
    return visit.redirect("list_texts", notice="Der Baustein ist gespeichert.")


def _find_text(visit: Visit) -> CannedTextView:
    """Return the text of the path. Raises Refused."""
    number = int(visit.params["text"])
    found = find_canned_text(visit.session, number) if number <= LARGEST_ID else None
    if found is None:
        raise not_found("Diesen Baustein gibt es nicht.")
    return found


def _show_form(visit: Visit, found: CannedTextView | None, title: str, text: str, problems: dict[str, str]) -> Response:
    return visit.page(
        "desk/text.html",
        status=422 if problems else 200,
        found=found,
        title=title,
        text=text,
        problems=problems,
        longest_title=LONGEST_TITLE,
        longest_text=LONGEST_TEXT,
    )


PAGES = (
    get("/uebergabe/bausteine", list_texts, ADVISERS),
    get("/uebergabe/bausteine/neu", new_text, ADVISERS),
    post("/uebergabe/bausteine/neu", add_text, ADVISERS),
    get("/uebergabe/bausteine/{text:int}", edit_text, ADVISERS),
    post("/uebergabe/bausteine/{text:int}", save_text, ADVISERS),
    post("/uebergabe/bausteine/{text:int}/archivieren", archive_text, ADVISERS),
    post("/uebergabe/bausteine/{text:int}/zurueckholen", restore_text, ADVISERS),
)
