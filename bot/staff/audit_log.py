"""The log of what members of staff did: to look things up, and as a table."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time, timedelta

from starlette.responses import Response

from bot.accounts.audit import AuditFilter, AuditLine, find_audit_lines, record_audit
from bot.accounts.register import list_accounts
from bot.accounts.roles import ADMINISTRATORS
from bot.content.cells import safe_cell
from bot.local_time import KASSEL, local_time
from bot.staff.accounts import LARGEST_ID
from bot.staff.pages import get
from bot.staff.visit import Visit

PAGE_SIZE = 50
LAST_PAGE = 1000
MOST_EXPORTED = 50_000
COLUMNS = ("Zeit", "Wer", "Was", "Woran", "Einzelheiten")
FILTERS = ("person", "suche", "von", "bis")


def show_audit_log(visit: Visit) -> Response:
    """``GET /protokoll``."""
    number = read_number(visit.query.get("seite", ""), largest=LAST_PAGE) or 1
    wanted = read_audit_filter(visit.query)
    # One more than is shown tells whether there is a next page: counting all of a large log would take long.
    lines = find_audit_lines(visit.session, wanted, limit=PAGE_SIZE + 1, offset=(number - 1) * PAGE_SIZE)
    return visit.page(
        "accounts/audit_log.html",
        lines=lines[:PAGE_SIZE],
        has_more=len(lines) > PAGE_SIZE,
        number=number,
        people=list_accounts(visit.session),
        query={name: visit.query[name] for name in FILTERS if visit.query.get(name)},
        most=MOST_EXPORTED,
    )


def export_audit_log(visit: Visit) -> Response:
    """``GET /protokoll.csv``: what the filter finds, latest first."""
    lines = find_audit_lines(visit.session, read_audit_filter(visit.query), limit=MOST_EXPORTED)
    record_audit(visit.session, visit.account, "Protokoll exportiert", detail=f"{len(lines)} Zeilen")
    name = f"protokoll-{visit.today.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(write_table(lines), media_type="text/csv; charset=utf-8", headers=headers)


def write_table(lines: list[AuditLine]) -> bytes:
    """Return the lines as Excel in Germany opens them: semicolons, and a mark at the start that says UTF-8."""
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";")
    writer.writerow(COLUMNS)
    for line in lines:
        at = local_time(line.at).strftime("%d.%m.%Y %H:%M:%S")
        writer.writerow([at, *map(safe_cell, (line.actor, line.action, line.subject, line.detail))])
    return table.getvalue().encode("utf-8-sig")


def read_audit_filter(query: dict[str, str]) -> AuditFilter:
    """Return the filter of an address; what cannot be read does not count."""
    until = read_day(query.get("bis", ""))
    return AuditFilter(
        person=read_number(query.get("person", ""), largest=LARGEST_ID),
        text=query.get("suche", "").strip()[:200],
        since=_begin_of(read_day(query.get("von", ""))),
        before=_begin_of(until + timedelta(days=1) if until else None),
    )


def read_number(text: str, *, largest: int) -> int | None:
    """Return a whole number from 0 to ``largest``."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= largest else None


def read_day(text: str) -> date | None:
    """Return a day that a browser sent (JJJJ-MM-TT); the years are those that people live in."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year < 9999 else None


def _begin_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), KASSEL) if day else None


PAGES = (
    get("/protokoll", show_audit_log, ADMINISTRATORS),
    get("/protokoll.csv", export_audit_log, ADMINISTRATORS),
)
