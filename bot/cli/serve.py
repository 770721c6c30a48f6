"""``lotse serve``: the whole assistant as one process with three children."""

from __future__ import annotations

import asyncio

import click

from bot.addresses import gateway_url
from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import german_errors
from bot.cli.refitting import open_refitter
from bot.cli.steps import format_seconds, log_to_terminal
from bot.cli.supervisor import Supervisor
from bot.cli.supervisor_parts import CannotServe, check_ports, make_environment, make_parts
from bot.german.tables import MissingTables, open_tables
from bot.settings import Settings


@click.command()
def serve() -> None:
    """Den Assistenten starten: Gateway, Rasa und Action-Server.

    \b
    Beispiel: LOTSE_PORT=8080 lotse serve
    """
    with german_errors(UnusableDatabase, MissingTables, CannotServe):
        settings = read_configuration()
        check_parts(settings)
        log_to_terminal()
        asyncio.run(supervise(settings))
    click.echo("Beendet.")


def check_parts(settings: Settings) -> None:
    """Find what is missing before anything is started. Raises UnusableDatabase, MissingTables or CannotServe."""
    with open_current_engine(settings):
        open_tables(settings.german_dir)
    make_parts(settings)
    check_ports(settings)


async def supervise(settings: Settings) -> None:
    """Run the parts until a signal ends them. Raises CannotServe."""
    with open_refitter(settings) as refitter:
        supervisor = Supervisor(
            make_parts(settings),
            var_dir=settings.var_dir,
            environment=make_environment(settings),
            report=_report,
            beside=refitter.run if settings.refit else None,
        )
        click.echo("Gateway, Rasa und Action-Server starten …")
        await supervisor.run(lambda: _say_addresses(settings))


def _report(title: str, seconds: float) -> None:
    click.echo(f"  {title} ist bereit ({format_seconds(seconds)})")


def _say_addresses(settings: Settings) -> None:
    url = gateway_url(settings)
    click.echo(
        f"Der Assistent ist bereit.\n  Demoseite: {url}/\n  Redaktion: {url}/redaktion/\n  Zustand:   {url}/readyz\n"
        "Das erste Konto der Redaktion legt „lotse accounts add“ an. Beenden mit Strg+C."
    )
