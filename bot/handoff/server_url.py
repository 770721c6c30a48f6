"""Read a setting that names a mail server with name and password, for mail that goes out and mail that comes in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bot.settings import InvalidSetting

ESCAPED = "Sonderzeichen im Kennwort bitte als %-Zeichen"


@dataclass(frozen=True)
class ServerUrl:
    """The parts of ``smtp://user:password@host:587``; ``port`` is None where the address names none."""

    scheme: str
    host: str
    port: int | None
    user: str
    password: str
    path: str
    query: str


@dataclass(frozen=True)
class UrlForm:
    """How the address in a setting has to look."""

    setting: str
    schemes: Collection[str]
    example: str
    has_path: bool = False

    def reject(self, reason: str) -> InvalidSetting:
        """Return the error for an address. The address itself is not repeated: it may hold a password."""
        return InvalidSetting(f"Die Einstellung {self.setting} ist unbrauchbar. {reason}. Beispiel: {self.example}.")


def read_server_url(url: str, form: UrlForm) -> ServerUrl:
    """Read the address of a mail server. Raises InvalidSetting."""
    try:
        parts = urlsplit(url)
    except ValueError:  # square brackets
        raise form.reject(f"Sie ist keine Adresse; {ESCAPED}") from None
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in form.schemes:
        raise form.reject(f"Sie muss mit {' oder '.join(f'{scheme}://' for scheme in form.schemes)} beginnen")
    if not parts.hostname:
        raise form.reject("Der Name des Mailservers fehlt")
    if port == 0:
        raise form.reject(f"Der Port ist keine Zahl von 1 bis 65535; {ESCAPED}")
    if parts.fragment or (parts.path.strip("/") and not form.has_path):
        raise form.reject(f"Nach dem Mailserver steht etwas Unbekanntes; {ESCAPED}")
    if bool(parts.username) != bool(parts.password):
        raise form.reject("Name und Kennwort gehören zusammen")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():  # Python's clients send no others
        raise form.reject("Name und Kennwort dürfen keine Umlaute und keine anderen Sonderbuchstaben enthalten")
    return ServerUrl(parts.scheme, parts.hostname, port, user, password, unquote(parts.path.strip("/")), parts.query)
