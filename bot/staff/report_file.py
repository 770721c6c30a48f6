"""The monthly report as a page of its own: in the browser, and as one file that needs nothing beside it."""

from __future__ import annotations

from pathlib import Path

from bot.analytics.report import Report
from bot.staff.templates import Templates

STATIC = Path(__file__).parent / "static"
SHEETS = ("charts.css", "report.css")


def render_report_file(report: Report) -> str:
    """Return the report as HTML that carries its own styles."""
    styles = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in SHEETS)
    return Templates().render("dashboard/report.html", report=report, styles=styles, sheets=())
