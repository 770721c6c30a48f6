"""The two contacts: one lives in a mail program and answers by the links in it, the other one is there live."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable
from datetime import datetime
from html import unescape

from anyio import to_thread

from bot.evaluation.handoff.desk import Desk
from bot.evaluation.handoff.journal import Journal, Spoken
from bot.evaluation.handoff.line import Line, NoAnswer
from bot.evaluation.handoff.mail_server import MailServer, ReceivedMail
from bot.local_time import local_time

LOOKS_EVERY = 0.5  # seconds
SLOWEST = 8.0  # seconds until a mail is answered
MOST_REPLIES = 3
# What becomes of a case in the mail program: answered, answered after the reminder, never answered.
FATES, FATE_WEIGHTS = ("answers", "late", "never"), (70, 22, 8)
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
LATE = ("Erinnerung", "Noch ohne Antwort")


class MailContact:
    """Reads what arrives and answers by the link, each mail once."""

    def __init__(self, line: Line, server: MailServer, journal: Journal, *, seed: int, now: Callable[[], datetime]):
        self._line = line
        self._server = server
        self._journal = journal
        self._seed = seed
        self._now = now
        self._answers: set[asyncio.Task[None]] = set()
        self.failures: list[str] = []

    async def run(self) -> None:
        """Work until cancelled."""
        read = 0
        while True:
            for mail in self._server.received[read:]:
                read += 1
                if mail.find_path("/antwort/") and self._wants_to_answer(mail):
                    task = asyncio.create_task(self._answer(mail, number=read))
                    self._answers.add(task)
                    task.add_done_callback(self._answers.discard)
            await asyncio.sleep(LOOKS_EVERY)

    async def finish(self) -> None:
        """Wait until everything that was begun is done."""
        await asyncio.gather(*self._answers)

    def _wants_to_answer(self, mail: ReceivedMail) -> bool:
        dice = random.Random(f"{self._seed}-{mail.case_number}")  # noqa: S311 - plays, guards nothing
        fate = dice.choices(FATES, FATE_WEIGHTS)[0]
        return fate == "answers" or (fate == "late" and mail.subject.startswith(LATE))

    async def _answer(self, mail: ReceivedMail, *, number: int) -> None:
        dice = random.Random(f"{self._seed}-{mail.message_id}-{number}")  # noqa: S311 - plays, guards nothing
        await asyncio.sleep(dice.uniform(0.2, SLOWEST))
        path, text = mail.find_path("/antwort/"), f"Auskunft {number} zu {mail.case_number}: Wir rufen Sie an."
        try:
            page = await self._line.ask("GET", path)
            if not page.is_success:  # somebody else has answered by this link, or it has expired
                return
            answer = await self._line.ask("POST", path, data={**read_hidden_fields(page.text), "text": text})
        except NoAnswer as error:
            self.failures.append(str(error))
            return
        if answer.status_code < 400 or text in unescape(answer.text):
            self._journal.replies.append(Spoken(self._now(), mail.case_number, text))


class LiveContact:
    """Takes waiting cases over during the day, talks, and hands back."""

    def __init__(self, desk: Desk, journal: Journal, *, seed: int, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._journal = journal
        self._dice = random.Random(f"{seed}-{desk.account_id}")  # noqa: S311 - plays, guards nothing
        self._now = now
        self.is_present = False

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self.show_presence()
            if self.is_present:
                for case_number in await to_thread.run_sync(self._desk.find_waiting):
                    if self._dice.random() < 0.4:
                        await self._talk(case_number)
                        break
            await asyncio.sleep(LOOKS_EVERY)

    async def show_presence(self) -> None:
        """Be there on weekdays from 8 to 17 o'clock, whatever the office hours are, and show it, as a page does."""
        at = local_time(self._now())
        is_present = at.weekday() < 5 and 8 <= at.hour < 17
        if is_present or self.is_present:
            before = self._now()
            await to_thread.run_sync(self._desk.set_presence, is_present)
            self._journal.presence.append((before, self._desk.account_id, is_present))
        self.is_present = is_present

    async def _talk(self, case_number: str) -> None:
        if not await to_thread.run_sync(self._desk.claim, case_number):
            return
        for number in range(self._dice.randint(0, MOST_REPLIES)):
            await asyncio.sleep(self._dice.uniform(0.1, 0.8))
            text = f"Livewort {self._desk.account_id}.{len(self._journal.replies)}.{number} zu {case_number}."
            if not await to_thread.run_sync(self._desk.write, case_number, text):
                return
            self._journal.replies.append(Spoken(self._now(), case_number, text))
            await self.show_presence()
        await asyncio.sleep(self._dice.uniform(0.1, 0.8))
        end = self._dice.choices([self._desk.hand_back, self._desk.close, self._desk.release], weights=[70, 20, 10])[0]
        await to_thread.run_sync(end, case_number)


def read_hidden_fields(page: str) -> dict[str, str]:
    """Return the hidden fields of a page with one form."""
    fields = [dict(ATTRIBUTE.findall(field)) for field in HIDDEN.findall(page)]
    return {field["name"]: unescape(field.get("value", "")) for field in fields}
