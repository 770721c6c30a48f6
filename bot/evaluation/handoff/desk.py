"""What a member of staff does in the back office, page by page, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import httpx
from sqlalchemy.orm import sessionmaker

from bot.accounts.models import Account
from bot.accounts.sessions import open_session
from bot.evaluation.handoff.busy_database import write
from bot.evaluation.handoff.journal import Journal, SignOfLife
from bot.evaluation.handoff.line import Line, read_hidden_fields
from bot.evaluation.handoff.mail_server import CASE_NUMBER

COOKIE = "lotse_redaktion"
CASES = "/redaktion/faelle"
PRESENCE = f"{CASES}/anwesenheit"
DONE = 303


class Desk:
    """The desk of one account. Its log-in is made in the database: a second factor is not what is tried here."""

    def __init__(
        self, line: Line, factory: sessionmaker, journal: Journal, account_id: int, now: Callable[[], datetime]
    ) -> None:
        self.account_id = account_id
        self.is_present = False
        self._line = line
        self._factory = factory
        self._journal = journal
        self._now = now
        self._cookie = ""

    async def find_waiting(self) -> list[str]:
        """Return the case numbers on the first page of what waits."""
        page = await self._ask("GET", CASES)
        return list(dict.fromkeys(CASE_NUMBER.findall(page.text)))

    async def show_presence(self, is_present: bool) -> None:
        """Say that this account takes live conversations, or no longer."""
        page = await self._ask("GET", CASES)
        fields = {**read_hidden_fields(page.text), "da": "ja" if is_present else "nein"}
        self.is_present = is_present
        answer = await self._ask("POST", PRESENCE, data=fields)
        if not is_done(answer):  # a jump or another log-in of this account has come in between
            await self.show_presence(is_present)

    async def claim(self, case_number: str) -> bool:
        """Take a case over; False where somebody was faster."""
        return await self._act(case_number, "uebernehmen")

    async def write(self, case_number: str, text: str) -> bool:
        """Write to the visitor, live; False where the conversation is no longer one's own."""
        return await self._act(case_number, "nachricht", text=text)

    async def end(self, case_number: str, how: str) -> bool:
        """Leave a live conversation: ``lotse`` hands back, ``abschliessen`` closes, ``freigeben`` lets others."""
        return await self._act(case_number, how)

    async def _act(self, case_number: str, action: str, **fields: str) -> bool:
        page = await self._ask("GET", f"{CASES}/{case_number}")
        form = {**read_hidden_fields(page.text), **fields}
        answer = await self._ask("POST", f"{CASES}/{case_number}/{action}", data=form)
        return is_done(answer)

    async def _ask(self, method: str, path: str, **request: dict[str, str]) -> httpx.Response:
        """Visit a page; to look at a list or a case is a sign of life."""
        asked_at = self._now()
        answer = await self._line.ask(method, path, headers={"Cookie": f"{COOKIE}={self._cookie}"}, **request)
        if is_sent_to_log_in(answer):  # the log-in has run out over night
            await write(self._log_in)
            return await self._ask(method, path) if method == "GET" else answer
        is_switch = path == PRESENCE and is_done(answer)
        if method == "GET" or is_switch:
            sign = SignOfLife(asked_at, self._now(), self.account_id, self.is_present, is_switch)
            self._journal.presence.append(sign)
        return answer

    def _log_in(self) -> None:
        with self._factory.begin() as session:
            self._cookie = open_session(session, session.get(Account, self.account_id), now=self._now())


def is_done(answer: httpx.Response) -> bool:
    """Tell whether a form was taken."""
    return answer.status_code == DONE and not is_sent_to_log_in(answer)


def is_sent_to_log_in(answer: httpx.Response) -> bool:
    """Tell whether a page asks for a log-in instead of showing itself."""
    return "/anmelden" in answer.headers.get("Location", "")
