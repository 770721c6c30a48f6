"""The visitors of a simulation: so many at once, until enough concerns were handed over."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from sqlalchemy.orm import sessionmaker

from bot.evaluation.handoff.case_page import CasePage
from bot.evaluation.handoff.chat import ChatPage
from bot.evaluation.handoff.direct import DirectForm
from bot.evaluation.handoff.form import Form
from bot.evaluation.handoff.journal import Journal, Visit
from bot.evaluation.handoff.line import Line
from bot.evaluation.handoff.mail_server import MailServer
from bot.evaluation.handoff.plan import SimulationPlan, draw_character
from bot.evaluation.handoff.simulated_clock import SimulatedClock
from bot.evaluation.handoff.visitor import Visitor
from bot.settings import Settings

TURNS_AT_ONCE = 12
WRITERS = 2  # who open tickets beside the chat: many at once would keep the gateways from writing
READERS = 8
REPORTS = 20  # of progress, over the whole run


class Crowd:
    """Brings visitors in; ``progress`` is the share of the wanted hand-offs that were made."""

    def __init__(
        self,
        plan: SimulationPlan,
        clock: SimulatedClock,
        server: MailServer,
        journal: Journal,
        *,
        factory: sessionmaker,
        settings: Settings,
        say: Callable[[str], None],
    ) -> None:
        self._plan = plan
        self._clock = clock
        self._server = server
        self._journal = journal
        self._factory = factory
        self._settings = settings
        self._say = say
        self._turns = asyncio.Semaphore(TURNS_AT_ONCE)
        self._writers = asyncio.Semaphore(WRITERS)
        self._handed_over = 0

    @property
    def progress(self) -> float:
        """Return how far it is, 1 at the end."""
        return self._handed_over / self._plan.handoffs

    async def receive(self, line: Line, beside: set[asyncio.Task[None]], may_enter: Callable[[], bool]) -> None:
        """Play until the last visitor has left; what ends one of the tasks beside ends all of it."""
        visits: set[asyncio.Task[None]] = set()
        number = 0
        while True:
            is_enough = self._handed_over + len(visits) >= self._plan.handoffs
            if is_enough and not visits:
                return
            if is_enough or len(visits) >= self._plan.visitors or not may_enter():
                done, _ = await asyncio.wait({*visits, *beside}, return_when=asyncio.FIRST_COMPLETED, timeout=1)
                for task in done:
                    task.result()
                visits -= done
                beside -= done
            else:
                visits.add(asyncio.create_task(self._receive(number, line)))
                number += 1
                await asyncio.sleep(0)

    async def read_histories(self, line: Line) -> None:
        """Open the page of every visitor once more."""
        readers = asyncio.Semaphore(READERS)

        async def read(visit: Visit) -> None:
            async with readers:  # all at once they would wait for each other's connections
                visit.history = await ChatPage(line, visit, readers, self._clock.now).read_history()

        await asyncio.gather(*(read(visit) for visit in self._journal.visits if visit.conversation))

    async def _receive(self, number: int, line: Line) -> None:
        character = draw_character(self._plan, number)
        visit = Visit(character)
        self._journal.visits.append(visit)
        dice = random.Random(f"{self._plan.seed}-visit-{number}")  # noqa: S311 - plays, guards nothing
        page = ChatPage(line, visit, self._turns, self._clock.now)
        if self._plan.with_rasa:
            form: Form | DirectForm = Form(page, character, dice)
        else:
            form = DirectForm(self._factory, self._settings, self._writers, page, character)
        case_page = CasePage(line, self._server.received, character.email)
        await Visitor(page, form, case_page, dice, has_questions=self._plan.with_rasa).play()
        self._count(len({told.case_number for told in visit.told}))

    def _count(self, handed_over: int) -> None:
        before = int(self.progress * REPORTS)
        self._handed_over += handed_over
        if int(self.progress * REPORTS) > before:
            self._say(f"{self._handed_over} von {self._plan.handoffs} Übergaben")
