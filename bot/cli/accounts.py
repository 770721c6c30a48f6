"""``lotse accounts``: accounts of the back office from the terminal; the first one can only be made here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from bot.accounts.invitations import VALID_FOR, make_invitation
from bot.accounts.login import find_account
from bot.accounts.models import Account
from bot.accounts.register import (
    AccountData,
    InvalidAccount,
    LastAdministrator,
    create_account,
    deactivate_account,
    has_accounts,
    list_accounts,
    read_data,
    role_titles,
)
from bot.accounts.roles import ADMINISTRATOR, ROLES
from bot.accounts.second_factor import switch_off
from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import UserError, german_errors
from bot.db import make_session_factory, utc_now
from bot.handoff.account_mail import forget_links, queue_link, write_link
from bot.handoff.plain_text import tidy_line
from bot.settings import Settings


@click.group()
def accounts() -> None:
    """Konten der Redaktion anlegen und abschalten.

    \b
    Beispiel: lotse accounts add erika@example.org --name "Erika Beispiel" --role verwaltung
    """


@accounts.command()
@click.argument("email")
@click.option("--name", required=True, help="Vor- und Nachname")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(list(ROLES)), help="Rolle; mehrfach möglich"
)
@click.option("--organisation", default="", help="Organisation, wie sie bei Zuständigkeiten steht")
def add(email: str, name: str, roles: tuple[str, ...], organisation: str) -> None:
    """Ein Konto anlegen und dazu einladen, per Mail und mit dem Link, der hier erscheint.

    \b
    Beispiel: lotse accounts add erika@example.org --name "Erika Beispiel" --role redaktion --role verwaltung
    """
    data = AccountData(tidy_line(name), tidy_line(organisation), frozenset(roles))
    with _open_accounts(InvalidAccount) as (session, settings):
        if not has_accounts(session) and ADMINISTRATOR not in roles:
            raise UserError("Das erste Konto braucht die Rolle verwaltung, sonst kann niemand weitere anlegen.")
        account = create_account(session, None, email=email, data=data)
        token = make_invitation(session, account, now=utc_now())
        queue_link(session, settings, account, token)
        click.echo(f"Das Konto {account.email} ist angelegt ({', '.join(role_titles(roles))}).")
        _show_link(settings, token)
        click.echo("Die Einladung geht auch per Mail hinaus, sobald der Lotse läuft.")


@accounts.command("list")
def list_all() -> None:
    """Alle Konten mit ihren Rollen zeigen.

    \b
    Beispiel: lotse accounts list
    """
    with _open_accounts() as (session, _settings):
        found = list_accounts(session)
        if not found:
            click.echo("Es gibt noch kein Konto. Das erste legen Sie mit „lotse accounts add“ an.")
        for account in found:
            roles = ", ".join(role_titles(read_data(account).roles))
            click.echo(f"{account.email}  {account.name}  {account.organisation or '–'}  {roles}  {_state(account)}")


@accounts.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Ein Konto abschalten und seine Anmeldungen beenden.

    \b
    Beispiel: lotse accounts deactivate erika@example.org
    """
    with _open_accounts(LastAdministrator) as (session, _settings):
        account = _find(session, email)
        deactivate_account(session, None, account)
        forget_links(session, account.id)
        click.echo(f"Das Konto {account.email} ist abgeschaltet.")


@accounts.command()
@click.argument("email")
@click.option("--reset-second-factor", is_flag=True, help="Auch den zweiten Faktor abschalten")
def link(email: str, reset_second_factor: bool) -> None:
    """Einen neuen Link zeigen, mit dem sich ein Passwort wählen lässt; ältere Links gelten dann nicht mehr.

    \b
    Beispiel: lotse accounts link erika@example.org
    """
    with _open_accounts() as (session, settings):
        account = _find(session, email)
        if not account.is_active:
            raise UserError(f"Das Konto {account.email} ist abgeschaltet.")
        if reset_second_factor:
            switch_off(session, None, account)
        forget_links(session, account.id)
        _show_link(settings, make_invitation(session, account, now=utc_now()))


@contextmanager
def _open_accounts(*refusals: type[Exception]) -> Iterator[tuple[Session, Settings]]:
    """Open a transaction that is committed when the block ends; refusals become one sentence."""
    with german_errors(UnusableDatabase, *refusals):
        settings = read_configuration()
        with open_current_engine(settings) as engine, make_session_factory(engine).begin() as session:
            yield session, settings


def _find(session: Session, email: str) -> Account:
    account = find_account(session, email)
    if account is None:
        raise UserError(f"Zu {email} gibt es kein Konto. „lotse accounts list“ zeigt alle.")
    return account


def _show_link(settings: Settings, token: str) -> None:
    hours = int(VALID_FOR.total_seconds() // 3600)
    click.echo(f"Dieser Link gilt {hours} Stunden und nur einmal:\n\n  {write_link(settings, token)}\n")


def _state(account: Account) -> str:
    if not account.is_active:
        return "abgeschaltet"
    return "aktiv" if account.password_hash else "eingeladen"
