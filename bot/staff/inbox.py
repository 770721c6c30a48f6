"""Unanswered questions, in groups that ask for the same: the list, one group, and what was sorted away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from bot.accounts.roles import READERS_OF_MISSES as READERS
from bot.accounts.roles import WRITERS
from bot.analytics.gaps import REASONS
from bot.analytics.miss_answers import read_offices, read_partners
from bot.analytics.miss_models import MissAction, MissGroup
from bot.analytics.miss_notes import TITLES
from bot.analytics.miss_queries import (
    PAGE_SIZE,
    TEXTS_PER_PAGE,
    GroupLine,
    InboxFilter,
    TextLine,
    count_states,
    count_waiting,
    count_weeks,
    find_best,
    list_groups,
    list_sorted_away,
    measure_effect,
    read_actions,
    read_group,
    read_texts,
    search_groups,
)
from bot.analytics.miss_undo import is_undoable
from bot.analytics.recheck import DISSATISFIED, Asked, ask_again
from bot.analytics.titles import find_titles
from bot.content.kinds import CONTACT, FAQ, FUNDING, TRAINING
from bot.content.queries import ListFilter, find_listed
from bot.content.records import find_row
from bot.staff.errors import not_found
from bot.staff.pages import get
from bot.staff.record_lists import read_page
from bot.staff.visit import Visit

STATES = {
    "open": "Offen",
    "answered": "Inzwischen beantwortet",
    "gap": "Angebotslücken",
    "scope": "Andere Stelle",
    "dismissed": "Verworfen",
}
PERIODS = {7: "7 Tage", 30: "30 Tage", 90: "90 Tage", 365: "12 Monate"}
SORTED_AWAY = {"chosen": "eine Auswahl hat gepasst", "worthless": "keine Frage erkennbar"}
SAID = {
    "answer": "Antwort",
    "offers": "Angebote",
    "contact": "Kontakt",
    "clarify": "Rückfrage",
    "fallback": "keine Antwort",
    "notice": "Hinweis",
    "handoff": "Übergabe",
}
EFFECTIVE = ("answered", "variants", "gap", "scope")
WEEKS = 12
SUGGESTED = (FAQ, FUNDING, TRAINING, CONTACT)  # kinds that have ways of asking
HITS = 5  # of each kind


@dataclass(frozen=True)
class Suggestion:
    """A piece of content to which texts could be added."""

    reference: str
    title: str
    kind: str


@dataclass(frozen=True)
class Effect:
    """Misses a week before and after something was done."""

    action: MissAction
    before: float
    after: float


def show_inbox(visit: Visit) -> Response:
    """``GET /unbeantwortet``."""
    wanted, page = read_filter(visit), read_page(visit)
    lines, total = list_groups(visit.session, wanted, page=page, now=visit.now)
    return visit.page(
        "inbox/list.html",
        lines=lines,
        total=total,
        number=page,
        last=max(1, -(-total // PAGE_SIZE)),
        wanted=wanted,
        query={name: value for name, value in visit.query.items() if name != "seite" and value},
        counts=count_states(visit.session),
        waiting=count_waiting(visit.session),
        states=STATES,
        reasons=REASONS,
        periods=PERIODS,
    )


def show_group(visit: Visit) -> Response:
    """``GET /unbeantwortet/{group}``: a group with all texts, and what can be done about it."""
    group = find_group(visit)
    if group.state == "merged":
        return visit.redirect("show_group", group=int(group.subject), notice=visit.notice)
    return show(visit, group)


def show_sorted_away(visit: Visit) -> Response:
    """``GET /unbeantwortet/aussortiert``."""
    page = read_page(visit)
    misses, total = list_sorted_away(visit.session, page=page)
    last = max(1, -(-total // PAGE_SIZE))
    return visit.page("inbox/sorted.html", misses=misses, total=total, number=page, last=last, why=SORTED_AWAY)


def show(visit: Visit, group: MissGroup, *, problem: str = "", status: int = 200) -> Response:
    """Show a group; ``problem`` is why an action was refused."""
    line = read_group(visit.session, group.id, now=visit.now)
    assert line is not None
    page = read_page(visit)
    texts, count = read_texts(visit.session, group.id, page=page)
    actions = read_actions(visit.session, group.id)
    best = find_best(visit.session, group.id)
    search, group_search = (visit.query.get(name, "")[:200] for name in ("suche", "gruppe"))
    return visit.page(
        "inbox/group.html",
        status=status,
        group=group,
        subject=_subject_of(group),
        line=line,
        texts=texts,
        text_count=count,
        number=page,
        last=max(1, -(-count // TEXTS_PER_PAGE)),
        actions=actions,
        latest=next((one for one in actions[:1] if is_undoable(one)), None),
        effect=read_effect(visit, line, actions),
        weeks=count_weeks(visit.session, group.id, now=visit.now, weeks=WEEKS),
        names=find_titles(visit.session, {*best, *(one.best for one in texts), _subject_of(group)} - {""}),
        suggestions=find_suggestions(visit, search, best),
        search=search,
        group_search=group_search,
        groups=search_groups(visit.session, group_search, without=group.id) if group_search else [],
        offices=read_offices(visit.session),
        partners=read_partners(visit.session),
        may_write=visit.account.may(*WRITERS),
        problem=problem,
        form=visit.form,
        states=STATES,
        reasons=REASONS,
        titles=TITLES,
    )


def show_answers_now(visit: Visit) -> Response:
    """``GET /unbeantwortet/{group}/jetzt``: what the assistant says to the texts of a page now; a fragment or a page.

    The page of the group does not wait for it: the assistant may have to read all content first.
    """
    group = find_group(visit)
    texts, _ = read_texts(visit.session, group.id, page=read_page(visit))
    template = "inbox/now.html" if visit.is_fragment else "inbox/now_page.html"
    asked = [(one, ask_now(visit, one)) for one in texts]
    names = find_titles(visit.session, {answer.reference for _, answer in asked} - {""})
    return visit.page(template, group=group, texts=asked, names=names, said=SAID)


def find_group(visit: Visit) -> MissGroup:
    """Return the group of the address. Raises Refused."""
    group = visit.session.get(MissGroup, visit.params["group"])
    if group is None:
        raise not_found("Diese Gruppe von Fragen gibt es nicht.")
    return group


def read_filter(visit: Visit) -> InboxFilter:
    """Return what the address asks for; what is unknown asks for nothing."""
    state, reason, days = (visit.query.get(name, "") for name in ("zustand", "grund", "tage"))
    period = int(days) if days.isdecimal() and len(days) < 4 else 0
    since = visit.now - timedelta(days=period) if period in PERIODS else None
    return InboxFilter(state if state in STATES else "open", reason if reason in REASONS else "", since)


def ask_now(visit: Visit, text: TextLine) -> Asked:
    """Return what the assistant says to a text now."""
    rejected = text.best if text.reason in DISSATISFIED else ""
    return ask_again(text.text, visit.office.brain.rehearse, rejected=rejected)


def read_effect(visit: Visit, line: GroupLine, actions: Sequence[MissAction]) -> Effect | None:
    """Return whether a group has shrunk since it was settled, None where it was not."""
    done = next((one for one in actions if one.kind in EFFECTIVE and one.undone_at is None), None)
    if done is None or line.state == "open":
        return None
    return Effect(done, *measure_effect(visit.session, line.id, at=done.at, first_at=line.first_at, now=visit.now))


def find_suggestions(visit: Visit, search: str, best: Sequence[str]) -> list[Suggestion]:
    """Return what texts may be added to: what was searched for, else what came nearest to the questions."""
    if not search:
        return [one for one in (_suggest(visit, reference) for reference in best) if one is not None]
    return [
        Suggestion(f"{kind.name}:{one.key}", one.title, kind.singular)
        for kind in SUGGESTED
        for one in find_listed(visit.session, kind, ListFilter(search))[:HITS]
    ]


def _suggest(visit: Visit, reference: str) -> Suggestion | None:
    name, _, key = reference.partition(":")
    kind = next((one for one in SUGGESTED if one.name == name), None)
    row = find_row(visit.session, kind, key) if kind else None
    return Suggestion(reference, getattr(row, kind.title_field), kind.singular) if kind and row else None


def _subject_of(group: MissGroup) -> str:
    """Return what a group was settled by as a reference, "" where it is none."""
    if group.state == "gap":
        return f"{CONTACT.name}:{group.subject}"
    return group.subject if group.state == "answered" else ""


PAGES = (
    get("/unbeantwortet", show_inbox, READERS),
    get("/unbeantwortet/aussortiert", show_sorted_away, READERS),
    get("/unbeantwortet/{group:int}", show_group, READERS),
    get("/unbeantwortet/{group:int}/jetzt", show_answers_now, READERS),
)
