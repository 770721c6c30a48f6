"""Write a record: a new one, or over the one that is there."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from starlette.responses import Response

from bot.accounts.roles import WRITERS
from bot.content.kinds import SENTENCE, Kind
from bot.content.lookups import POINTERS, find_choices, find_titles
from bot.content.records import Record, blank_record
from bot.content.sentence_uses import find_use
from bot.content.texts import tidy, write_texts
from bot.revisions.difference import compare_records
from bot.revisions.drafts import NotAllowed, StaleDraft, Stamp, keep_beside, record_of, save_draft
from bot.revisions.models import Revision
from bot.revisions.publishing import publish
from bot.revisions.slugs import SLUG, find_free_slug, is_taken
from bot.staff.errors import not_found
from bot.staff.pages import get, post
from bot.staff.record_groups import group_fields
from bot.staff.record_state import RecordState, find_kind, find_state, read_state
from bot.staff.typed import Typed, read_typed
from bot.staff.visit import Visit

KEY_FIELD = "kurzname"
SAVE, LOOK, PUBLISH, BESIDE = "speichern", "ansehen", "veroeffentlichen", "beiseite"
BROKEN = (
    "Der Entwurf ist gespeichert, ließ sich aber nicht veröffentlichen: Eine Angabe steht schon bei einem anderen "
    "Eintrag, oder sie passt nicht dazu."
)


def new_record(visit: Visit) -> Response:
    """``GET /inhalte/{kind}/neu``: an empty form, or one with a question and variants from elsewhere."""
    kind = find_kind(visit)
    _check_can_be_new(kind)
    texts = write_texts(kind, blank_record(kind))
    query = visit.request.query_params
    texts |= {kind.title_field: tidy(query["frage"])[:300]} if "frage" in query and kind.key != kind.title_field else {}
    texts |= {"variants": tidy("\n".join(query.getlist("variante")))[:4000]} if "variants" in texts else {}
    key = tidy(query.get("frage", ""))[:500] if kind.key == kind.title_field else ""
    return show_form(visit, kind, Typed(texts, {}, {}), key=key)


def create_record(visit: Visit) -> Response:
    """``POST /inhalte/{kind}/neu``."""
    kind = find_kind(visit)
    _check_can_be_new(kind)
    wanted = tidy(str(visit.form.get(KEY_FIELD, ""))).replace("\n", " ")
    typed = read_typed(visit.session, kind, wanted, visit.form, blank_record(kind))
    problem = _find_problem_with_key(visit, kind, wanted)
    problems = {**({KEY_FIELD: problem} if problem else {}), **typed.problems}
    if problems:
        return show_form(visit, kind, Typed(typed.texts, typed.record, problems), key=wanted, status=422)
    key = wanted or find_free_slug(visit.session, kind, str(typed.record[kind.title_field]))
    return store(visit, kind, key, typed, Stamp())


def edit_record(visit: Visit) -> Response:
    """``GET /inhalte/{kind}/bearbeiten/{key}``."""
    state = find_state(visit)
    return show_form(visit, state.kind, Typed(write_texts(state.kind, state.record), state.record, {}), state)


def save_edit(visit: Visit) -> Response:
    """``POST /inhalte/{kind}/bearbeiten/{key}``."""
    state = find_state(visit)
    kind, key = state.kind, state.key
    typed = read_typed(visit.session, kind, key, visit.form, state.record)
    if visit.form.get("schritt") == BESIDE:
        keep_beside(
            visit.session, kind, key, typed.record, actor=visit.account, now=visit.now, note="Beim Speichern überholt"
        )
        notice = "Ihr Text steht im Verlauf. Von dort können Sie ihn jederzeit holen."
        return visit.redirect("edit_record", kind=kind.name, key=key, notice=notice)
    if typed.problems:
        return show_form(visit, kind, typed, state, status=422)
    if not state.waiting and state.live and not compare_records(kind, state.live, typed.record):
        return visit.redirect("edit_record", kind=kind.name, key=key, notice="Es ist nichts geändert.")
    return store(visit, kind, key, typed, Stamp.parse(str(visit.form.get("stempel", ""))))


def store(visit: Visit, kind: Kind, key: str, typed: Typed, base: Stamp) -> Response:
    """Save as draft and go on as the pressed button says; what was typed comes back with every refusal."""
    try:
        draft = save_draft(visit.session, kind, key, typed.record, actor=visit.account, base=base, now=visit.now)
    except StaleDraft as stale:
        return _show_conflict(visit, kind, key, typed, stale.current)
    except NotAllowed as refusal:
        return show_form(visit, kind, typed, read_state(visit, kind, key), refusal=str(refusal), key=key, status=403)
    step = visit.form.get("schritt")
    if step == PUBLISH:
        return publish_saved(visit, draft)
    if step == LOOK:
        return visit.redirect("show_draft", kind=kind.name, key=key)
    notice = "Der Entwurf ist gespeichert. Besucher sehen ihn erst, wenn er veröffentlicht ist."
    return visit.redirect("edit_record", kind=kind.name, key=key, notice=notice)


def publish_saved(visit: Visit, draft: Revision) -> Response:
    """Publish a saved draft; where that is refused, the draft stays and the page says why. The text is never lost."""
    where = {"kind": draft.kind, "key": draft.key}
    try:
        with visit.session.begin_nested():
            publish(visit.session, draft, actor=visit.account, now=visit.now)
    except NotAllowed as refusal:
        return visit.redirect("show_draft", **where, notice=f"Der Entwurf ist gespeichert. {refusal}")
    except IntegrityError:
        return visit.redirect("show_draft", **where, notice=BROKEN)
    return visit.redirect("edit_record", **where, notice="Veröffentlicht. Der Lotse antwortet ab sofort damit.")


def show_form(
    visit: Visit,
    kind: Kind,
    typed: Typed,
    state: RecordState | None = None,
    *,
    key: str = "",
    refusal: str = "",
    status: int = 200,
) -> Response:
    """Show the form with what was typed; ``state`` None: of a record that does not exist yet."""
    pointers = [one for one in kind.fields if one.name in POINTERS]
    return visit.page(
        "records/form.html",
        status=status,
        kind=kind,
        state=state,
        key=state.key if state else key,
        # After a problem, still the state that the editor saw: somebody may have saved meanwhile.
        stamp=visit.form.get("stempel") or (state.stamp if state else Stamp()),
        texts=typed.texts,
        problems=typed.problems,
        refusal=refusal or (state.closed if state else ""),
        groups=group_fields(kind),
        pointers={one.name: find_choices(visit.session, one.name) for one in pointers},
        titles={one.name: find_titles(visit.session, one.name, typed.texts[one.name].split("\n")) for one in pointers},
        use=find_use(state.key) if state and kind is SENTENCE else None,
    )


def _show_conflict(visit: Visit, kind: Kind, key: str, typed: Typed, current: Revision) -> Response:
    """Show what somebody else has saved meanwhile beside what was typed."""
    theirs: Record = record_of(current)
    return visit.page(
        "records/conflict.html",
        status=409,
        kind=kind,
        key=key,
        typed=typed,
        current=current,
        stamp=Stamp(current.number, current.edit_count),
        changes=compare_records(kind, theirs, typed.record),
    )


def _check_can_be_new(kind: Kind) -> None:
    if kind is SENTENCE:
        raise not_found("Neue Sätze kommen nur mit einer neuen Version des Lotsen. Ändern können Sie jeden.")


def _find_problem_with_key(visit: Visit, kind: Kind, wanted: str) -> str:
    """Return what is wrong with the key of a new record, empty where nothing is."""
    if kind.key != "slug":
        if not wanted or len(wanted) > 500:
            return "Bitte füllen Sie dieses Feld aus, mit höchstens 500 Zeichen."
    elif wanted and (not SLUG.fullmatch(wanted) or len(wanted) > 80):
        return "Nur kleine Buchstaben ohne Umlaute, Ziffern und Bindestriche, höchstens 80 Zeichen."
    if wanted and is_taken(visit.session, kind, wanted):
        return f"„{wanted}“ gibt es schon."
    return ""


PAGES = (
    get("/inhalte/{kind}/neu", new_record, WRITERS),
    post("/inhalte/{kind}/neu", create_record, WRITERS),
    get("/inhalte/{kind}/bearbeiten/{key:path}", edit_record, WRITERS),
    post("/inhalte/{kind}/bearbeiten/{key:path}", save_edit, WRITERS),
)
