"""The mail worker: it looks into the outbox at once when woken, and nothing ends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker

from bot.handoff.mail import MailNotSent
from bot.handoff.message import Mail
from bot.search.reply import Reply
from bot.settings import Settings
from bot.web.mail_worker import MailWorker
from bot.web.metrics import Metrics
from tests.handoff.mailers import FailingMailer
from tests.handoff.samples import hand_over_by_phone
from tests.web.gateway import Parts, run_gateway

NEVER = 3600.0


class AwaitedMailer(FailingMailer):
    """Takes mails in the worker's thread; the test waits for them."""

    def __init__(self, failures: int = 0, error: BaseException | None = None) -> None:
        super().__init__(failures, error)
        self.loop = asyncio.get_running_loop()
        self.arrived: asyncio.Queue[str] = asyncio.Queue()

    def send(self, mail: Mail) -> None:
        super().send(mail)
        self.loop.call_soon_threadsafe(self.arrived.put_nowait, mail.subject)

    async def next_subject(self) -> str:
        return await asyncio.wait_for(self.arrived.get(), 20)


class AwaitedMetrics(Metrics):
    """Figures that tell when the mails have been counted."""

    def __init__(self) -> None:
        super().__init__()
        self.noted = asyncio.Event()

    def set_mails(self, *, pending: int, oldest_seconds: float, failed: int) -> None:
        super().set_mails(pending=pending, oldest_seconds=oldest_seconds, failed=failed)
        self.noted.set()


class FailingFactory:
    """A database that fails a number of times before it is itself again."""

    def __init__(self, factory: sessionmaker, failures: int) -> None:
        self.factory = factory
        self.failures = failures

    def __call__(self) -> Any:
        if self.failures:
            self.failures -= 1
            raise OperationalError("SELECT", {}, Exception("locked"))
        return self.factory()

    def begin(self) -> Any:
        return self.factory.begin()


@asynccontextmanager
async def running(worker: MailWorker) -> AsyncIterator[None]:
    """Run a worker until the block ends."""
    task = asyncio.create_task(worker.run())
    yield
    assert not task.done()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_what_lies_there_is_sent_at_the_start_and_new_mail_when_woken(session_factory: sessionmaker) -> None:
    mailer = AwaitedMailer()
    worker = MailWorker(Settings(), session_factory, mailer, Metrics(), interval=NEVER)
    first = hand_over_by_phone(session_factory)
    async with running(worker):
        assert first in await mailer.next_subject()
        second = hand_over_by_phone(session_factory, concern="Etwas anderes")
        worker.wake()
        assert second in await mailer.next_subject()


async def test_mail_that_nobody_told_of_is_found_after_a_while(session_factory: sessionmaker) -> None:
    mailer = AwaitedMailer()
    hand_over_by_phone(session_factory)
    async with running(MailWorker(Settings(), session_factory, mailer, Metrics(), interval=0.001)):
        await mailer.next_subject()
        case_number = hand_over_by_phone(session_factory, concern="Etwas anderes")
        assert case_number in await mailer.next_subject()


async def test_a_database_that_fails_does_not_end_the_worker(
    session_factory: sessionmaker, caplog: pytest.LogCaptureFixture
) -> None:
    mailer = AwaitedMailer()
    case_number = hand_over_by_phone(session_factory)
    factory: Any = FailingFactory(session_factory, 2)
    async with running(MailWorker(Settings(), factory, mailer, Metrics(), interval=0.001)):
        assert case_number in await mailer.next_subject()
    assert caplog.text.count("the outbox could not be read") == 2


@pytest.mark.parametrize("error", [MailNotSent("Der Mailserver antwortet nicht."), RuntimeError("a bug")])
async def test_a_mail_that_fails_holds_up_no_other(
    session_factory: sessionmaker, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    mailer = AwaitedMailer(1, error)
    hand_over_by_phone(session_factory)
    worker = MailWorker(Settings(), session_factory, mailer, Metrics(), interval=0.001)
    async with running(worker):
        case_number = hand_over_by_phone(session_factory, concern="Etwas anderes")
        assert case_number in await mailer.next_subject()
    assert caplog.records


@pytest.mark.parametrize("rounds", range(6))
async def test_a_worker_that_is_just_being_woken_can_be_stopped(session_factory: sessionmaker, rounds: int) -> None:
    metrics = AwaitedMetrics()
    worker = MailWorker(Settings(), session_factory, AwaitedMailer(), metrics, interval=NEVER)
    task = asyncio.create_task(worker.run())
    await asyncio.wait_for(metrics.noted.wait(), 20)
    await asyncio.sleep(0)  # now it waits
    worker.wake()
    for _ in range(rounds):
        await asyncio.sleep(0)
    task.cancel()
    done, _pending = await asyncio.wait({task}, timeout=5)
    assert done == {task}
    assert task.cancelled()


async def test_mails_still_to_be_sent_are_counted(session_factory: sessionmaker) -> None:
    metrics, mailer = AwaitedMetrics(), AwaitedMailer(1)
    for concern in ("eins", "zwei", "drei"):
        hand_over_by_phone(session_factory, concern=concern)
    assert b"lotse_mails_pending 0.0" in metrics.write()
    async with running(MailWorker(Settings(), session_factory, mailer, metrics, interval=NEVER)):
        await asyncio.wait_for(metrics.noted.wait(), 20)
    assert b"lotse_mails_pending 1.0" in metrics.write()


async def test_the_gateway_sends_the_mail_of_a_hand_off_at_once(parts: Parts) -> None:
    mailer = AwaitedMailer()
    parts.mailer = mailer
    async with run_gateway(parts) as gateway:
        case_number = hand_over_by_phone(parts.factory)
        parts.rasa.will_say(Reply("handoff", f"Vorgang {case_number}", state="waiting"))
        await gateway.say("ja")
        assert case_number in await mailer.next_subject()
