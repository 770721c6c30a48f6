"""``lotse report``: the monthly report as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from bot.analytics.daily import count_all
from bot.analytics.period import InvalidPeriod, last_months, month_of
from bot.analytics.report import build_report
from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import UserError, german_errors
from bot.db import make_session_factory
from bot.staff.report_file import render_report_file


@click.command()
@click.option("--month", help="Der Monat, zum Beispiel 2026-11 (sonst der letzte abgeschlossene).")
@click.option("--out", type=click.Path(path_type=Path), help="Die Datei (sonst lotse-bericht-JJJJ-MM.html).")
def report(month: str | None, out: Path | None) -> None:
    """Den Monatsbericht für Fördergeber schreiben: Zahlen und Sätze ohne personenbezogene Daten.

    \b
    Beispiel: lotse report --month 2026-11 --out bericht.html
    """
    with german_errors(UnusableDatabase, InvalidPeriod):
        settings = read_configuration()
        period = month_of(month or last_finished_month(settings.current_day()))
        with open_current_engine(settings) as engine:
            factory = make_session_factory(engine)
            count_all(factory)
            with factory() as session:
                page = render_report_file(build_report(session, period, today=settings.current_day()))
    path = out or Path(f"lotse-bericht-{period.key}.html")
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UserError(f"Die Datei „{path}“ lässt sich nicht schreiben: {error.strerror}.") from None
    click.echo(f"Der Bericht für {period.title} steht in {path}.")


def last_finished_month(today: date) -> str:
    """Return the month before the current one, as 2026-11."""
    return last_months(2, today)[1].key
