"""What has to be looked at again, as lists with their counts; what was checked is put off by a click."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.roles import WRITERS
from bot.content.freshness import (
    BY_NAME,
    CONCERNS,
    OVERDUE,
    PAGE_SIZE,
    WATCHED,
    Aging,
    Concern,
    count_concerns,
    find_aging,
)
from bot.content.kinds import KINDS, Kind
from bot.content.texts import write_date, write_value
from bot.revisions.drafts import NotAllowed, NotOpen
from bot.revisions.queries import find_open_states
from bot.revisions.reviews import MONTHS, confirm_review
from bot.staff.errors import not_found
from bot.staff.pages import get, post
from bot.staff.record_lists import read_page
from bot.staff.visit import Visit


def show_freshness(visit: Visit) -> Response:
    """``GET /aktualitaet``: the counts, with the first list in which something stands."""
    counts = count_concerns(visit.session, visit.today)
    name, kind = next((pair for pair, count in counts.items() if count), (OVERDUE.name, WATCHED[0].name))
    return _show(visit, BY_NAME[name], KINDS[kind], counts)


def list_aging(visit: Visit) -> Response:
    """``GET /aktualitaet/{concern}/{kind}``."""
    concern, kind = _find_list(visit)
    return _show(visit, concern, kind, count_concerns(visit.session, visit.today))


def confirm_reviews(visit: Visit) -> Response:
    """``POST /aktualitaet/{concern}/{kind}``: put off the review of one record, or of all that are ticked."""
    concern, kind = _find_list(visit)
    single = visit.form.get("einzeln")
    keys = [single] if single else visit.form.getlist("eintrag")
    notice = _confirm(visit, kind, [key for key in dict.fromkeys(keys) if isinstance(key, str)][:PAGE_SIZE])
    page = read_page(visit)
    query = f"seite={page}" if page > 1 else ""
    return visit.redirect("list_aging", concern=concern.name, kind=kind.name, notice=notice, query=query)


def _find_list(visit: Visit) -> tuple[Concern, Kind]:
    concern, kind = BY_NAME.get(visit.params["concern"]), KINDS.get(visit.params["kind"])
    if concern is None or kind is None or kind not in concern.kinds:
        raise not_found("Diese Liste gibt es nicht.")
    return concern, kind


def _show(visit: Visit, concern: Concern, kind: Kind, counts: dict[tuple[str, str], int]) -> Response:
    count = counts[concern.name, kind.name]
    last = max(1, -(-count // PAGE_SIZE))
    page = min(read_page(visit), last)  # what was checked on the last page may have emptied it
    found = find_aging(visit.session, concern, kind, visit.today, page=page)
    return visit.page(
        "freshness/page.html",
        concerns=CONCERNS,
        kinds=WATCHED,
        counts=counts,
        concern=concern,
        kind=kind,
        count=count,
        lines=found,
        reasons={one.key: _say_why(concern, kind, one) for one in found},
        reason_label=kind.field(concern.day).label if concern.day else "Nicht gesichert",
        has_reasons=concern.shows_facts or concern.day not in ("", "review_on"),
        open_states=find_open_states(visit.session, kind, [one.key for one in found]),
        months=MONTHS,
        number=page,
        last=last,
    )


def _say_why(concern: Concern, kind: Kind, one: Aging) -> str:
    if one.day:
        return write_date(one.day)
    fields = [kind.field(name) for name in one.facts]
    return "; ".join(f"{field.label}: {write_value(field, one.facts[field.name])}" for field in fields)


def _confirm(visit: Visit, kind: Kind, keys: list[str]) -> str:
    """Put off each review and return what became of them; a refused one holds up no other."""
    done, handed_in, refused = 0, 0, dict[str, str]()
    for key in keys:
        try:
            with visit.session.begin_nested():
                revision = confirm_review(
                    visit.session, kind, key, actor=visit.account, now=visit.now, today=visit.today
                )
        except (NotAllowed, NotOpen) as refusal:
            refused[key] = str(refusal)
        except KeyError:
            refused[key] = "Diesen Eintrag gibt es nicht mehr."
        else:
            done += revision.status == "published"
            handed_in += revision.status != "published"
    return _say_result(done, handed_in, list(refused.values()))


def _say_result(done: int, handed_in: int, refused: list[str]) -> str:
    if not done and not handed_in and not refused:
        return "Bitte haken Sie an, was Sie geprüft haben."
    parts = []
    if done:
        parts.append(f"Geprüft: {_say_count(done)}. Wiedervorlage in {MONTHS} Monaten.")
    if handed_in:
        parts.append(f"Zur Freigabe gegeben: {_say_count(handed_in)}.")
    if refused:
        parts.append(f"Nicht geändert: {_say_count(len(refused))}. {refused[0]}")
    return " ".join(parts)


def _say_count(count: int) -> str:
    return "ein Eintrag" if count == 1 else f"{count} Einträge"


PAGES = (
    get("/aktualitaet", show_freshness, WRITERS),
    get("/aktualitaet/{concern}/{kind}", list_aging, WRITERS),
    post("/aktualitaet/{concern}/{kind}", confirm_reviews, WRITERS),
)
