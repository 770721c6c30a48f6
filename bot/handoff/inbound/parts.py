"""Take a mail apart: the text its writer wrote, and the names of what came along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import Message

from bot.handoff.inbound.charsets import decode_text, read_header
from bot.handoff.inbound.html_text import read_html
from bot.handoff.inbound.plain_body import join_flowed, join_wrapped
from bot.handoff.plain_text import shorten

DEEPEST = 20
MOST_PARTS = 200
MOST_ATTACHMENTS = 20
NAME_LIMIT = 100
# Logos of a signature come along with nearly every mail of a company; a picture of a screen is larger.
LOGO_BYTES = 20_000
TEXTS = frozenset({"text/plain", "text/html"})
# Signatures of the mail itself, and a second form of its text.
UNMENTIONED = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "text/x-amp-html"}
)
ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
KIND_NAMES = {
    "message/rfc822": "eine weitergeleitete Mail",
    "application/ms-tnef": "winmail.dat",
    "application/vnd.ms-tnef": "winmail.dat",
    "text/calendar": "ein Termin",
}
# What programs write into the plain part of a mail that consists of HTML only.
STUB = re.compile(r"\bHTML\b")
STUB_LIMIT = 300


@dataclass
class Content:
    """What a mail consists of: its text with quotes, the names of its attachments, and what kinds of parts it has."""

    text: str = ""
    attachments: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    is_calendar_reply: bool = False

    @property
    def is_encrypted(self) -> bool:
        """Whether the text can only be read with a key that we do not have."""
        return not ENCRYPTED.isdisjoint(self.kinds)


def take_apart(message: Message) -> Content:
    """Return the content of a mail; attached mails count as attachments and are not opened."""
    content = Content()
    content.text = _read(content, message, depth=0).strip("\n")
    return content


def read_file_name(part: Message) -> str:
    """Return the name of an attachment as one short line, empty where it has none."""
    try:
        return shorten(read_header(part.get_filename() or ""), NAME_LIMIT)
    except (LookupError, ValueError):  # a name in an unknown coding
        return "Anhang"


def list_parts(part: Message) -> list[Message]:
    """Return the parts directly below one."""
    parts = part.get_payload()
    return [inner for inner in parts if isinstance(inner, Message)] if isinstance(parts, list) else []


def decode_part(part: Message) -> str:
    """Return the text of a part with plain line ends."""
    data = part.get_payload(decode=True)
    text = decode_text(data if isinstance(data, bytes) else b"", part.get_content_charset("") or "")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _read(content: Content, part: Message, *, depth: int) -> str:
    """Note what a part is and return its text, of alternatives the best one."""
    kind = part.get_content_type()
    content.kinds.append(kind)
    if depth > DEEPEST or len(content.kinds) > MOST_PARTS:
        return ""
    if kind.startswith("multipart/") and part.is_multipart():
        texts = [_read(content, inner, depth=depth + 1) for inner in list_parts(part)]
        return _choose(texts) if kind == "multipart/alternative" else "\n".join(filter(str.strip, texts))
    if kind.startswith("multipart/"):  # said to have parts, but their borders are missing
        return decode_part(part)
    name = read_file_name(part)
    if kind in TEXTS and (not name or depth == 0) and part.get_content_disposition() != "attachment":
        return _read_text(part, kind)
    _note_attachment(content, part, kind, name)
    return ""


def _choose(texts: Sequence[str]) -> str:
    """Return the plainest text that says something; programs write it first (RFC 2046)."""
    said = [text for text in texts if text.strip()]
    whole = [text for text in said if not (len(text) < STUB_LIMIT and STUB.search(text))]
    return (whole or said or [""])[0]


def _read_text(part: Message, kind: str) -> str:
    text = decode_part(part)
    if kind == "text/html":
        return read_html(text)
    if str(part.get_param("format") or "").lower() == "flowed":
        return join_flowed(text, deletes_space=str(part.get_param("delsp") or "").lower() == "yes")
    return join_wrapped(text)


def _note_attachment(content: Content, part: Message, kind: str, name: str) -> None:
    if kind == "text/calendar" and str(part.get_param("method") or "").upper() == "REPLY":
        content.is_calendar_reply = True
    elif kind not in UNMENTIONED and not _is_logo(part) and len(content.attachments) < MOST_ATTACHMENTS:
        content.attachments.append(name or KIND_NAMES.get(kind, kind))


def _is_logo(part: Message) -> bool:
    if part.get_content_maintype() != "image" or not part.get("Content-ID"):
        return False
    data = part.get_payload(decode=True)
    return isinstance(data, bytes) and len(data) <= LOGO_BYTES
