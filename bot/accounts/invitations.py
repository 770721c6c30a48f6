"""One-time links to choose a password: for a new account, or for one whose password is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.accounts.audit import record_audit
from bot.accounts.lockout import unlock
from bot.accounts.login import Login, let_in
from bot.accounts.models import Account, Invitation
from bot.accounts.passwords import check_strength, hash_password
from bot.accounts.secrets import make_key, make_token
from bot.accounts.sessions import close_all_sessions, view_account

VALID_FOR = timedelta(hours=72)

UNKNOWN = "Diesen Link gibt es nicht oder nicht mehr. Bitte prüfen Sie, ob Sie ihn vollständig übernommen haben."
USED = "Dieser Link wurde schon benutzt. Jeder Link gilt nur einmal; melden Sie sich mit Ihrem Passwort an."
EXPIRED = "Dieser Link ist abgelaufen. Ihre Verwaltung schickt Ihnen gern einen neuen."
CLOSED = "Dieses Konto ist zurzeit abgeschaltet. Fragen Sie bitte Ihre Verwaltung."


class UnusableLink(Exception):
    """A link opens nothing; the message is a German sentence that says what to do."""


@dataclass(frozen=True)
class OpenLink:
    """A link that may be used, and whose it is; ``is_new`` tells an invitation from a new password."""

    key: str
    account_id: int
    name: str
    email: str
    is_new: bool


def make_invitation(session: Session, account: Account, *, now: datetime) -> str:
    """Return the token of a new link; earlier links of the account end."""
    revoke_invitations(session, account.id)
    token = make_token()
    session.add(
        Invitation(
            key=make_key(token),
            account_id=account.id,
            purpose="reset" if account.password_hash else "invite",
            created_at=now,
            expires_at=now + VALID_FOR,
        )
    )
    return token


def revoke_invitations(session: Session, account_id: int) -> bool:
    """End the links of an account that nobody has used; False where there were none."""
    unused = delete(Invitation).where(Invitation.account_id == account_id, Invitation.used_at.is_(None))
    return bool(session.execute(unused.execution_options(synchronize_session=False)).rowcount)


def find_link(session: Session, token: str, *, now: datetime) -> OpenLink:
    """Return the link of a token. Raises UnusableLink."""
    statement = (
        select(Invitation, Account)
        .join(Account, Account.id == Invitation.account_id)
        .where(Invitation.key == make_key(token))
    )
    found = session.execute(statement).first()
    if found is None:
        raise UnusableLink(UNKNOWN)
    link, account = found
    if link.used_at is not None:
        raise UnusableLink(USED)
    if now >= link.expires_at:
        raise UnusableLink(EXPIRED)
    if not account.is_active:
        raise UnusableLink(CLOSED)
    return OpenLink(link.key, account.id, account.name, account.email, link.purpose == "invite")


def find_open_links(session: Session, *, now: datetime) -> dict[int, datetime]:
    """Return until when each account's unused link is valid."""
    is_open = (Invitation.used_at.is_(None), Invitation.expires_at > now)
    return dict(session.execute(select(Invitation.account_id, Invitation.expires_at).where(*is_open)).all())


def accept_link(session: Session, link: OpenLink, *, password: str, now: datetime) -> Login:
    """Use a link: set the password, end all log-ins of the account and open a new one.

    Raises WeakPassword, and UnusableLink where somebody was faster.
    """
    check_strength(password, about=f"{link.name} {link.email}")
    password_hash = hash_password(password)
    taken = session.execute(
        update(Invitation)
        .where(Invitation.key == link.key, Invitation.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount == 0:
        raise UnusableLink(USED)
    account = session.get(Account, link.account_id)
    account.password_hash = password_hash
    unlock(account)
    close_all_sessions(session, account.id)
    action = "Einladung angenommen" if link.is_new else "Passwort neu gesetzt"
    record_audit(session, view_account(account), action, f"konto:{account.email}")
    return let_in(session, account, now=now)
