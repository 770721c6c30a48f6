"""What a visitor is told about waiting: only what is known to be true."""

from __future__ import annotations

from datetime import datetime

from bot.handoff.hours import OfficeHours
from bot.handoff.hours_words import say_clock, say_hours, say_when
from bot.local_time import local_time
from bot.search.sentences import sentence


def promise(hours: OfficeHours, *, is_somebody_there: bool, now: datetime) -> str:
    """Return one sentence on when an answer can be expected.

    Somebody who takes live conversations now outweighs any hours; without hours in the database nothing is claimed.
    """
    if is_somebody_there:
        return sentence("warten.jemand_da")
    if not hours.is_known:
        return sentence("warten.unbekannt")
    closes_at = hours.closes_at(now)
    if closes_at is not None:
        at = local_time(closes_at)
        return sentence("warten.geoeffnet", bis=f"{say_clock(at.hour * 60 + at.minute)} Uhr")
    opening = hours.next_opening(now)
    if opening is None:
        return sentence("warten.unbekannt")
    return sentence("warten.geschlossen", wann=say_when(opening, now), zeiten=say_hours(hours))
