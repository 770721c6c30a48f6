"""Read the setting that names the mailbox for replies."""

from __future__ import annotations

from dataclasses import dataclass

from bot.handoff.server_url import ESCAPED, UrlForm, read_server_url

FORM = UrlForm("LOTSE_IMAP_URL", ("imaps",), "imaps://name:wort@mail.example/INBOX", has_path=True)


@dataclass(frozen=True)
class ImapServer:
    """Where the mailbox is; it is reached over TLS only."""

    host: str
    port: int = 993
    user: str = ""
    password: str = ""
    folder: str = "INBOX"

    def __repr__(self) -> str:
        return f"ImapServer({self.host!r}, {self.port}, {self.folder!r})"


def read_imap_url(url: str) -> ImapServer:
    """Read ``imaps://user:password@host:993/INBOX``. Raises InvalidSetting."""
    parts = read_server_url(url, FORM)
    if parts.query:
        raise FORM.reject(f"Nach dem Ordner steht etwas Unbekanntes; {ESCAPED}")
    if not parts.user:
        raise FORM.reject("Name und Kennwort fehlen")
    return ImapServer(parts.host, parts.port or 993, parts.user, parts.password, parts.path or "INBOX")
