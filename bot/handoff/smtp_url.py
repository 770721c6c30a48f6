"""Read the setting that names the mail server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from bot.settings import InvalidSetting

SMTP_SECONDS = 10.0


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
    try:
        parts = urlsplit(url)
    except ValueError:  # square brackets
        raise _bad_url("Sie ist keine Adresse; Sonderzeichen im Kennwort bitte als %-Zeichen") from None
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in {"smtp", "smtps"}:
        raise _bad_url("Sie muss mit smtp:// oder smtps:// beginnen")
    if not parts.hostname:
        raise _bad_url("Der Name des Mailservers fehlt")
    if port == 0:
        raise _bad_url("Der Port ist keine Zahl von 1 bis 65535; Sonderzeichen im Kennwort bitte als %-Zeichen")
    if parts.path.strip("/") or parts.fragment:
        raise _bad_url("Nach dem Mailserver steht etwas Unbekanntes; Sonderzeichen im Kennwort bitte als %-Zeichen")
    if bool(parts.username) != bool(parts.password):
        raise _bad_url("Name und Kennwort gehören zusammen")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():  # smtplib sends no others
        raise _bad_url("Name und Kennwort dürfen keine Umlaute und keine anderen Sonderbuchstaben enthalten")
    options = _read_options(parts)
    return SmtpServer(
        host=parts.hostname,
        port=port or (465 if parts.scheme == "smtps" else 587 if options.starttls else 25),
        is_ssl=parts.scheme == "smtps",
        is_starttls=options.starttls,
        user=user,
        password=password,
        timeout=options.timeout,
    )


@dataclass(frozen=True)
class _Options:
    starttls: bool
    timeout: float


def _read_options(parts: SplitResult) -> _Options:
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    starttls = given.pop("starttls", "0").lower()
    timeout = given.pop("timeout", str(SMTP_SECONDS))
    if given:
        # Its name is not repeated: after a "?" in the password it is a piece of the password.
        raise _bad_url(
            "Nach dem „?“ sind nur starttls und timeout möglich; Sonderzeichen im Kennwort bitte als %-Zeichen"
        )
    if starttls not in {"0", "1", "off", "on"}:
        raise _bad_url("starttls muss 0 oder 1 sein")
    if starttls in {"1", "on"} and parts.scheme == "smtps":
        raise _bad_url("smtps:// ist schon verschlüsselt, starttls passt nicht dazu")
    if not re.fullmatch(r"\d+(\.\d+)?", timeout) or not 0 < float(timeout) <= 30:
        raise _bad_url("timeout muss eine Zahl von Sekunden bis 30 sein")
    return _Options(starttls in {"1", "on"}, float(timeout))


def _bad_url(reason: str) -> InvalidSetting:
    # The address itself is not repeated: it may hold a password.
    return InvalidSetting(
        f"Die Einstellung LOTSE_SMTP_URL ist unbrauchbar. {reason}."
        " Beispiel: smtp://name:wort@mail.example:587?starttls=1."
    )
