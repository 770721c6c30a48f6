"""What happened to a case, in German words."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.handoff.case_queries import ALL, ANSWERED, DONE, LIVE, MINE, WAITING
from bot.handoff.models import TicketEvent
from bot.staff.templates import write_moment

SHELF_NAMES = {
    WAITING: "Wartend",
    MINE: "Meine",
    LIVE: "Im Gespräch",
    ANSWERED: "Beantwortet",
    DONE: "Erledigt",
    ALL: "Alle",
}
EVENT_NAMES = {
    "opened": "Eingegangen",
    "routed": "Zugewiesen",
    "notified": "Zugestellt",
    "claimed": "Übernommen",
    "released": "Für andere freigegeben",
    "replied": "Im Chat geschrieben",
    "answered": "Beantwortet",
    "closed": "Abgeschlossen",
    "resolved": "Erledigt",
    "reopened": "Wieder geöffnet",
    "expired": "Verfallen",
    "added": "Ergänzt",
    "corrected": "Angaben geändert",
    "mail_sent": "Mail verschickt",
    "mail_failed": "Mail nicht zustellbar",
    "mail_empty": "Leere Mail eingegangen",
    "auto_reply": "Automatische Antwort eingegangen",
    "reminded": "Erinnert",
    "escalated": "Weitere Personen erinnert",
    "callback_booked": "Rückruf vereinbart",
    "callback_cancelled": "Rückruf abgesagt",
    "rated": "Bewertet",
    "read": "Geöffnet",
    "harvested": "Für die FAQ genutzt",
    "note": "Notiz",
    "alarm": "Verwaltung alarmiert",
}
ACTOR_NAMES = {"bot": "Lotse", "visitor": "anfragende Person"}
MAIL_NAMES = {"pending": "wartet", "sending": "wird gesendet", "sent": "gesendet", "failed": "nicht zustellbar"}
CHANNEL_NAMES = {"chat": "Chat", "mail": "E-Mail", "link": "Antwortseite", "page": "Redaktion"}


def say_age(since: datetime, now: datetime) -> str:
    """Return how long something has lasted: "seit 5 Minuten"."""
    age = max(now - since, timedelta())
    for unit, one, many in (
        (timedelta(days=1), "seit einem Tag", "seit {} Tagen"),
        (timedelta(hours=1), "seit einer Stunde", "seit {} Stunden"),
        (timedelta(minutes=1), "seit einer Minute", "seit {} Minuten"),
    ):
        count = age // unit
        if count:
            return one if count == 1 else many.format(count)
    return "gerade eben"


def write_note(event: TicketEvent) -> str:
    """Return what is noted about an event; the time of a call as people write it."""
    note = str(event.note)
    if not event.kind.startswith("callback_"):
        return note
    try:
        return write_moment(datetime.fromisoformat(note))
    except ValueError:
        return note
