"""Make a mail into a message that every mail server takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from hashlib import sha256

from email_validator import EmailNotValidError, validate_email

from bot.handoff.plain_text import tidy_line

ADDRESS = re.compile(r"[^\s@<>\",;]+@[^\s@<>\",;]+")


@dataclass(frozen=True)
class Mail:
    """A mail to be sent; the key makes its Message-ID, so that a mail sent twice is recognised as one."""

    dedup_key: str
    recipient: str
    subject: str
    body: str
    reply_to: str = ""


def build_message(mail: Mail, *, sender: str) -> EmailMessage:
    """Return the mail as a message; no header can be smuggled in through its fields."""
    name, address = parseaddr(sender)
    domain = address.rpartition("@")[2]
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = f'"{name}" <{_ascii_address(address)}>' if name else _ascii_address(address)
    message["To"] = _ascii_address(mail.recipient)
    if mail.reply_to:
        message["Reply-To"] = _ascii_address(mail.reply_to)
    message["Subject"] = tidy_line(mail.subject)
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{sha256(mail.dedup_key.encode()).hexdigest()[:32]}@{_ascii_domain(domain)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.body, charset="utf-8", cte="quoted-printable")
    return message


def _ascii_address(address: str) -> str:
    """Return an address whose domain may have umlauts in the form that every mail server takes."""
    name, _, domain = address.rpartition("@")
    plain = f"{name}@{_ascii_domain(domain)}"
    if not ADDRESS.fullmatch(plain) or not plain.isascii():
        raise ValueError("An address cannot be written into a header.")
    return plain


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return validate_email(f"x@{domain}", check_deliverability=False).ascii_domain
    except EmailNotValidError:
        raise ValueError("A domain cannot be written into a header.") from None
