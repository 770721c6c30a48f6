"""Mailers made for tests: one that remembers, one that fails, one that does something while it sends."""

from __future__ import annotations

from collections.abc import Callable

from bot.handoff.mail import MailNotSent
from bot.handoff.message import Mail


class WorkerDied(BaseException):
    """What a killed process looks like from inside: nothing in the house may catch it."""


class RememberingMailer:
    """Takes every mail and remembers its key."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.mails: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.mails.append(mail)
        self.keys.append(mail.dedup_key)


class FailingMailer(RememberingMailer):
    """Fails a number of times with the given error, then takes every mail."""

    def __init__(self, failures: int, error: BaseException | None = None) -> None:
        super().__init__()
        self.failures = failures
        self.error = error or MailNotSent("Der Mailserver antwortet nicht.")

    def send(self, mail: Mail) -> None:
        if self.failures:
            self.failures -= 1
            raise self.error
        super().send(mail)


class InterruptedMailer(RememberingMailer):
    """Does something once, in the middle of its first mail."""

    def __init__(self, meanwhile: Callable[[], object], *, fails: bool = False) -> None:
        super().__init__()
        self.meanwhile: Callable[[], object] | None = meanwhile
        self.fails = fails

    def send(self, mail: Mail) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        if self.fails:
            raise MailNotSent("Zeit abgelaufen.")
        super().send(mail)
