"""What a member of staff does with tickets, through the functions behind the back office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.handoff.models import Ticket
from bot.handoff.moves import IllegalTransition, move_ticket
from bot.handoff.presence import set_presence
from bot.handoff.thread import deliver_reply, say, settle_later
from bot.search.reply import Reply
from bot.search.sentences import sentence
from bot.settings import Settings

WAITING = ("new", "notified", "reopened")
MOST_SHOWN = 20


class Desk:
    """The desk of one account; refused steps return False, as a page would say."""

    def __init__(
        self, factory: sessionmaker, settings: Settings, account_id: int, name: str, now: Callable[[], datetime]
    ) -> None:
        self.account_id = account_id
        self.name = name
        self._factory = factory
        self._settings = settings
        self._now = now

    def find_waiting(self) -> list[str]:
        """Return the case numbers of the latest tickets that wait."""
        with self._factory() as session:
            waiting = select(Ticket.case_number).where(Ticket.status.in_(WAITING)).order_by(Ticket.id.desc())
            return list(session.scalars(waiting.limit(MOST_SHOWN)))

    def set_presence(self, is_on: bool) -> None:
        """Say that this account takes live conversations, or no longer."""
        with self._factory.begin() as session:
            set_presence(session, self.account_id, is_on=is_on, now=self._now())

    def claim(self, case_number: str) -> bool:
        """Take a ticket over."""

        def take(session: Session, ticket: Ticket) -> None:
            now = self._now()
            whose: dict[str, Any] = {"claimed_by": self.account_id, "claimed_name": self.name, "claimed_at": now}
            move_ticket(session, ticket.id, "claimed", actor=self.name, now=now, **whose)
            say(session, ticket, Reply("notice", sentence("fall.person_da", name=self.name)))

        return self._do(case_number, take)

    def write(self, case_number: str, text: str) -> bool:
        """Write to the visitor, live; the same text is taken once."""
        return self._do(
            case_number,
            lambda session, ticket: deliver_reply(
                session,
                self._settings,
                ticket.id,
                text,
                sender_name=self.name,
                channel="chat",
                dedup_key=text,
                now=self._now(),
            ),
        )

    def hand_back(self, case_number: str) -> bool:
        """Hand the conversation back to the assistant as answered."""
        return self._do(
            case_number,
            lambda session, ticket: settle_later(
                session, self._settings, ticket, actor=self.name, reason="by_staff", now=self._now()
            ),
        )

    def release(self, case_number: str) -> bool:
        """Leave the ticket to others."""
        return self._move(case_number, "released")

    def close(self, case_number: str) -> bool:
        """End the conversation."""
        return self._move(case_number, "closed")

    def _move(self, case_number: str, event: str) -> bool:
        return self._do(
            case_number,
            lambda session, ticket: move_ticket(
                session, ticket.id, event, actor=self.name, now=self._now(), reason="by_staff"
            ),
        )

    def _do(self, case_number: str, step: Callable[[Session, Ticket], object]) -> bool:
        try:
            with self._factory.begin() as session:
                ticket = session.scalars(select(Ticket).where(Ticket.case_number == case_number)).one()
                return step(session, ticket) is not False
        except IllegalTransition:
            return False
