"""The register of accounts: new ones, changed ones, closed ones; somebody can always administer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session, selectinload

from bot.accounts.audit import record_audit
from bot.accounts.invitations import revoke_invitations
from bot.accounts.lockout import unlock
from bot.accounts.login import find_account, normalize_email
from bot.accounts.models import Account, AccountRole
from bot.accounts.roles import ADMINISTRATOR, ROLES
from bot.accounts.sessions import AccountView, close_all_sessions

LONGEST_TEXT = 200
LAST_ADMINISTRATOR = (
    "Dies ist das letzte aktive Konto mit der Rolle Verwaltung. Geben Sie die Rolle zuerst einem anderen Konto."
)


class InvalidAccount(Exception):
    """An account cannot be as it was entered; ``problems`` has a German sentence for each field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class LastAdministrator(Exception):
    """Nobody could administer accounts any more; the message is a German sentence."""

    def __init__(self) -> None:
        super().__init__(LAST_ADMINISTRATOR)


@dataclass(frozen=True)
class AccountData:
    """What is entered about an account: single lines, roles by their keys."""

    name: str
    organisation: str = ""
    roles: frozenset[str] = frozenset()


def list_accounts(session: Session) -> list[Account]:
    """Return all accounts, active ones first, by name."""
    everybody = select(Account).options(selectinload(Account.roles))
    return list(session.scalars(everybody.order_by(Account.is_active.desc(), Account.name, Account.id)))


def list_organisations(session: Session) -> list[str]:
    """Return the organisations that accounts belong to."""
    named = select(Account.organisation).where(Account.organisation != "").distinct()
    return list(session.scalars(named.order_by(Account.organisation)))


def create_account(session: Session, actor: AccountView | None, *, email: str, data: AccountData) -> Account:
    """Make an account that waits for its password. Raises InvalidAccount."""
    problems = check_email(email) | check_data(data)
    if "email" not in problems and find_account(session, email) is not None:
        problems["email"] = "Zu dieser Adresse gibt es schon ein Konto."
    if problems:
        raise InvalidAccount(problems)
    account = Account(email=normalize_email(email), password_hash="", totp_secret="", failed_logins=0)
    _fill(account, data)
    session.add(account)
    session.flush()
    record_audit(session, actor, "Konto angelegt", f"konto:{account.email}", describe(data))
    return account


def change_account(
    session: Session, actor: AccountView | None, account: Account, data: AccountData, *, except_key: str = ""
) -> bool:
    """Write what was entered and end the account's log-ins but one; False where it is as before.

    Raises InvalidAccount, LastAdministrator.
    """
    problems = check_data(data)
    if problems:
        raise InvalidAccount(problems)
    before = read_data(account)
    if data == before:
        return False
    if ADMINISTRATOR not in data.roles:
        keep_an_administrator(session, account)
    _fill(account, data)
    close_all_sessions(session, account.id, except_key=except_key)
    detail = f"vorher: {describe(before)}; jetzt: {describe(data)}"
    record_audit(session, actor, "Konto geändert", f"konto:{account.email}", detail)
    return True


def deactivate_account(session: Session, actor: AccountView | None, account: Account) -> None:
    """Close an account: nobody logs in with it, its links and log-ins end. Raises LastAdministrator."""
    keep_an_administrator(session, account)
    account.is_active = False
    close_all_sessions(session, account.id)
    revoke_invitations(session, account.id)
    record_audit(session, actor, "Konto abgeschaltet", f"konto:{account.email}")


def reactivate_account(session: Session, actor: AccountView | None, account: Account) -> None:
    """Open a closed account again."""
    account.is_active = True
    unlock(account)
    record_audit(session, actor, "Konto wieder eingeschaltet", f"konto:{account.email}")


def keep_an_administrator(session: Session, account: Account) -> None:
    """Refuse to lose an account where it is the last that can administer. Raises LastAdministrator.

    Only accounts with a password count: an invitation may never be accepted.
    """
    administrators = Account.id.in_(select(AccountRole.account_id).where(AccountRole.role == ADMINISTRATOR))
    is_able = and_(administrators, Account.is_active.is_(True), Account.password_hash != "")
    # Written to be locked, on every database: two administrators must not remove each other at once.
    touched = update(Account).where(is_able).values(is_active=Account.is_active)
    session.execute(touched.execution_options(synchronize_session=False))
    if session.scalars(select(Account.id).where(is_able)).all() == [account.id]:
        raise LastAdministrator


def has_accounts(session: Session) -> bool:
    """Tell whether there is any account yet."""
    return bool(session.scalar(select(func.count()).select_from(Account)))


def read_data(account: Account) -> AccountData:
    """Return an account as it would be entered."""
    return AccountData(account.name, account.organisation, frozenset(role.role for role in account.roles))


def check_email(email: str) -> dict[str, str]:
    """Return what is wrong with an address, by field."""
    try:
        validate_email(normalize_email(email), check_deliverability=False)
    except EmailNotValidError:
        return {"email": "Das ist keine E-Mail-Adresse. Ein Beispiel: erika.beispiel@example.org"}
    return {}


def check_data(data: AccountData) -> dict[str, str]:
    """Return what is wrong with an entry, by field."""
    problems = {}
    if not data.name:
        problems["name"] = "Bitte geben Sie einen Namen an."
    for field, value in (("name", data.name), ("organisation", data.organisation)):
        if len(value) > LONGEST_TEXT:
            problems[field] = f"Bitte höchstens {LONGEST_TEXT} Zeichen."
    if not data.roles or not data.roles <= set(ROLES):
        problems["roles"] = "Bitte wählen Sie mindestens eine Rolle."
    return problems


def describe(data: AccountData) -> str:
    """Return an entry in one line."""
    return f"{data.name}, {data.organisation or 'ohne Organisation'}, {', '.join(role_titles(data.roles))}"


def role_titles(roles: Iterable[str]) -> list[str]:
    """Return the titles of roles, in the order in which they are explained."""
    chosen = set(roles)
    return [role.title for key, role in ROLES.items() if key in chosen]


def _fill(account: Account, data: AccountData) -> None:
    account.name, account.organisation = data.name, data.organisation
    kept = {role.role: role for role in account.roles}
    account.roles = [kept.get(role) or AccountRole(role=role) for role in sorted(data.roles)]
