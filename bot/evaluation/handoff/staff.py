"""The two contacts: one lives in a mail program and answers by the links in it, the other one is there live."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import datetime

from bot.evaluation.handoff.desk import Desk
from bot.evaluation.handoff.journal import Journal, Spoken
from bot.evaluation.handoff.line import Line, NoAnswer, read_hidden_fields
from bot.evaluation.handoff.mail_server import MailServer, ReceivedMail
from bot.local_time import local_time

READS_EVERY, LOOKS_EVERY = 0.5, 1.5  # seconds: the mail program, the list of cases
SLOWEST = 8.0  # seconds until a mail is answered
MOST_REPLIES = 3
MOST_TRIES = 4
CHANGED = 409
# What becomes of a case in the mail program: answered, answered after the reminder, never answered.
FATES, FATE_WEIGHTS = ("answers", "late", "never"), (70, 22, 8)
LATEST = 20  # visitors
# Of two who look for work, each takes something up this often.
KEENNESS = 0.7
ENDS, END_WEIGHTS = ("lotse", "abschliessen", "freigeben"), (70, 20, 10)
LATE = ("Erinnerung", "Noch ohne Antwort")


class MailContact:
    """Reads what arrives and answers by the link, each mail once."""

    def __init__(self, line: Line, server: MailServer, journal: Journal, *, seed: int) -> None:
        self._line = line
        self._server = server
        self._journal = journal
        self._seed = seed
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
            await asyncio.sleep(READS_EVERY)

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
        text = f"Auskunft {number} zu {mail.case_number}: Wir rufen Sie an."
        try:
            if await self._send(mail.find_path("/antwort/"), text):
                self._journal.replies.append(Spoken(mail.case_number, text))
        except NoAnswer as error:
            self.failures.append(str(error))

    async def _send(self, path: str, text: str) -> bool:
        """Answer on the page of a link; where something has come in between, look at it and send again."""
        for _ in range(MOST_TRIES):
            page = await self._line.ask("GET", path)
            if not page.is_success:  # answered by this link already, or too late
                return False
            fields = {**read_hidden_fields(page.text), "name": "Michael Wieners", "tun": "antworten", "text": text}
            answer = await self._line.ask("POST", path, data=fields)
            if answer.status_code != CHANGED:
                return answer.is_success
        return False


class LiveContact:
    """Takes waiting cases over during the day, talks, and hands back."""

    def __init__(self, desk: Desk, journal: Journal, *, seed: int, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._journal = journal
        self._dice = random.Random(f"{seed}-{desk.account_id}")  # noqa: S311 - plays, guards nothing
        self._now = now
        self._written = 0

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self.show_presence()
            if self._desk.is_present:
                waiting = await self._desk.find_waiting()
                # A page of the back office announces what has just come in; else it is the most urgent ones first.
                latest = [told.case_number for visit in self._journal.visits[-LATEST:] for told in visit.told]
                if waiting and self._dice.random() < KEENNESS:
                    await self._talk(self._dice.choice(latest or waiting))
            await asyncio.sleep(LOOKS_EVERY)

    async def show_presence(self) -> None:
        """Be there on weekdays from 8 to 17 o'clock, whatever the office hours are."""
        at = local_time(self._now())
        is_present = at.weekday() < 5 and 8 <= at.hour < 17
        if is_present != self._desk.is_present:
            await self._desk.show_presence(is_present)

    async def _talk(self, case_number: str) -> None:
        if not await self._desk.claim(case_number):
            return
        for _ in range(self._dice.randint(0, MOST_REPLIES)):
            await asyncio.sleep(self._dice.uniform(0.1, 1.5))
            self._written += 1
            text = f"Livewort {self._desk.account_id}.{self._written} zu {case_number}."
            if not await self._desk.write(case_number, text):
                return
            self._journal.replies.append(Spoken(case_number, text))
        await asyncio.sleep(self._dice.uniform(0.1, 1.0))
        await self._desk.end(case_number, self._dice.choices(ENDS, END_WEIGHTS)[0])
