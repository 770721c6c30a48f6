"""What a visitor does on the page about the own case, which a link in a mail leads to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.evaluation.handoff.line import Line, read_hidden_fields
from bot.evaluation.handoff.mail_server import ReceivedMail

LOOKS, PAUSE = 20, 0.5  # into the own mail, and seconds in between
DONE = 303


class CasePage:
    """Follows the link in the latest mail to an address; ``mails`` are all that have arrived so far."""

    def __init__(self, line: Line, mails: Sequence[ReceivedMail], address: str) -> None:
        self._line = line
        self._mails = mails
        self._address = address

    async def add(self, text: str) -> bool:
        """Write something more; False where no mail has come or its link leads nowhere. Raises NoAnswer."""
        path = await self._find_link()
        page = await self._line.ask("GET", path) if path else None
        if page is None or not page.is_success:
            return False
        fields = {**read_hidden_fields(page.text), "tun": "ergaenzen", "text": text}
        return (await self._line.ask("POST", path, data=fields)).status_code == DONE

    async def _find_link(self) -> str:
        for _ in range(LOOKS):
            for mail in reversed(self._mails):
                if mail.recipient == self._address and mail.find_path("/fall/"):
                    return mail.find_path("/fall/")
            await asyncio.sleep(PAUSE)
        return ""
