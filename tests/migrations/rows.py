"""One valid row of each kind, to be spoilt by the tests of the constraints."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from bot.accounts.models import (
    Account,
    AccountRole,
    AuditEntry,
    Invitation,
    LoginAttempt,
    RecoveryCode,
    StaffSession,
)
from bot.analytics.daily_models import (
    CountedRating,
    CountMark,
    DailyAnswerTime,
    DailyOutcome,
    DailyRating,
    DailyReference,
    DailyTopic,
)
from bot.analytics.miss_models import Miss, MissAction, MissGroup
from bot.contacts.models import Absence, Contact, OfficeHours, Route
from bot.content.models import SeedRecord
from bot.conversations.models import Conversation, Feedback, LiveEvent, Message, Outcome
from bot.faq.models import FaqEntry
from bot.handoff.mail_models import InboundMail, OutboxMail
from bot.handoff.models import (
    Callback,
    CannedText,
    Presence,
    Ticket,
    TicketEvent,
    TicketLink,
    TicketMessage,
    TicketTimer,
)
from bot.offers.importers.models import OfferConflict, OfferImport, OfferOrigin, OfferUpload
from bot.offers.models import FundingProgramme, TrainingOffer
from bot.releases.models import GoldenQuestion, TrainingRun
from bot.revisions.imports.models import Import, ImportRow
from bot.revisions.models import Category, Revision
from bot.subscriptions.models import Subscription, SubscriptionLink, ToldOffer

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)


def faq_entry(**changes: Any) -> FaqEntry:
    """Return a published FAQ entry."""
    values = {"slug": "was", "topic_group": "netzwerk", "question": "Was?", "answer": "Das.", "certainty": "belegt"}
    return FaqEntry(**{**values, "source_title": "Quelle", "source_date": "2023", **changes})


def funding(**changes: Any) -> FundingProgramme:
    """Return a running funding programme."""
    values = {"slug": "zim", "title": "ZIM", "provider": "Bund", "source_date": "2026", "level": "bund"}
    return FundingProgramme(**{**values, "area": "Deutschland", "certainty": "belegt", **changes})


def training(**changes: Any) -> TrainingOffer:
    """Return a training offer without dates."""
    values = {"slug": "kurs", "title": "Kurs", "provider": "Träger", "source_date": "2026"}
    return TrainingOffer(**{**values, **changes})


def contact(**changes: Any) -> Contact:
    """Return a contact."""
    return Contact(**{"slug": "kim", "name": "Kim", "source_title": "Quelle", "source_date": "2023", **changes})


def ticket(**changes: Any) -> Ticket:
    """Return an open ticket that can be reached by e-mail."""
    values = {"case_number": "L-1", "conversation_key": "k", "concern": "Hilfe", "email": "kim@example.org"}
    return Ticket(**{**values, "consent_at": NOON, **changes})


def mail(**changes: Any) -> OutboxMail:
    """Return a mail to be sent."""
    values = {"dedup_key": "ticket-1", "recipient": "kim@example.org", "subject": "Anliegen", "body": "Text"}
    return OutboxMail(**{**values, **changes})


def message(**changes: Any) -> Message:
    """Return the first message of the conversation ``k``."""
    values = {"conversation_key": "k", "position": 1, "public_id": "m_1", "author": "bot", "body": {}}
    return Message(**{**values, **changes})


def every_other_row() -> list[Any]:
    """Return one row of every table that is not content, in an order in which they can be written.

    Those of imports belong to the offer 1.
    """
    return [
        Conversation(key="k"),
        message(id=1),
        Feedback(id=1, message_id=1, rating=1),
        Outcome(conversation_key="k", kind="answer"),
        LiveEvent(channel="k", kind="message"),
        *_rows_of_handoff(),
        mail(),
        MissGroup(id=1),
        Miss(conversation_key="k", position=1, reason="unsure", text="Wo kann ich parken?", group_id=1),
        MissAction(group_id=1, actor="Kim", kind="dismiss"),
        SeedRecord(reference="faq:was", fingerprint="f"),
        Import(id=1, kind="faq", filename="faq.xlsx", author="Kim"),
        ImportRow(import_id=1, number=2, key="was", state="unchanged"),
        *_rows_of_sources(),
        *_rows_of_staff(),
        OfferUpload(source="fdb-csv", filename="programme.csv", content=b"", account_id=1, preview={}),
        *_rows_of_subscriptions(),
        *_rows_of_figures(),
    ]


def _rows_of_handoff() -> list[Any]:
    day = NOON.date()
    return [
        ticket(id=1),
        TicketEvent(ticket_id=1, kind="opened"),
        TicketMessage(ticket_id=1, position=1, author="visitor", channel="chat", text="Hilfe", dedup_key="m_1"),
        TicketTimer(ticket_id=1, kind="reminder", due_at=NOON),
        TicketLink(key="l", ticket_id=1, purpose="reply", expires_at=NOON),
        Callback(ticket_id=1, contact_slug="kim", starts_at=NOON, minutes=30),
        InboundMail(key="m", outcome="unmatched"),
        CannedText(title="Gruß", text="Guten Tag!"),
        Route(area="hochvolt", contact_slug="kim"),
        OfficeHours(contact_slug="kim", weekday=0, opens=540, closes=960),
        Absence(contact_slug="kim", first_day=day, last_day=day),
    ]


def _rows_of_sources() -> list[Any]:
    return [
        OfferImport(id=1, source="fdb-csv", filename="programme.csv", author="Kim", counts={}),
        OfferOrigin(offer_id=1, source="fdb-csv", source_key="zim", fingerprint="f", fields={}, import_id=1),
        OfferConflict(offer_id=1, field="title", incoming=["ZIM neu"], import_id=1),
    ]


def _rows_of_subscriptions() -> list[Any]:
    consent = {"consent_at": NOON, "consent_text": "Ja.", "consent_version": "1"}
    return [
        Subscription(id=1, email="kim@example.org", filters={}, wish_key="w", conditions="online", **consent),
        SubscriptionLink(key="s", subscription_id=1, purpose="confirm", expires_at=NOON),
        ToldOffer(subscription_id=1, reference="weiterbildung:kurs", day=""),
    ]


def _rows_of_staff() -> list[Any]:
    return [
        Account(id=1, email="kim@example.org", name="Kim"),
        AccountRole(account_id=1, role="redaktion"),
        Presence(account_id=1, seen_at=NOON),
        AuditEntry(actor="Kim", action="angemeldet"),
        StaffSession(key="s", account_id=1, csrf_token="t", expires_at=NOON),
        Invitation(key="i", account_id=1, purpose="invite", expires_at=NOON),
        RecoveryCode(key="r", account_id=1),
        LoginAttempt(address_key="a"),
        Category(key="faq:netzwerk"),
        Revision(kind="faq", key="was", number=1, status="draft", data={}, author="Kim"),
        TrainingRun(version="v", status="promoted", content_version=1, content_at=NOON, texts=1, seconds=1.0),
        GoldenQuestion(text="Was?", reference="faq:was"),
    ]


def _rows_of_figures() -> list[Any]:
    day = NOON.date()
    return [
        CountMark(name="tests"),  # those of the figures are there from the start
        CountedRating(feedback_id=1, rating=1),
        DailyAnswerTime(day=day, up_to=100, count=1),
        DailyOutcome(day=day, kind="answer", is_reduced=False, count=1, conversations=1, milliseconds=20),
        DailyRating(day=day, reference="faq:was", good=1, bad=0),
        DailyReference(type="faq", day=day, slug="was", count=1),
        DailyTopic(type="faq", day=day, slug="netzwerk", count=1),
    ]
