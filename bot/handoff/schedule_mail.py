"""The mail to an author whose text could not be published at its time."""

from __future__ import annotations

from urllib.parse import quote

from sqlalchemy.orm import Session

from bot.accounts.models import Account
from bot.addresses import public_url
from bot.handoff.outbox import queue_mail
from bot.handoff.plain_text import shorten, tidy_line
from bot.revisions.models import Revision
from bot.settings import Settings

LONGEST_TITLE = 150

MAIL = """\
Guten Tag {name},

Ihr Text „{title}“ sollte zu einem festen Zeitpunkt veröffentlicht werden. Das
hat nicht geklappt:

{reason}

Der Text ist wieder ein Entwurf und nicht verloren. Bitte sehen Sie ihn an und
veröffentlichen Sie ihn neu:

{link}
"""


def queue_failure(session: Session, settings: Settings, revision: Revision, reason: str) -> bool:
    """Write the mail into the outbox; False where the author has no account any more."""
    author = session.get(Account, revision.author_id) if revision.author_id else None
    if author is None or not author.is_active:
        return False
    return queue_mail(
        session,
        dedup_key=f"termin-{revision.id}-{revision.edit_count}",
        recipient=author.email,
        subject="TRegKS-Lotse: Ihr Text wurde nicht veröffentlicht",
        body=MAIL.format(
            name=tidy_line(author.name),
            title=shorten(revision.title, LONGEST_TITLE),
            reason=reason,
            link=f"{public_url(settings)}/redaktion/inhalte/{revision.kind}/entwurf/{quote(revision.key)}",
        ),
    )
