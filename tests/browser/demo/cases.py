"""Concerns in the handbook: one that waits, one that is answered, one whose mail did not get through."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversations.models import Conversation
from bot.conversations.transcript import TranscriptLine
from bot.handoff.dossier import Dossier
from bot.handoff.mail_models import OutboxMail
from bot.handoff.models import Ticket
from bot.handoff.request import HandoffRequest
from bot.handoff.thread import add_from_visitor, deliver_reply
from bot.handoff.tickets import open_ticket
from bot.settings import Settings
from tests.browser.demo.clock import ago

SETTINGS = Settings()
PRESS = HandoffRequest(
    conversation_key="d" * 64,
    reason="misses",
    concern="Wir möchten eine neue Presse kaufen, die weniger Strom braucht. Welche Förderung passt zu uns?",
    name="Jürgen Beispiel",
    email="juergen@example.org",
    phone="+49 561 123456",
    company="Beispiel Umformtechnik GmbH",
    consent_at=datetime.min,
    areas=("foerderung",),
    dossier=Dossier(
        questions=("Gibt es Geld für neue Maschinen?", "Auch wenn wir schon bestellt haben?"),
        missed=("Auch wenn wir schon bestellt haben?",),
        answers=("Welche Förderung gibt es für Investitionen?",),
        offers=("Energie- und Ressourceneffizienz in der Wirtschaft",),
        filters=(("Thema", "Energieeffizienz"),),
        page="https://www.example.org/transformationsnetzwerk",
    ),
)
SUCCESSION = HandoffRequest(
    "e" * 64,
    "asked",
    "Wer kann uns zur Nachfolge beraten?",
    "Sabine Beispiel",
    "sabine@example.org",
    "",
    "",
    datetime.min,
)
COURSE = replace(
    SUCCESSION,
    conversation_key="f" * 64,
    concern="Wir suchen einen Kurs für sechs Leute bei uns im Haus.",
    name="Ali Beispiel",
    email="ali@example.org",
)


def add_cases(session: Session) -> None:
    """Hand three concerns over; the caller commits."""
    with ago(hours=26) as now:
        press = _open(session, PRESS, now)
    with ago(hours=5) as now:
        succession, course = (_open(session, request, now) for request in (SUCCESSION, COURSE))
    with ago(hours=2) as now:
        more = "Die Presse ist noch nicht bestellt, ein Angebot liegt vor."
        add_from_visitor(session, SETTINGS, press.id, more, channel="page", dedup_key="demo-1", now=now)
    with ago(hours=1) as now:
        text = "Guten Tag, die IHK hat dafür eine eigene Sprechstunde. Ich stelle gern den Kontakt her."
        sent = {"sender_name": "Erika Beispiel", "channel": "page", "dedup_key": "demo-2"}
        deliver_reply(session, SETTINGS, succession.id, text, now=now, **sent)
    _give_up_a_mail(session, course)


def _open(session: Session, request: HandoffRequest, now: datetime) -> Ticket:
    session.add(Conversation(key=request.conversation_key, state="bot"))
    session.flush()
    lines = (TranscriptLine("visitor", "Gibt es Geld für neue Maschinen?", now), TranscriptLine("bot", "Ja.", now))
    return open_ticket(session, replace(request, consent_at=now, transcript=lines), SETTINGS, now=now)


def _give_up_a_mail(session: Session, ticket: Ticket) -> None:
    mail = session.query(OutboxMail).filter_by(ticket_id=ticket.id, audience="visitor").first()
    mail.status, mail.attempts = "failed", 6
    mail.last_error = "550 5.1.1 Diese Adresse gibt es hier nicht"
