"""``lotse widget``: the line that puts the chat into a website."""

from __future__ import annotations

from dataclasses import replace

import click

from bot.addresses import public_url
from bot.cli.configuration import read_configuration
from bot.cli.errors import german_errors
from bot.web.widget_bundle import ENTRY, build_bundle


@click.command()
@click.option("--server", help="Adresse des Gateways (sonst LOTSE_PUBLIC_URL).")
def widget(server: str | None) -> None:
    """Die Zeile zeigen, die den Chat in eine Website einbindet: mit Prüfsumme für genau diese Fassung, und ohne.

    \b
    Beispiel: lotse widget --server https://lotse.example.org
    """
    with german_errors():
        settings = read_configuration()
    base = public_url(replace(settings, public_url=server) if server else settings)
    bundle = build_bundle()
    fixed = f'src="{base}/widget/{bundle.versioned_name}" integrity="{bundle.integrity}" crossorigin="anonymous"'
    click.echo("Genau diese Fassung, vom Browser geprüft (nach einer Aktualisierung die neue Zeile einsetzen):")
    click.echo(f'<script type="module" {fixed}></script>\n')
    click.echo("Immer die neueste Fassung:")
    click.echo(f'<script type="module" src="{base}/widget/{ENTRY}"></script>\n')
    click.echo(f"Größe: {_number(len(bundle.body))} Bytes, über die Leitung {_number(bundle.wire_size)} Bytes (gzip).")
    click.echo(f"{base}/einbinden zeigt alle Einstellungen und eine Vorschau.")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
