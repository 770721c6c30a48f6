"""Tell the writer of a mail what did not get through: only whom we know, and about each ticket once a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from bot.handoff.inbound.incoming_mail import IncomingMail
from bot.handoff.inbound.matching import Match, find_name
from bot.handoff.outbox import queue_mail


@dataclass(frozen=True)
class Notice:
    """Why a mail is answered: its name within keys, the subject, and what the writer can do about it."""

    name: str
    subject: str
    text: str


UNMATCHED = Notice(
    "offen",
    "Ihre Mail ließ sich nicht zuordnen",
    "Ihre Mail gehört zu keinem Vorgang, den wir kennen; sie wurde an niemanden weitergegeben. Bitte antworten Sie"
    " direkt auf eine unserer Mails oder nutzen Sie den Link darin.",
)
EMPTY = Notice(
    "leer",
    "Ihre Mail war für uns leer",
    "In Ihrer Mail haben wir außer Zitat und Signatur keinen lesbaren Text gefunden; sie wurde nicht weitergegeben."
    " Verschlüsselte Mails können wir nicht öffnen. Bitte schreiben Sie noch einmal oder nutzen Sie den Link in"
    " unserer Mail.",
)
ATTACHMENTS = Notice(
    "anhang",
    "Anhänge wurden nicht weitergegeben",
    "Den Text Ihrer Mail haben wir weitergegeben, die Anhänge nicht. Bitte schicken Sie diese direkt"
    " an die andere Person.",
)
CUT = Notice(
    "lang",
    "Ihre Mail wurde gekürzt",
    "Ihre Mail war sehr lang. Weitergegeben wurde nur ihr Anfang.",
)


def queue_notice(
    session: Session, mail: IncomingMail, notice: Notice, *, now: datetime, match: Match | None = None
) -> None:
    """Answer a mail with a notice, unless a stranger wrote it. The caller commits."""
    if match is None and not find_name(session, mail.sender):
        return
    writer = sha256(mail.sender.encode()).hexdigest()[:24]
    about = f"zu {match.ticket.case_number}" if match else "an den TRegKS-Lotsen"
    queue_mail(
        session,
        dedup_key=f"hinweis-{notice.name}-{match.ticket.id if match else 0}-{writer}-{now:%Y%m%d}",
        audience="visitor" if match and match.is_from_visitor else "staff",
        recipient=mail.sender,
        subject=f"{notice.subject} ({match.ticket.case_number})" if match else notice.subject,
        body=f"Guten Tag,\n\nSie haben eine Mail {about} geschickt: „{mail.subject}“.\n\n{notice.text}\n",
        ticket_id=match.ticket.id if match else None,
    )
