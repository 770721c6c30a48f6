"""Who receives hand-offs in the handbook, when they can be reached, and what they write again and again."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from bot.contacts.duty import save_duty
from bot.contacts.leave import OFFICE, add_absence
from bot.contacts.rules import save_rule
from bot.contacts.weekly import save_weekly
from bot.handoff.canned_texts import save_canned_text
from bot.topics.offering import save_offering
from tests.browser.demo.clock import TODAY

LEAD, CENTRE = "michael-wieners", "wfg-zentrale"
MORNING, AFTERNOON = (9 * 60, 12 * 60), (13 * 60, 16 * 60)
TEXTS = {
    "Begrüßung": "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Ich kümmere mich darum und melde mich bei Ihnen.",
    "Termin vorschlagen": "Gern sprechen wir persönlich darüber. Wann passt es Ihnen am besten?",
}


def add_duty(session: Session) -> None:
    """Let two contacts take turns; the caller commits."""
    save_duty(session, CENTRE, takes_handoffs=True, deputy_slug="")
    save_duty(session, LEAD, takes_handoffs=True, deputy_slug=CENTRE)
    save_rule(session, "gruendung-nachfolge", CENTRE)
    save_offering(session, "gruendung-nachfolge", offers_person=True)
    workdays = [(weekday, *span) for weekday in range(4) for span in (MORNING, AFTERNOON)]
    save_weekly(session, LEAD, [*workdays, (4, *MORNING)])
    add_absence(session, LEAD, date(2026, 11, 23), date(2026, 11, 27), note="Urlaub", today=TODAY)
    add_absence(session, OFFICE, date(2026, 12, 24), date(2027, 1, 3), note="Betriebsferien", today=TODAY)
    for title, text in TEXTS.items():
        save_canned_text(session, None, title, text)
