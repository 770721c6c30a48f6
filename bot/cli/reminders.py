"""``lotse reminders``: the weekly mails about content that is due."""

from __future__ import annotations

import click

from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import UserError, german_errors
from bot.db import make_session_factory
from bot.handoff.reminders import Reminder, find_reminders, send_reminders


@click.group()
def reminders() -> None:
    """An fällige Inhalte erinnern.

    \b
    Beispiel: lotse reminders send --dry-run
    """


@reminders.command()
@click.option("--dry-run", is_flag=True, help="Nur zeigen, wer woran erinnert würde.")
def send(dry_run: bool) -> None:
    """Die Erinnerungen dieser Woche schreiben; der laufende Lotse tut das täglich von selbst.

    \b
    Beispiel: lotse reminders send --dry-run
    """
    with german_errors(UnusableDatabase):
        settings = read_configuration()
        with open_current_engine(settings) as engine:
            factory = make_session_factory(engine)
            if dry_run:
                with factory() as session:
                    _show(find_reminders(session, settings.current_day()))
                return
            if not settings.reminders:
                raise UserError("Die Erinnerungen sind abgeschaltet (LOTSE_REMINDERS=off).")
            count = send_reminders(factory, settings)
    click.echo(f"Neu im Postausgang: {count}. Die Mails gehen hinaus, sobald der Lotse läuft.")


def _show(found: list[Reminder]) -> None:
    if not found:
        click.echo("Niemand ist an etwas zu erinnern.")
    for reminder in found:
        click.echo(f"{reminder.email}: {len(reminder.items)}")
        for item in reminder.items:
            click.echo(f"  {item.concern.title}: {item.title} ({item.kind.singular})")
