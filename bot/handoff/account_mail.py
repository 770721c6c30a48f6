"""The mail with a one-time link: to a new member of staff, or to one who needs a new password."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.accounts.invitations import VALID_FOR
from bot.accounts.models import Account
from bot.accounts.secrets import make_key
from bot.addresses import public_url
from bot.handoff.mail_models import OutboxMail
from bot.handoff.outbox import queue_mail
from bot.handoff.plain_text import tidy_line
from bot.settings import Settings

INVITATION = """\
Guten Tag {name},

für Sie wurde ein Konto in der Redaktion des TRegKS-Lotsen angelegt. Der Lotse
beantwortet auf der Website Fragen von Unternehmen; in der Redaktion pflegen Sie,
was er sagt.

Bitte öffnen Sie diesen Link und wählen Sie ein Passwort:

{link}

{rules}

Ihre Adresse zum Anmelden ist {email}.

Haben Sie diese Mail nicht erwartet, dann löschen Sie sie bitte.
"""
RESET = """\
Guten Tag {name},

mit diesem Link wählen Sie ein neues Passwort für die Redaktion des TRegKS-Lotsen:

{link}

{rules}

Haben Sie kein neues Passwort gewünscht, dann löschen Sie diese Mail bitte und
sagen Sie Ihrer Verwaltung Bescheid. Ihr bisheriges Passwort gilt weiter.
"""
RULES = "Der Link gilt {hours} Stunden und nur einmal. Geben Sie ihn nicht weiter."


def write_link(settings: Settings, token: str) -> str:
    """Return the address that a link is sent as."""
    return f"{public_url(settings)}/redaktion/einladung/{token}"


def queue_link(session: Session, settings: Settings, account: Account, token: str) -> None:
    """Write the mail with a link into the outbox, in place of those with links that it replaces."""
    forget_links(session, account.id)
    is_new = not account.password_hash
    body = (INVITATION if is_new else RESET).format(
        name=tidy_line(account.name),
        email=account.email,
        link=write_link(settings, token),
        rules=RULES.format(hours=int(VALID_FOR.total_seconds() // 3600)),
    )
    queue_mail(
        session,
        dedup_key=f"{_key_of(account.id)}{make_key(token)[:32]}",
        recipient=account.email,
        subject="Ihr Zugang zur Redaktion des TRegKS-Lotsen" if is_new else "Neues Passwort für den TRegKS-Lotsen",
        body=body,
    )


def forget_links(session: Session, account_id: int) -> None:
    """Delete the mails with links for an account, sent or not: their text is a key as long as the link is valid."""
    of_account = delete(OutboxMail).where(OutboxMail.dedup_key.startswith(_key_of(account_id), autoescape=True))
    session.execute(of_account.execution_options(synchronize_session=False))


def _key_of(account_id: int) -> str:
    return f"konto-{account_id}-"
