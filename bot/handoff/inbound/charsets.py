"""Turn the bytes of a mail into text, also where the mail names the wrong character set or none."""

from __future__ import annotations

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

# Codecs that mails are really written in. Python knows others by name: some are none (rot13, zip), UTF-7 is a trap.
KNOWN_CODECS = re.compile(
    r"utf-(8|16|32)(-le|-be)?|iso8859-\d+|cp(125\d|437|850|852|858)|koi8-[rutg]|mac-roman|gb\w+|big5\w*|shift_jis\w*"
    r"|euc_\w+|iso2022_\w+"
)
# Latin-1 is what programs write on their mails that send Windows-1252, whose additional letters („ “ – €) it lacks.
WESTERN = frozenset({"ascii", "iso8859-1", "cp1252", ""})

HEADER_LIMIT = 20_000  # characters; long lists of recipients fit in


def decode_text(data: bytes, charset: str = "") -> str:
    """Return the text of a mail's part; ``charset`` is what the mail says and is believed only where it fits."""
    name = find_codec(charset)
    if name in WESTERN or name == "utf-8":
        return _decode_western(data)
    if name == "iso8859-15" and any(0x80 <= byte <= 0x9F for byte in data):  # control characters there
        return _decode_western(data)
    return data.decode(name, errors="replace").lstrip("\ufeff")


def find_codec(charset: str) -> str:
    """Return Python's name of a character set, empty for one that no mail is written in."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return ""
    return name if name == "ascii" or KNOWN_CODECS.fullmatch(name) else ""


def list_headers(message: Message, name: str) -> list[str]:
    """Return the values of a header as they came; bytes above ASCII are lone surrogates, see ``read_header``."""
    # The usual access replaces such bytes by question marks.
    return [value[:HEADER_LIMIT] for key, value in message.raw_items() if key.lower() == name.lower()]


def read_value(message: Message, name: str) -> str:
    """Return the first value of a header, decoded; empty where the mail has none."""
    return read_header(next(iter(list_headers(message, name)), ""))


def read_header(raw: str) -> str:
    """Return the value of a header as one line of text: encoded words decoded, bytes above ASCII guessed."""
    plain = " ".join(_repair(raw).split())
    try:
        pieces = decode_header(plain)
    except (HeaderParseError, ValueError):
        return plain
    return " ".join("".join(_decode_piece(piece, charset) for piece, charset in pieces).split())


def _decode_piece(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    return decode_text(piece, charset) if charset else piece.decode("raw_unicode_escape")


def _repair(raw: str) -> str:
    """Return a header with the bytes read that Python's parser keeps as lone surrogates."""
    if raw.isascii():
        return raw
    return _decode_western(raw.encode("utf-8", errors="surrogateescape"))


def _decode_western(data: bytes) -> str:
    """Decode UTF-8, else Windows-1252: no German text of the one is by chance valid in the other."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
