"""What is done about a group of unanswered questions, from its page, and back again."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from bot.accounts.roles import READERS_OF_MISSES as READERS
from bot.accounts.roles import WRITERS
from bot.analytics.miss_answers import add_variants, read_offices, refer
from bot.analytics.miss_models import Miss, MissAction, MissGroup
from bot.analytics.miss_moves import CannotMove, merge, move_out, take_up
from bot.analytics.miss_notes import dismiss, note_action, note_gap, reopen
from bot.analytics.miss_queries import read_chosen
from bot.analytics.miss_undo import CannotUndo, undo
from bot.content.kinds import CONTACT, FAQ, KINDS
from bot.content.records import find_row
from bot.content.texts import Unreadable, tidy
from bot.revisions.additions import DRAFT, PUBLISHED, REVIEW
from bot.revisions.drafts import NotAllowed, NotOpen, StaleDraft
from bot.staff.errors import no_right, not_found
from bot.staff.inbox import SUGGESTED, find_group, show
from bot.staff.pages import post
from bot.staff.visit import Visit

LONGEST_NOTE = 2000
REFUSALS = (NotAllowed, NotOpen, StaleDraft, Unreadable, CannotMove, CannotUndo)
NOTHING_CHOSEN = "Bitte wählen Sie oben mindestens einen Text aus."
DONE = {
    PUBLISHED: "Ergänzt und veröffentlicht. Der Lotse versteht diese Fragen ab sofort.",
    REVIEW: "Ergänzt. Das braucht noch eine Freigabe, sie ist beantragt.",
    DRAFT: "Im offenen Entwurf dieses Eintrags ergänzt. Es wirkt, sobald er veröffentlicht ist.",
}


def begin_draft(visit: Visit) -> Response:
    """``POST …/entwurf``: note who has begun, and go on to the form of a new FAQ entry."""
    group, texts = find_group(visit), _read_texts(visit)
    note_action(visit.session, group, "draft", actor=visit.account, now=visit.now)
    question = texts[0] if texts else group.title
    query = urlencode([("frage", question), *(("variante", text) for text in texts)])
    return RedirectResponse(f"{visit.url('new_record', kind=FAQ.name)}?{query}", 303)


def add_to_entry(visit: Visit) -> Response:
    """``POST …/ergaenzen``: the chosen texts become ways of asking for a piece of content."""
    group, texts = find_group(visit), _read_texts(visit)
    name, _, key = str(visit.form.get("ziel", "")).partition(":")
    kind = KINDS.get(name)
    if kind not in SUGGESTED or kind is None or find_row(visit.session, kind, key) is None:
        return show(visit, group, problem="Bitte wählen Sie den Eintrag, zu dem die Texte gehören.", status=422)
    if not texts:
        return show(visit, group, problem=NOTHING_CHOSEN, status=422)
    try:
        with visit.session.begin_nested():
            status = add_variants(visit.session, group, kind, key, texts, actor=visit.account, now=visit.now)
    except REFUSALS as refusal:
        return show(visit, group, problem=str(refusal), status=422)
    return _go_on(visit, group, DONE[status])


def note_missing_offer(visit: Visit) -> Response:
    """``POST …/luecke``: an offer is missing, and somebody is to see to it."""
    group, contact = find_group(visit), str(visit.form.get("partner", ""))
    if find_row(visit.session, CONTACT, contact) is None:
        return show(visit, group, problem="Bitte wählen Sie, wer sich um das Angebot kümmern soll.", status=422)
    conditions = _read_note(visit, "bedingungen")
    note_gap(visit.session, group, contact=contact, conditions=conditions, actor=visit.account, now=visit.now)
    return _go_on(visit, group, "Als Angebotslücke vorgemerkt.")


def refer_elsewhere(visit: Visit) -> Response:
    """``POST …/stelle``: the chosen texts belong to another office."""
    group, texts = find_group(visit), _read_texts(visit)
    office = str(visit.form.get("stelle", ""))
    if office not in read_offices(visit.session):
        return show(visit, group, problem="Bitte wählen Sie die Stelle, die zuständig ist.", status=422)
    if not texts:
        return show(visit, group, problem=NOTHING_CHOSEN, status=422)
    try:
        with visit.session.begin_nested():
            refer(visit.session, group, office, texts, actor=visit.account, now=visit.now)
    except REFUSALS as refusal:
        return show(visit, group, problem=str(refusal), status=422)
    return _go_on(visit, group, "Der Lotse nennt bei diesen Fragen künftig die zuständige Stelle.")


def dismiss_group(visit: Visit) -> Response:
    """``POST …/verwerfen``."""
    group, reason = find_group(visit), _read_note(visit, "grund")
    if not reason:
        return show(visit, group, problem="Bitte schreiben Sie dazu, warum nichts zu tun ist.", status=422)
    dismiss(visit.session, group, reason=reason, actor=visit.account, now=visit.now)
    notice = "Verworfen. Die Gruppe kommt von selbst wieder, wenn doppelt so oft danach gefragt wurde."
    return _go_on(visit, group, notice)


def reopen_group(visit: Visit) -> Response:
    """``POST …/oeffnen``."""
    group = find_group(visit)
    reopen(visit.session, group, actor=visit.account, now=visit.now)
    return _go_on(visit, group, "Die Gruppe ist wieder offen.")


def merge_group(visit: Visit) -> Response:
    """``POST …/vereinen``: everything of this group moves into another one."""
    group, number = find_group(visit), str(visit.form.get("gruppe", ""))
    target = visit.session.get(MissGroup, int(number)) if number.isdecimal() and len(number) < 10 else None
    if target is None:
        return show(visit, group, problem="Bitte wählen Sie die Gruppe, zu der diese Fragen gehören.", status=422)
    try:
        merge(visit.session, group, target, actor=visit.account, now=visit.now)
    except CannotMove as refusal:
        return show(visit, group, problem=str(refusal), status=422)
    return _go_on(visit, target, "Die beiden Gruppen sind jetzt eine.")


def move_texts_out(visit: Visit) -> Response:
    """``POST …/herausnehmen``: the chosen texts get a group of their own."""
    group = find_group(visit)
    try:
        fresh = move_out(visit.session, group, _read_texts(visit), actor=visit.account, now=visit.now)
    except CannotMove as refusal:
        return show(visit, group, problem=str(refusal), status=422)
    return _go_on(visit, fresh, "Die Texte haben jetzt eine eigene Gruppe.")


def undo_action(visit: Visit) -> Response:
    """``POST …/zurueck/{action}``: take the latest step back."""
    group = find_group(visit)
    action = visit.session.get(MissAction, visit.params["action"])
    if action is None or action.group_id != group.id:
        raise not_found()
    if action.kind in ("variants", "scope") and not visit.account.may(*WRITERS):
        raise no_right()
    try:
        with visit.session.begin_nested():
            undo(visit.session, action, actor=visit.account, now=visit.now)
    except REFUSALS as refusal:
        return show(visit, group, problem=str(refusal), status=422)
    return _go_on(visit, group, "Rückgängig gemacht.")


def take_miss_up(visit: Visit) -> Response:
    """``POST /unbeantwortet/aussortiert/{miss}``: a text that was sorted away gets a group after all."""
    miss = visit.session.get(Miss, visit.params["miss"])
    if miss is None or miss.state not in ("chosen", "worthless") or not miss.text:
        raise not_found()
    group = take_up(visit.session, miss, actor=visit.account, now=visit.now)
    return _go_on(visit, group, "Die Frage ist aufgenommen.")


def _go_on(visit: Visit, group: MissGroup, notice: str) -> Response:
    return visit.redirect("show_group", group=group.id, notice=notice)


def _read_texts(visit: Visit) -> list[str]:
    """Return the texts that were chosen on the page."""
    chosen = [int(value) for value in visit.form.getlist("miss") if isinstance(value, str) and value.isdecimal()]
    return read_chosen(visit.session, visit.params["group"], [number for number in chosen if number < 2**31])


def _read_note(visit: Visit, name: str) -> str:
    return tidy(str(visit.form.get(name, "")))[:LONGEST_NOTE]


GROUP = "/unbeantwortet/{group:int}"
PAGES = (
    post(f"{GROUP}/entwurf", begin_draft, WRITERS),
    post(f"{GROUP}/ergaenzen", add_to_entry, WRITERS),
    post(f"{GROUP}/luecke", note_missing_offer, READERS),
    post(f"{GROUP}/stelle", refer_elsewhere, WRITERS),
    post(f"{GROUP}/verwerfen", dismiss_group, READERS),
    post(f"{GROUP}/oeffnen", reopen_group, READERS),
    post(f"{GROUP}/vereinen", merge_group, READERS),
    post(f"{GROUP}/herausnehmen", move_texts_out, READERS),
    post(GROUP + "/zurueck/{action:int}", undo_action, READERS),
    post("/unbeantwortet/aussortiert/{miss:int}", take_miss_up, READERS),
)
