"""Export and import of sheets from the terminal, the same for every kind of content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.login import find_account
from bot.accounts.roles import ADMINISTRATOR, EDITOR
from bot.accounts.sessions import AccountView, view_account
from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import UserError, german_errors
from bot.content.kinds import Kind
from bot.content.sheets.forms import FORMS
from bot.content.sheets.tables import UnreadableSheet
from bot.content.sheets.writing import TooLongForExcel
from bot.db import make_session_factory, utc_now
from bot.revisions.imports.exporting import export_lines
from bot.revisions.imports.models import CHANGED, CONFLICT, NEW, REFUSED, REJECTED, UNCHANGED, Import, ImportRow
from bot.revisions.imports.queries import count_absent, count_outcomes, count_states
from bot.revisions.imports.running import run_import
from bot.revisions.imports.storing import store_import

STATES = {
    NEW: "neu",
    CHANGED: "geändert",
    UNCHANGED: "unverändert",
    CONFLICT: "zu entscheiden",
    REJECTED: "abgelehnt",
}
OUTCOMES = {"published": "veröffentlicht", "handed_in": "zur Freigabe gegeben", REFUSED: "nicht übernommen"}

file_argument = click.argument("file", metavar="DATEI", type=click.Path(path_type=Path))
dry_run_option = click.option("--dry-run", is_flag=True, help="Nur zeigen, was sich ändern würde")
account_option = click.option("--account", metavar="E-MAIL", help="Konto, unter dessen Namen geändert wird")


def export_file(kind: Kind, path: Path) -> None:
    """Write all records of a kind into a file; the ending says in which format. Raises UserError."""
    form = FORMS.get(path.suffix.casefold().removeprefix("."))
    if form is None:
        raise UserError(f"„{path}“ muss auf .xlsx, .csv oder .json enden.")
    with _open_database(TooLongForExcel) as factory, factory() as session:
        lines = export_lines(session, kind)
        content = form.write(kind, lines)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UserError(f"Die Datei „{path}“ lässt sich nicht schreiben: {error.strerror}.") from None
    click.echo(f"{kind.title}: {len(lines)} Einträge stehen in {path}.")


def import_file(kind: Kind, path: Path, *, dry_run: bool, account: str | None) -> None:
    """Read a file and take its new and changed rows; conflicts are left to the back office. Raises UserError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"Die Datei „{path}“ lässt sich nicht lesen: {error.strerror}.") from None
    with _open_database(UnreadableSheet) as factory, factory() as session:
        actor = _find_actor(session, account)
        found = store_import(session, kind, content, path.name, actor=actor, now=utc_now())
        _report_states(session, found)
        if dry_run:
            session.rollback()
            click.echo("Es wurde nichts geändert (--dry-run).")
            return
        session.commit()
        while run_import(session, found, actor=actor, now=utc_now()):
            session.commit()
        session.commit()
        _report_outcomes(session, found)


def _find_actor(session: Session, email: str | None) -> AccountView:
    """Return who imports: an account, or whoever sits at the terminal of the server, under that name."""
    if email is None:
        roles = frozenset({EDITOR, ADMINISTRATOR})
        return AccountView(None, "Terminal", "", "", roles)  # type: ignore[arg-type]  # only the name is kept
    account = find_account(session, email)
    if account is None or not account.is_active:
        raise UserError(f"Zu {email} gibt es kein aktives Konto. „lotse accounts list“ zeigt alle.")
    return view_account(account)


def _report_states(session: Session, found: Import) -> None:
    for note in found.notes:
        click.echo(note)
    counts = count_states(session, found)
    click.echo(", ".join(f"{counts.get(state, 0)} {word}" for state, word in STATES.items()) + ".")
    absent = count_absent(session, found)
    if absent:
        click.echo(f"{absent} Einträge stehen nicht in der Datei und bleiben, wie sie sind.")
    for row in session.scalars(_rows(found, ImportRow.state.in_((REJECTED, CONFLICT)))):
        for problem in row.problems or [f"Zeile {row.number}: {row.note}"]:
            click.echo(f"  {problem}")


def _report_outcomes(session: Session, found: Import) -> None:
    counts = count_outcomes(session, found)
    done = ", ".join(f"{counts[outcome]} {word}" for outcome, word in OUTCOMES.items() if counts.get(outcome))
    click.echo(f"Fertig: {done or 'nichts zu übernehmen'}.")
    for row in session.scalars(_rows(found, ImportRow.outcome == REFUSED)):
        click.echo(f"  Zeile {row.number}: {row.message}")
    if counts:
        click.echo(f"Zurücknehmen lässt sich der Import in der Redaktion unter „Excel und CSV“ (Nummer {found.id}).")


def _rows(found: Import, condition: object):  # type: ignore[no-untyped-def]  # SQLAlchemy 1.4 comes without types
    return select(ImportRow).where(ImportRow.import_id == found.id, condition).order_by(ImportRow.number)


@contextmanager
def _open_database(*refusals: type[Exception]) -> Iterator[sessionmaker]:
    with german_errors(UnusableDatabase, *refusals), open_current_engine(read_configuration()) as engine:
        yield make_session_factory(engine)
