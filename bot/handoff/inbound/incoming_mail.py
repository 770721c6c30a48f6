"""Read a mail that came in: who wrote it, what it answers, and what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses
from hashlib import sha256

from bot.handoff.inbound.automatic import Bounce, find_bounce, is_automatic
from bot.handoff.inbound.charsets import list_headers, read_header, read_value
from bot.handoff.inbound.parts import take_apart
from bot.handoff.plain_text import shorten

SIZE_LIMIT = 20 * 1024 * 1024  # bytes
TOO_LARGE = f"Die Mail ist größer als {SIZE_LIMIT // 1024 // 1024} MB."
# What a part of a mail can begin or end with; more of them than any mail has cost the parser minutes.
PART_BORDERS = (b"\n--", b"\n\n", b"\n\r\n")
MOST_BORDERS = 50_000
BODY_LIMIT = 200_000  # characters, quotes included
SUBJECT_LIMIT = 300
MOST_ADDRESSES = 50
MOST_REFERENCES = 50
# Where the address can stand that a mail came to, also after a forward or as a blind copy.
RECIPIENT_HEADERS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Resent-To")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")


class UnreadableMail(ValueError):
    """A mail is too large or broken; the message is a German sentence for staff."""


@dataclass(frozen=True)
class IncomingMail:
    """A mail as it came in. Addresses are in lower case; ``body`` still holds quotes and signature."""

    digest: str  # of the Message-ID, of the whole mail where it has none
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    is_auto_reply: bool = False
    bounce: Bounce | None = None
    body: str = ""
    attachments: tuple[str, ...] = ()
    is_encrypted: bool = False

    @property
    def answered_ids(self) -> tuple[str, ...]:
        """The Message-IDs of the mails that this one answers, nearest first."""
        return tuple(dict.fromkeys((*self.in_reply_to, *reversed(self.references))))


def read_mail(raw: bytes) -> IncomingMail:
    """Read a mail in any usual form. Raises UnreadableMail, and nothing else."""
    if len(raw) > SIZE_LIMIT:
        raise UnreadableMail(TOO_LARGE)
    if sum(raw.count(border) for border in PART_BORDERS) > MOST_BORDERS:
        raise UnreadableMail("Die Mail besteht aus zu vielen Teilen.")
    try:
        return _read_message(message_from_bytes(raw), raw)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        # Python's parser has no list of what broken mails make it raise.
        raise UnreadableMail(f"Die Mail lässt sich nicht lesen ({type(error).__name__}).") from error


def digest_id(message_id: str) -> str:
    """Return what a Message-ID is remembered by."""
    return sha256(message_id.strip().encode(errors="surrogateescape")).hexdigest()


def _read_message(message: Message, raw: bytes) -> IncomingMail:
    content = take_apart(message)
    bounce = find_bounce(message)
    sender_name, sender = _read_sender(message)
    ids = _find_ids(message, "Message-ID")
    return IncomingMail(
        digest=digest_id(ids[0]) if ids else sha256(raw).hexdigest(),
        sender=sender,
        sender_name=sender_name,
        recipients=_read_recipients(message),
        subject=shorten(read_value(message, "Subject"), SUBJECT_LIMIT),
        message_id=ids[0] if ids else "",
        in_reply_to=_find_ids(message, "In-Reply-To")[:MOST_REFERENCES],
        references=_find_ids(message, "References")[-MOST_REFERENCES:],
        is_auto_reply=bounce is None and is_automatic(message, is_calendar_reply=content.is_calendar_reply),
        bounce=bounce,
        body=content.text[:BODY_LIMIT],
        attachments=tuple(content.attachments),
        is_encrypted=content.is_encrypted,
    )


def _read_sender(message: Message) -> tuple[str, str]:
    """Return name and address of who wrote a mail, both empty where it does not say."""
    for name, address in _read_addresses(message, ("From",)):
        return name, address
    return "", ""


def _read_recipients(message: Message) -> tuple[str, ...]:
    addresses = (address for _name, address in _read_addresses(message, RECIPIENT_HEADERS))
    return tuple(dict.fromkeys(addresses))[:MOST_ADDRESSES]


def _read_addresses(message: Message, headers: tuple[str, ...]) -> list[tuple[str, str]]:
    # Taken apart before they are decoded: a decoded name may hold a comma or another address.
    raw = [value for header in headers for value in list_headers(message, header)]
    pairs = getaddresses(raw)
    return [(shorten(read_header(name), 100), address.lower()) for name, address in pairs if "@" in address]


def _find_ids(message: Message, name: str) -> tuple[str, ...]:
    return tuple(MESSAGE_ID.findall(" ".join(list_headers(message, name))))
