"""Read new mails out of a mailbox over IMAP; several workers may do so at once, for each mail is taken once."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from imapclient import FLAGGED, SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError
from sqlalchemy.orm import sessionmaker

from bot.handoff.inbound.imap_url import ImapServer, read_imap_url
from bot.handoff.inbound.incoming_mail import SIZE_LIMIT, TOO_LARGE
from bot.handoff.inbound.taking import SETTLED, refuse_mail, take_raw_mail
from bot.handoff.mails import queue_alarm
from bot.settings import InvalidSetting, Settings

logger = logging.getLogger(__name__)

BATCH = 50  # mails a run; the next one takes the rest
TIMEOUT = SocketTimeout(connect=10, read=30)
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 900.0  # seconds without a try after the server has failed
ALARM_AFTER = 6  # failures in a row: about half an hour


class MailboxReader:
    """Takes what is unread in a mailbox; keeps in mind how long to leave a server alone that fails."""

    def __init__(
        self,
        factory: sessionmaker,
        settings: Settings,
        server: ImapServer,
        *,
        now: Callable[[], datetime],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._factory = factory
        self._settings = settings
        self._server = server
        self._now = now
        self._tls = tls
        self._failures = 0
        self._next_try = 0.0

    def run(self) -> int:
        """Take the unread mails and return how many these were; 0 where the server cannot be reached.

        Raises OperationalError where the database is away; mails not taken by then stay unread.
        """
        if time.monotonic() < self._next_try:
            return 0
        try:
            with self._open() as client:
                count = sum(self._take(client, uid) for uid in sorted(client.search(["UNSEEN"]))[:BATCH])
        except (IMAPClientError, OSError) as error:
            self._pause(error)
            return 0
        self._failures = 0
        return count

    @contextmanager
    def _open(self) -> Iterator[IMAPClient]:
        server = self._server
        tls = self._tls or ssl.create_default_context()
        client = IMAPClient(server.host, server.port, ssl_context=tls, timeout=TIMEOUT)
        try:
            client.login(server.user, server.password)
            client.select_folder(server.folder)
            yield client
        finally:
            with suppress(IMAPClientError, OSError):  # what was done stays done without a farewell
                client.logout()

    def _take(self, client: IMAPClient, uid: int) -> bool:
        """Take one mail, then mark it: whoever dies in between leaves a mail that is recognised as taken."""
        size = client.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE", 0)
        part = b"BODY[HEADER]" if size > SIZE_LIMIT else b"BODY[]"
        raw = client.fetch([uid], [part.replace(b"BODY", b"BODY.PEEK")]).get(uid, {}).get(part)
        if raw is None:  # another worker has moved it meanwhile
            return False
        if size > SIZE_LIMIT:
            outcome = refuse_mail(self._factory, self._settings, raw, note=TOO_LARGE, now=self._now())
        else:
            outcome = take_raw_mail(self._factory, self._settings, raw, now=self._now())
        self._mark(client, uid, is_settled=outcome in SETTLED)
        return True

    def _mark(self, client: IMAPClient, uid: int, *, is_settled: bool) -> None:
        """Mark a mail as read; one that a person has to look at gets a flag and stays where it is."""
        client.add_flags([uid], [SEEN] if is_settled else [SEEN, FLAGGED])
        folder = self._settings.imap_mark
        if not folder or not is_settled:
            return
        if not client.folder_exists(folder):
            client.create_folder(folder)
        if client.has_capability("MOVE"):
            client.move([uid], folder)
            return
        client.copy([uid], folder)
        client.delete_messages([uid])
        client.expunge([uid]) if client.has_capability("UIDPLUS") else client.expunge()

    def _pause(self, error: Exception) -> None:
        self._failures += 1
        pause = min(FIRST_PAUSE * 2 ** (self._failures - 1), LONGEST_PAUSE)
        self._next_try = time.monotonic() + pause
        logger.warning("The mailbox cannot be read (%s), next try in %s s.", type(error).__name__, int(pause))
        if self._failures == ALARM_AFTER:
            self._alarm()

    def _alarm(self) -> None:
        """Tell the administrators once a day, whichever worker notices first."""
        with self._factory.begin() as session:
            queue_alarm(
                session,
                self._settings,
                key=f"postfach-{self._now():%Y%m%d}",
                subject="Das Postfach für Antworten ist nicht erreichbar",
                body=f"Seit etwa einer halben Stunde lassen sich von {self._server.host} keine Mails lesen. Antworten"
                " per Mail kommen deshalb nicht an. Bitte prüfen Sie LOTSE_IMAP_URL und den Mailserver.\n",
            )


def make_mailbox_reader(
    factory: sessionmaker, settings: Settings, *, now: Callable[[], datetime]
) -> MailboxReader | None:
    """Return the reader of the mailbox in the settings, None without one. Raises InvalidSetting."""
    if settings.imap_url:
        return MailboxReader(factory, settings, read_imap_url(settings.imap_url), now=now)
    if settings.reply_address:
        raise InvalidSetting(
            "Die Einstellung LOTSE_REPLY_ADDRESS braucht LOTSE_IMAP_URL: Sonst liest niemand, was dort ankommt."
        )
    return None
