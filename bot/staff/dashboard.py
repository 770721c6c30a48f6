"""The section "Auswertung": figures of a period as pages, each of their tables as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from bot.accounts.roles import READERS_OF_FIGURES as READERS
from bot.accounts.roles import READERS_OF_MISSES, WRITERS
from bot.analytics.daily import count_before_visit
from bot.analytics.figures import sum_counts
from bot.analytics.freshness import WATCHED
from bot.analytics.panels import ENTRIES, FRESHNESS, GAPS, OFFERS, PANELS, QUALITY, QUESTIONS, TIMES, PanelKind, Scope
from bot.analytics.period import LENGTHS, InvalidPeriod, Period, last_days, last_months, read_period
from bot.analytics.questions import make_tiles
from bot.analytics.spreadsheet import write_csv, write_excel
from bot.content.picks import OVERDUE
from bot.staff.errors import Refused, not_found
from bot.staff.pages import get
from bot.staff.visit import Visit

TABS = {
    "show_dashboard": "Fragen",
    "show_entries": "FAQ",
    "show_offers": "Angebote",
    "show_gaps": "Lücken",
    "show_quality": "Bewertungen",
    "show_times": "Zeiten",
    "show_how_fresh": "Aktualität",
    "list_reports": "Monatsberichte",
}
MONTHS_TO_CHOOSE = 24
CSV = "text/csv; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Choice:
    """The period of a page, what was wrong with the one that was entered, and when was counted last."""

    period: Period
    problem: str = ""
    counted_at: datetime | None = None


def show_dashboard(visit: Visit) -> Response:
    """``GET /auswertung``: questions, and what became of them."""
    choice = _choose(visit)
    now, before = (sum_counts(visit.session, period) for period in (choice.period, choice.period.previous()))
    return _show(visit, "show_dashboard", QUESTIONS, choice, tiles=make_tiles(now, before))


def show_entries(visit: Visit) -> Response:
    """``GET /auswertung/faq``: groups of the FAQ, entries and contacts."""
    return _show(visit, "show_entries", ENTRIES, _choose(visit))


def show_offers(visit: Visit) -> Response:
    """``GET /auswertung/angebote``: topics and offers."""
    return _show(visit, "show_offers", OFFERS, _choose(visit))


def show_gaps(visit: Visit) -> Response:
    """``GET /auswertung/luecken``: what was not settled."""
    links = [("Offene Fragen ansehen und beantworten", visit.url("show_inbox"))]
    may_open = visit.account.may(*READERS_OF_MISSES)
    return _show(visit, "show_gaps", GAPS, _choose(visit), links=links if may_open else ())


def show_quality(visit: Visit) -> Response:
    """``GET /auswertung/bewertungen``: ratings."""
    return _show(visit, "show_quality", QUALITY, _choose(visit))


def show_times(visit: Visit) -> Response:
    """``GET /auswertung/zeiten``: how fast the assistant and people answer."""
    return _show(visit, "show_times", TIMES, _choose(visit))


def show_how_fresh(visit: Visit) -> Response:
    """``GET /auswertung/aktualitaet``: how fresh the content is today."""
    links = [
        (
            f"{watched.kind.title}: Prüfung überfällig",
            f"{visit.url('list_records', kind=watched.kind.name)}?auswahl={OVERDUE}",
        )
        for watched in WATCHED
    ]
    may_open = visit.account.may(*WRITERS)
    today = Choice(last_days(1, visit.today))
    return _show(visit, "show_how_fresh", FRESHNESS, today, has_period=False, links=links if may_open else ())


def export_table(visit: Visit) -> Response:
    """``GET /auswertung/tabelle/{table}.{form}``: one table as CSV or Excel file."""
    kind, form = PANELS.get(visit.params["table"]), visit.params["form"]
    if kind is None or form not in ("csv", "xlsx"):
        raise not_found("Diese Tabelle gibt es nicht.")
    try:
        period = read_period(visit.query, visit.today)
    except InvalidPeriod as error:
        raise Refused(400, str(error)) from None
    table = kind.read(visit.session, Scope(period, visit.today))
    body = write_csv(table) if form == "csv" else write_excel(table, note=period.title)
    name = f"{table.name}_{period.first}_{period.last}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=CSV if form == "csv" else EXCEL, headers=headers)


def _choose(visit: Visit) -> Choice:
    """Count what has come, and return what was chosen; of what is no period, 30 days."""
    counted_at = count_before_visit(visit.session, now=visit.now)
    try:
        return Choice(read_period(visit.query, visit.today), counted_at=counted_at)
    except InvalidPeriod as error:
        return Choice(last_days(30, visit.today), str(error), counted_at)


def _show(visit: Visit, here: str, kinds: Sequence[PanelKind], choice: Choice, **more: Any) -> Response:
    scope = Scope(choice.period, visit.today)
    return visit.page(
        "dashboard/page.html",
        tabs=TABS,
        here=here,
        choice=choice,
        query=urlencode({"von": choice.period.first, "bis": choice.period.last}),
        lengths=[(days, last_days(days, visit.today)) for days in LENGTHS],
        months=last_months(MONTHS_TO_CHOOSE, visit.today),
        panels=[kind.make(visit.session, scope) for kind in kinds],
        **{"tiles": (), "has_period": True, "links": (), **more},
    )


PAGES = (
    get("/auswertung", show_dashboard, READERS),
    get("/auswertung/faq", show_entries, READERS),
    get("/auswertung/angebote", show_offers, READERS),
    get("/auswertung/luecken", show_gaps, READERS),
    get("/auswertung/bewertungen", show_quality, READERS),
    get("/auswertung/zeiten", show_times, READERS),
    get("/auswertung/aktualitaet", show_how_fresh, READERS),
    get("/auswertung/tabelle/{table}.{form}", export_table, READERS),
)
