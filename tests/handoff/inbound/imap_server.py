"""A small IMAP server over TLS for the tests: one user, some folders, as much of RFC 3501 as a reader needs."""

from __future__ import annotations

import re
import shlex
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.handoff.smtp_server import PASSWORD, USER, TestCertificate

CAPABILITIES = "IMAP4rev1 UIDPLUS MOVE"


@dataclass
class StoredMail:
    """A mail in a folder, with its flags."""

    raw: bytes
    flags: set[str] = field(default_factory=set)
    size: int = 0  # what the server claims; that of the mail where 0


@dataclass
class MailStore:
    """The folders of the mailbox: mails by their UID. Misbehaves where a test asks for it."""

    folders: dict[str, dict[int, StoredMail]] = field(default_factory=lambda: {"INBOX": {}})
    capabilities: str = CAPABILITIES
    fetched: list[str] = field(default_factory=list)  # what parts were asked for
    hangs_up_at: str = ""  # a command at which the connection breaks

    @property
    def inbox(self) -> dict[int, StoredMail]:
        return self.folders["INBOX"]

    def put(self, *mails: bytes, folder: str = "INBOX", size: int = 0) -> None:
        for raw in mails:
            uid = max((uid for mails in self.folders.values() for uid in mails), default=0) + 1
            self.folders[folder][uid] = StoredMail(re.sub(rb"\r?\n", b"\r\n", raw), size=size)

    def flags(self) -> list[set[str]]:
        return [mail.flags for mail in self.inbox.values()]


class _Conversation(socketserver.StreamRequestHandler):
    """One connection: reads commands line by line and answers them."""

    def handle(self) -> None:
        self.store: MailStore = self.server.store  # type: ignore[attr-defined]
        self.folder = "INBOX"
        self._say("* OK ready")
        while line := self.rfile.readline():
            tag, _, rest = line.decode().strip().partition(" ")
            name = rest.upper().removeprefix("UID ").split(" ")[0]
            if self.store.hangs_up_at == name:
                return
            words = shlex.split(rest.replace("\\Seen", "Seen").replace("\\Flagged", "Flagged").replace("\\", "\\\\"))
            answer = getattr(self, f"do_{name.lower()}")(words[2:] if words[0].upper() == "UID" else words[1:])
            self._say(f"{tag} {answer or 'OK'} done")
            if name == "LOGOUT":
                return

    def do_capability(self, _words: list[str]) -> None:
        self._say(f"* CAPABILITY {self.store.capabilities}")

    def do_login(self, words: list[str]) -> str:
        return "OK" if words == [USER, PASSWORD] else "NO"

    def do_select(self, words: list[str]) -> str:
        self.folder = words[0]
        self._say("* 0 EXISTS")
        return "OK" if self.folder in self.store.folders else "NO"

    def do_search(self, _words: list[str]) -> None:
        unseen = [str(uid) for uid, mail in self._mails().items() if "Seen" not in mail.flags]
        self._say(" ".join(["* SEARCH", *unseen]))

    def do_fetch(self, words: list[str]) -> None:
        uid, part = int(words[0]), words[1].strip("()")
        self.store.fetched.append(part)
        mail = self._mails().get(uid)
        if mail is None:
            return
        if part == "RFC822.SIZE":
            self._say(f"* 1 FETCH (UID {uid} RFC822.SIZE {mail.size or len(mail.raw)})")
            return
        raw = mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in part else mail.raw
        self.wfile.write(f"* 1 FETCH (UID {uid} {part.replace('.PEEK', '')} {{{len(raw)}}}\r\n".encode())
        self.wfile.write(raw + b")\r\n")

    def do_store(self, words: list[str]) -> None:
        if mail := self._mails().get(int(words[0])):
            mail.flags |= {word.strip("()") for word in words[2:]}

    def do_list(self, words: list[str]) -> None:
        if words[-1] in self.store.folders:
            self._say(f'* LIST () "/" "{words[-1]}"')

    def do_create(self, words: list[str]) -> None:
        self.store.folders[words[0]] = {}

    def do_move(self, words: list[str]) -> None:
        self.do_copy(words)
        self._mails().pop(int(words[0]), None)

    def do_copy(self, words: list[str]) -> None:
        if mail := self._mails().get(int(words[0])):
            self.store.folders[words[1]][int(words[0])] = mail

    def do_expunge(self, _words: list[str]) -> None:
        for uid in [uid for uid, mail in self._mails().items() if any("Deleted" in flag for flag in mail.flags)]:
            del self._mails()[uid]

    def do_logout(self, _words: list[str]) -> None:
        self._say("* BYE")

    def _mails(self) -> dict[int, StoredMail]:
        return self.store.folders[self.folder]

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, store: MailStore, certificate: TestCertificate) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.store = store
        self.socket = certificate.server_context().wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves, or does not trust the certificate, is no error of the server."""


@contextmanager
def run_imap(store: MailStore, certificate: TestCertificate) -> Iterator[int]:
    """Run the server until the block ends, and give its port."""
    with _Server(store, certificate) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()
