"""Make a mail into a message that every mail server takes."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from hashlib import sha256

from email_validator import EmailNotValidError, validate_email

from bot.handoff.plain_text import tidy_line

ADDRESS = re.compile(r"[^\s@<>\",;]+@[^\s@<>\",;]+")
ENCODED_WORD = "=?"  # how one begins (RFC 2047)


@dataclass(frozen=True)
class Mail:
    """A mail to be sent; the key makes its Message-ID, so that a mail sent twice is recognised as one."""

    dedup_key: str
    recipient: str
    subject: str
    body: str
    reply_to: str = ""
    html: str = ""
    attachments: tuple[dict[str, str], ...] = ()


def build_message(mail: Mail, *, sender: str) -> EmailMessage:
    """Return the mail as a message; no header can be smuggled in through its fields."""
    name, address = parseaddr(sender)
    domain = address.rpartition("@")[2]
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address(display_name=_disarm(name), addr_spec=make_ascii_address(address))
    message["To"] = make_ascii_address(mail.recipient)
    if mail.reply_to:
        # Better a mail without Reply-To than none: a ticket's text names the address as well.
        with suppress(ValueError):
            message["Reply-To"] = make_ascii_address(mail.reply_to)
    message["Subject"] = _disarm(mail.subject)
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{sha256(mail.dedup_key.encode()).hexdigest()[:32]}@{_ascii_domain(domain)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.body, charset="utf-8", cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
    for one in mail.attachments:
        _attach(message, one)
    return message


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
