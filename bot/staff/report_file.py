"""The monthly report as a page of its own: in the browser, and as one file that needs nothing beside it."""

from __future__ import annotations

from pathlib import Path

from bot.analytics.report import Report
from bot.page_templates import LOOK
from bot.staff.templates import Templates

STATIC = Path(__file__).parent / "static"
SHEETS = ("tokens.css", "charts.css", "report.css")


def render_report_file(report: Report) -> str:
    """Return the report as HTML that carries its own styles."""
    styles = "\n".join(_find(name).read_text(encoding="utf-8") for name in SHEETS)
    return Templates().render("dashboard/report.html", report=report, styles=styles, sheets=())


def _find(name: str) -> Path:
    return next(path for path in (STATIC / name, LOOK / name) if path.is_file())
