"""What a simulation plays: how much of it, and what each visitor is like; the same seed draws the same."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.local_time import KASSEL, local_day

NIGHT, NIGHTLY = 10, 0.45  # hours of a long jump; the share of them that ends at any hour
MORNING, SATURDAY = time(8, 30), 5


@dataclass(frozen=True)
class SimulationPlan:
    """How much is played, and how much is broken meanwhile.

    ``mail_down`` is the share of the time in which the mail server is out of order, ``workers`` the number of
    gateways, ``visitors`` how many are there at once.
    """

    handoffs: int = 2000
    kills: int = 200
    seed: int = 1
    mail_down: float = 0.2
    workers: int = 2
    visitors: int = 48
    with_rasa: bool = True


@dataclass(frozen=True)
class Character:
    """What one visitor does."""

    number: int
    asks_first: bool
    asks_between: bool
    cancels_first: bool
    refuses_first: bool
    mistypes_address: bool
    has_email: bool
    has_phone: bool
    stays: bool  # keeps the page open until somebody has answered
    adds: bool
    is_unsettled: bool  # says once that it is not settled
    has_second_concern: bool

    @property
    def name(self) -> str:
        """A name that the form takes."""
        first = ("Petra", "Jonas", "Aylin", "Marek", "Sabine", "Thilo")[self.number % 6]
        return f"{first} Vogt"

    @property
    def email(self) -> str:
        """An address of this visitor alone."""
        return f"besuch{self.number}@example.org"

    @property
    def phone(self) -> str:
        """A number that the form takes."""
        return f"0561 {200000 + self.number}"

    def concern(self, part: int) -> str:
        """Return the words of one of the visitor's concerns; no other visitor has the same."""
        topic = ("die Qualifizierung", "den Umbau einer Linie", "eine Förderung", "die Nachfolge")[self.number % 4]
        return f"Wir suchen Beratung für {topic}, Kennwort Besuch{self.number}x{part}."


def draw_character(plan: SimulationPlan, number: int) -> Character:
    """Return the visitor with a number."""
    dice = random.Random(f"{plan.seed}-{number}")  # noqa: S311 - plays, guards nothing

    def happens(share: float) -> bool:
        return dice.random() < share

    has_email = happens(0.85)
    return Character(
        number,
        asks_first=happens(0.4),
        asks_between=happens(0.12),
        cancels_first=happens(0.06),
        refuses_first=happens(0.05),
        mistypes_address=happens(0.1),
        has_email=has_email,
        has_phone=not has_email or happens(0.3),
        stays=happens(0.6),
        adds=happens(0.25),
        is_unsettled=happens(0.2),
        has_second_concern=happens(0.1),
    )


def draw_moment(dice: random.Random, now: datetime) -> datetime:
    """Return when the clock jumps to: mostly minutes on, at times over the night, a weekend or a holiday.

    A long jump mostly ends in the morning of a weekday, when somebody is there live.
    """
    hours = dice.choices(
        [dice.uniform(0.02, 0.08), dice.uniform(0.3, 1.5), dice.uniform(10, 18), dice.uniform(48, 96)],
        weights=[58, 22, 14, 6],
    )[0]
    moment = now + timedelta(hours=hours)
    if hours < NIGHT or dice.random() < NIGHTLY:
        return moment
    day = local_day(moment)
    while day.weekday() >= SATURDAY or datetime.combine(day, MORNING, KASSEL) < moment:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, KASSEL)
