"""Make a mail into a message that every mail server takes."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy
from email.utils import formatdate, parseaddr
from hashlib import sha256

from email_validator import EmailNotValidError, validate_email

from bot.handoff.plain_text import tidy_line

ADDRESS = re.compile(r"[^\s@<>\",;]+@[^\s@<>\",;]+")
ENCODED_WORD = "=?"  # how one begins (RFC 2047)


MOST_REFERENCES = 10  # the first mail of a thread and the latest ones: enough to find the place of this one


@dataclass(frozen=True)
class Mail:
    """A mail to be sent; the key makes its Message-ID, so that a mail sent twice is recognised as one.

    ``sender_name`` is the person whose words these are, empty for what the assistant writes by itself. ``earlier`` are
    the message keys of what the recipient got about the same ``topic`` before, oldest first. To ``unsubscribe_url`` a
    mail program posts that its user wants no more of these; empty for mails that answer somebody.
    """

    dedup_key: str
    recipient: str
    subject: str
    body: str
    reply_to: str = ""
    html: str = ""
    attachments: tuple[dict[str, str], ...] = ()
    sender_name: str = ""
    topic: str = ""
    earlier: tuple[str, ...] = ()
    unsubscribe_url: str = ""


class UrlHeader(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # the registry combines them alike
    """A header with an address of the web, on one line: folded as text, a long one would come as encoded words."""

    def fold(self, *, policy: Policy) -> str:
        """Return the whole line."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", UrlHeader)
POLICY = policy.SMTP.clone(header_factory=HEADERS)


def make_message_key(dedup_key: str) -> str:
    """Return what stands before the @ in the Message-ID of a mail: 32 characters that tell nothing."""
    return sha256(dedup_key.encode()).hexdigest()[:32]


def build_message(mail: Mail, *, sender: str) -> EmailMessage:
    """Return the mail as a message; no header can be smuggled in through its fields. Raises ValueError."""
    name, address = parseaddr(sender)
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(display_name=_disarm(mail.sender_name or name), addr_spec=make_ascii_address(address))
    message["To"] = make_ascii_address(mail.recipient)
    if mail.reply_to:
        # Better a mail without Reply-To than none: a ticket's text names the address as well.
        with suppress(ValueError):
            message["Reply-To"] = make_ascii_address(mail.reply_to)
    message["Subject"] = _disarm(mail.subject)
    message["Date"] = formatdate(localtime=False)
    _place_in_thread(message, mail, _ascii_domain(address.rpartition("@")[2]))
    if not mail.sender_name:
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{tidy_line(mail.unsubscribe_url)}>"  # RFC 2369
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message.set_content(mail.body, charset="utf-8", cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
    for one in mail.attachments:
        _attach(message, one)
    return message


def _place_in_thread(message: EmailMessage, mail: Mail, domain: str) -> None:
    """Write who this mail is and what it follows (RFC 5322, 3.6.4); Outlook goes by the topic instead."""
    ids = [f"<{key}@{domain}>" for key in (*mail.earlier, make_message_key(mail.dedup_key))]
    message["Message-ID"] = ids.pop()
    if ids:
        message["In-Reply-To"] = ids[-1]
        message["References"] = " ".join(ids[:1] + ids[1:][1 - MOST_REFERENCES :])
    if mail.topic:
        message["Thread-Topic"] = _disarm(mail.topic)


def _attach(message: EmailMessage, attachment: dict[str, str]) -> None:
    """Attach a text file; its content type may carry parameters, as ``text/calendar; method=REQUEST`` does."""
    content_type, *parameters = attachment["content_type"].split(";")
    message.add_attachment(
        attachment["text"],
        subtype=content_type.partition("/")[2],
        charset="utf-8",
        cte="base64",
        filename=tidy_line(attachment["filename"]),
        params=dict(parameter.strip().split("=") for parameter in parameters),
    )


def make_ascii_address(address: str) -> str:
    """Return an address whose domain may have umlauts in the form that every mail server takes. Raises ValueError."""
    name, _, domain = address.rpartition("@")
    plain = f"{name}@{_ascii_domain(domain)}"
    if not ADDRESS.fullmatch(plain) or not plain.isascii() or ENCODED_WORD in plain:
        raise ValueError("An address cannot be written into a header.")
    return plain


def _disarm(text: str) -> str:
    """Return the text as one line that stays text: encoded words in it would be decoded, line breaks included."""
    return tidy_line(text).replace(ENCODED_WORD, "= ?")


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return validate_email(f"x@{domain}", check_deliverability=False).ascii_domain
    except EmailNotValidError:
        raise ValueError("A domain cannot be written into a header.") from None
