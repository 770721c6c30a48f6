"""Send mail: over SMTP, or as files where no mail server is set."""

from __future__ import annotations

import logging
import os
import re
import smtplib
import socket
import ssl
from contextlib import suppress
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from bot.handoff.message import Mail, build_message, make_ascii_address
from bot.handoff.plain_text import tidy_line
from bot.handoff.smtp_url import SmtpServer, read_smtp_url
from bot.settings import InvalidSetting, Settings, variable_name

logger = logging.getLogger(__name__)


class MailNotSent(Exception):
    """The mail could not be handed over; ``is_final`` where trying again will hardly help."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class Mailer(Protocol):
    """Hands a mail over or raises MailNotSent."""

    def send(self, mail: Mail) -> None: ...


class SmtpMailer:
    """Sends over SMTP, one connection for each mail."""

    def __init__(self, server: SmtpServer, *, sender: str, tls: ssl.SSLContext | None = None) -> None:
        self.server = server
        self.sender = sender
        self._tls = tls

    def send(self, mail: Mail) -> None:
        """Hand the mail to the server. Raises MailNotSent."""
        message = _build(mail, self.sender)
        try:
            connection = self._connect()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise MailNotSent(describe_error(error)) from error
        try:
            self._log_in(connection)
            connection.send_message(message)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise MailNotSent(describe_error(error), is_final=_is_refusal(error)) from error
        finally:
            # Once the server has taken the mail, a failed farewell must not count as a failure: it would be sent twice.
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        server = self.server
        name = socket.gethostname()
        if server.is_ssl:
            return smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=name, timeout=server.timeout, context=self._make_tls()
            )
        return smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=server.timeout)

    def _log_in(self, connection: smtplib.SMTP) -> None:
        if self.server.is_starttls:
            connection.starttls(context=self._make_tls())
        if self.server.user:
            connection.login(self.server.user, self.server.password)

    def _make_tls(self) -> ssl.SSLContext:
        return self._tls or ssl.create_default_context()


class FileMailer:
    """Writes each mail into a folder: for a machine without a mail server."""

    def __init__(self, folder: Path, *, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def send(self, mail: Mail) -> None:
        """Write the mail as an .eml file; the same mail is the same file. Raises MailNotSent."""
        path = self.folder / (re.sub(r"[^\w-]+", "_", mail.dedup_key) + ".eml")
        unfinished = path.with_suffix(f".{os.getpid()}")
        message = _build(mail, self.sender)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(message.as_bytes())
            unfinished.replace(path)
        except OSError as error:
            raise MailNotSent(describe_error(error)) from error
        logger.info("No mail server is set; the mail was written to %s.", path)


def make_mailer(settings: Settings) -> Mailer:
    """Return the mailer of the settings. Raises InvalidSetting."""
    check_address("LOTSE_MAIL_FROM", settings.mail_from, parseaddr(settings.mail_from)[1])
    for setting in ("handoff_to", "reply_address"):
        if address := getattr(settings, setting):
            check_address(variable_name(setting), address, address)
    if not settings.smtp_url:
        return FileMailer(settings.var_dir / "mails", sender=settings.mail_from)
    return SmtpMailer(read_smtp_url(settings.smtp_url), sender=settings.mail_from)


def check_address(setting: str, value: str, address: str) -> None:
    """Refuse a setting whose address no mail can carry: later, every mail would fail. Raises InvalidSetting."""
    try:
        make_ascii_address(address)
    except ValueError:
        raise InvalidSetting(f"Die Einstellung {setting} ist keine E-Mail-Adresse: „{value}“.") from None


def _build(mail: Mail, sender: str) -> EmailMessage:
    """Return the message. Raises MailNotSent for one that cannot be written."""
    try:
        return build_message(mail, sender=sender)
    except (ValueError, MessageError) as error:
        raise MailNotSent(describe_error(error), is_final=True) from error


def _is_refusal(error: Exception) -> bool:
    """Tell whether the server refuses recipient or text for good (RFC 5321, 4.2.1), not for now and not the sender."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reason in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def describe_error(error: Exception) -> str:
    """Return an error in one short line for the outbox; what a server answered about a recipient is shown as it is."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = (f"{code} {reason.decode(errors='replace')}" for code, reason in error.recipients.values())
        return tidy_line("; ".join(answers))[:500]
    return tidy_line(f"{type(error).__name__}: {error}")[:500]
