"""Read the setting that names the mail server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from bot.handoff.server_url import ESCAPED, ServerUrl, UrlForm, read_server_url

SMTP_SECONDS = 10.0
FORM = UrlForm("LOTSE_SMTP_URL", ("smtp", "smtps"), "smtp://name:wort@mail.example:587?starttls=1")


@dataclass(frozen=True)
class SmtpServer:
    """Where and how mail is handed over."""

    host: str
    port: int
    is_ssl: bool = False
    is_starttls: bool = False
    user: str = ""
    password: str = ""
    timeout: float = SMTP_SECONDS

    def __repr__(self) -> str:
        return f"SmtpServer({self.host!r}, {self.port})"


def read_smtp_url(url: str) -> SmtpServer:
    """Read ``smtp://user:password@host:587?starttls=1`` or ``smtps://host``. Raises InvalidSetting."""
    parts = read_server_url(url, FORM)
    options = _read_options(parts)
    return SmtpServer(
        host=parts.host,
        port=parts.port or (465 if parts.scheme == "smtps" else 587 if options.starttls else 25),
        is_ssl=parts.scheme == "smtps",
        is_starttls=options.starttls,
        user=parts.user,
        password=parts.password,
        timeout=options.timeout,
    )


@dataclass(frozen=True)
class _Options:
    starttls: bool
    timeout: float


def _read_options(parts: ServerUrl) -> _Options:
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    starttls = given.pop("starttls", "0").lower()
    timeout = given.pop("timeout", str(SMTP_SECONDS))
    if given:
        # Its name is not repeated: after a "?" in the password it is a piece of the password.
        raise FORM.reject(f"Nach dem „?“ sind nur starttls und timeout möglich; {ESCAPED}")
    if starttls not in {"0", "1", "off", "on"}:
        raise FORM.reject("starttls muss 0 oder 1 sein")
    if starttls in {"1", "on"} and parts.scheme == "smtps":
        raise FORM.reject("smtps:// ist schon verschlüsselt, starttls passt nicht dazu")
    if not re.fullmatch(r"\d+(\.\d+)?", timeout) or not 0 < float(timeout) <= 30:
        raise FORM.reject("timeout muss eine Zahl von Sekunden bis 30 sein")
    return _Options(starttls in {"1", "on"}, float(timeout))
