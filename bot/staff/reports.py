"""Monthly reports: the list of months, and the page of one month that prints on A4."""

from __future__ import annotations

from datetime import date

from starlette.responses import HTMLResponse, Response

from bot.accounts.roles import READERS_OF_FIGURES as READERS
from bot.analytics.daily import count_before_visit
from bot.analytics.figures import first_counted_day
from bot.analytics.period import InvalidPeriod, Period, month_of
from bot.analytics.report import build_report
from bot.staff.dashboard import TABS
from bot.staff.errors import not_found
from bot.staff.pages import get
from bot.staff.report_file import SHEETS, render_report_file
from bot.staff.visit import Visit


def list_reports(visit: Visit) -> Response:
    """``GET /auswertung/bericht``: every month since the first question, the last one first."""
    first = first_counted_day(visit.session)
    months = list_months(first, visit.today) if first else []
    return visit.page("dashboard/reports.html", tabs=TABS, here="list_reports", months=months)


def show_report(visit: Visit) -> Response:
    """``GET /auswertung/bericht/{month}``: the report of a month, to be printed; ``?datei=1`` to be kept."""
    try:
        month = month_of(visit.params["month"])
    except InvalidPeriod as error:
        raise not_found(str(error)) from None
    count_before_visit(visit.session, now=visit.now)
    report = build_report(visit.session, month, today=visit.today)
    if visit.query.get("datei"):
        headers = {"Content-Disposition": f'attachment; filename="lotse-bericht-{month.key}.html"'}
        return HTMLResponse(render_report_file(report), headers=headers)
    sheets = [visit.url("static", path=name) for name in SHEETS]
    return visit.page("dashboard/report.html", report=report, styles="", sheets=sheets)


def list_months(first: date, today: date) -> list[Period]:
    """Return the months from that of the first day to the current one, the last one first."""
    months = [month_of(f"{today:%Y-%m}")]
    while months[-1].first > first:
        months.append(months[-1].previous())
    return months


PAGES = (
    get("/auswertung/bericht", list_reports, READERS),
    get("/auswertung/bericht/{month}", show_report, READERS),
)
