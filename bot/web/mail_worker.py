"""Send what lies in the outbox, as long as the gateway runs."""

from __future__ import annotations

import asyncio
import logging

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from bot.db import utc_now
from bot.handoff.mail import Mailer
from bot.handoff.mail_watch import read_mail_state
from bot.handoff.sending import deliver_due
from bot.live.waiting import wait_for_event
from bot.settings import Settings
from bot.web.metrics import Metrics

logger = logging.getLogger(__name__)

INTERVAL = 5.0  # seconds; a new hand-off does not wait for it


class MailWorker:
    """Looks into the outbox every few seconds, and at once when it is woken."""

    def __init__(
        self,
        settings: Settings,
        factory: sessionmaker,
        mailer: Mailer,
        metrics: Metrics,
        *,
        interval: float = INTERVAL,
    ) -> None:
        self._settings = settings
        self._factory = factory
        self._mailer = mailer
        self._metrics = metrics
        self._interval = interval
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look into the outbox now."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; a failure is logged and tried again."""
        while True:
            self._wake.clear()
            try:
                await to_thread.run_sync(self._deliver)
            except SQLAlchemyError:
                logger.exception("the outbox could not be read")
            except Exception:  # whatever one mail does, the next ones have to go out
                logger.exception("the mail worker failed")
            await wait_for_event(self._wake, self._interval)

    def _deliver(self) -> None:
        deliver_due(self._factory, self._settings, self._mailer, clock=utc_now)
        now = utc_now()
        with self._factory() as session:
            state = read_mail_state(session, now=now)
        self._metrics.set_mails(
            pending=state.pending, oldest_seconds=state.age(now).total_seconds(), failed=state.failed
        )
