"""A ticket as the mails about it see it, the ways to answer, and mails as a mail program reads them."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

from bot.handoff.letter import Letter
from bot.handoff.mail_models import OutboxMail
from bot.handoff.message import Mail, build_message
from bot.handoff.models import Ticket
from bot.handoff.ticket_mail import Ways
from bot.handoff.transcript import write_transcript
from tests.handoff.samples import CONSENT_AT, NOW, REQUEST

NUMBER = "TK-2026-7F3KQ9"
WAYS = Ways("https://lotse.example/antwort/abc", "https://lotse.example/redaktion/faelle/x", has_mailbox=False)
# Tries to be markup, a heading of a text mail, another header and a template at once.
TRAP = (
    "<script>alert(1)</script><img src=x onerror=y>\"'&lt;\r\nBcc: fremd@example.com\n\n"
    "KONTAKT\n{{ 7*7 }}\u2028E-Mail: falsch@example.org"
)


def make_ticket(**changes: Any) -> Ticket:
    """Return the ticket of the sample request, with some fields changed; it is in no database."""
    request = {name: getattr(REQUEST, name) for name in ("conversation_key", "reason", "concern", "name", "email")}
    more = {"phone": REQUEST.phone, "company": REQUEST.company, "consent_at": CONSENT_AT, "created_at": NOW}
    values = {"case_number": NUMBER, "transcript": write_transcript(REQUEST.transcript), "route": {}, "dossier": {}}
    return Ticket(**{**values, **request, **more, "summary": "", "page": "", **changes})


def receive(mail: OutboxMail) -> EmailMessage:
    """Return a mail of the outbox as it arrives."""
    names = ("dedup_key", "recipient", "subject", "body", "reply_to", "html", "sender_name")
    sent = Mail(**{name: getattr(mail, name) for name in names}, attachments=tuple(mail.attachments))
    raw = build_message(sent, sender="TRegKS-Lotse <lotse@example.org>").as_bytes()
    assert max(map(len, raw.splitlines())) <= 998  # RFC 5322, 2.1.1
    return message_from_bytes(raw, policy=policy.default)  # type: ignore[return-value]


class _Tags(HTMLParser):
    """Collects the tags of a page with their attributes, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read_tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """Return the tags of a page with their attributes."""
    page = _Tags()
    page.feed(html)
    return page.tags


def read_words(html: str) -> str:
    """Return what stands on a page, in one line."""
    page = _Tags()
    page.feed(html)
    return " ".join(" ".join(page.words).split())


def shows_everywhere(letter: Letter, fact: str) -> bool:
    """Tell whether a fact stands in both forms of a letter, however the text is wrapped."""
    return fact in " ".join(letter.write_text().split()) and fact in read_words(letter.write_html())
