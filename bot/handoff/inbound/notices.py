"""Tell the writer of a mail what did not get through: only whom we know, and about each ticket once a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from bot.handoff.inbound.incoming_mail import IncomingMail
from bot.handoff.inbound.matching import Match, find_name
from bot.handoff.letter import Lead, Letter, Paragraph, Quote
from bot.handoff.outbox import queue_mail
from bot.handoff.posting import post_to_staff, post_to_visitor
from bot.local_time import local_day
from bot.settings import Settings

FOOT = "Diese Mail hat der TRegKS-Lotse automatisch erstellt, weil eine Mail von Ihnen nicht ganz angekommen ist."


@dataclass(frozen=True)
class Notice:
    """Why a mail is answered: its name within keys, the subject, and what the writer can do about it."""

    name: str
    subject: str
    text: str


UNMATCHED = Notice(
    "offen",
    "Ihre Mail ließ sich nicht zuordnen",
    "Sie gehört zu keinem Vorgang, den wir kennen, und wurde an niemanden weitergegeben. Bitte antworten Sie"
    " direkt auf eine unserer Mails oder nutzen Sie den Link darin.",
)
EMPTY = Notice(
    "leer",
    "Ihre Mail war für uns leer",
    "Außer Zitat und Signatur haben wir darin keinen lesbaren Text gefunden; sie wurde nicht weitergegeben."
    " Verschlüsselte Mails können wir nicht öffnen. Bitte schreiben Sie noch einmal oder nutzen Sie den Link in"
    " unserer Mail.",
)
ATTACHMENTS = Notice(
    "anhang",
    "Anhänge wurden nicht weitergegeben",
    "Ihren Text haben wir weitergegeben, die Anhänge nicht. Bitte schicken Sie diese direkt an die andere Person.",
)
CUT = Notice(
    "lang",
    "Ihre Mail wurde gekürzt",
    "Sie war sehr lang; weitergegeben wurde nur ihr Anfang.",
)


def queue_notice(
    session: Session,
    settings: Settings,
    mail: IncomingMail,
    notice: Notice,
    *,
    now: datetime,
    match: Match | None = None,
) -> None:
    """Answer a mail with a notice, unless a stranger wrote it. The caller commits."""
    writer = sha256(mail.sender.encode()).hexdigest()[:24]
    key = f"hinweis-{notice.name}-{match.ticket.id if match else 0}-{writer}-{local_day(now)}"
    letter = write_notice(notice, mail.subject, match.ticket.case_number if match else "")
    if match is None:
        if find_name(session, mail.sender):
            body, html = letter.write_text(), letter.write_html()
            queue_mail(session, dedup_key=key, recipient=mail.sender, subject=letter.subject, body=body, html=html)
    elif match.is_from_visitor:
        post_to_visitor(session, settings, match.ticket, letter, key=key, now=now)
    else:
        post_to_staff(session, settings, match.ticket, letter, recipient=mail.sender, key=key, now=now)


def write_notice(notice: Notice, subject: str, case_number: str) -> Letter:
    """Return the mail; ``subject`` is that of the mail it is about, ``case_number`` empty where it has none."""
    about = f" zur Anfrage {case_number}" if case_number else ""
    blocks = (
        Lead(f"{notice.subject}."),
        Paragraph(f"Guten Tag,\n\nSie haben uns eine Mail{about} geschickt. {notice.text}"),
        Quote("Betreff Ihrer Mail", subject),
    )
    return Letter(f"{notice.subject} ({case_number})" if case_number else notice.subject, blocks, FOOT)
