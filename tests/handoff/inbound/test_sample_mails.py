"""Mails as the usual programs write them: from each comes out what its writer said, no more and no less."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.handoff.inbound.html_text import read_html
from bot.handoff.inbound.incoming_mail import IncomingMail, read_mail
from bot.handoff.inbound.quotes import find_own_words

MAILS = Path(__file__).parent.parent / "mails"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((MAILS / "expected.yml").read_text(encoding="utf-8"))
# The mail that most of them answer, in both of its forms.
SENT = [
    (MAILS / "sent.txt").read_text(encoding="utf-8"),
    read_html((MAILS / "sent.html").read_text(encoding="utf-8")),
]


def outcome_of(mail: IncomingMail) -> str:
    if mail.bounce is not None:
        return "bounce"
    if mail.is_auto_reply:
        return "auto_reply"
    return "reply" if find_own_words(mail.body, sent=SENT) else "empty"


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("name", EXPECTED)
def test_a_mail_is_read_right(name: str, line_end: bytes) -> None:
    expected = EXPECTED[name]
    mail = read_mail((MAILS / name).read_bytes().replace(b"\n", line_end))
    words = find_own_words(mail.body, sent=SENT)
    assert outcome_of(mail) == expected.get("outcome", "reply")
    assert words == expected.get("text", words)
    assert words.startswith(expected.get("starts", ""))
    assert mail.sender == expected.get("sender", "kim.berger@wfg.test")
    assert list(mail.attachments) == expected.get("attachments", []) or outcome_of(mail) in {"bounce", "auto_reply"}
    for field in ("subject", "sender_name", "message_id", "is_encrypted"):
        assert getattr(mail, field) == expected.get(field, getattr(mail, field))
    if mail.bounce:
        assert (mail.bounce.address, mail.bounce.message_id) == (expected["bounced"], expected["bounced_id"])


def test_every_sample_has_its_expectation() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in MAILS.glob("*.eml"))


@pytest.mark.parametrize("name", [name for name, expected in EXPECTED.items() if expected.get("text")])
def test_nothing_a_mail_quotes_is_left_even_without_knowing_what_was_sent(name: str) -> None:
    mail = read_mail((MAILS / name).read_bytes())
    words = find_own_words(mail.body)
    assert EXPECTED[name]["text"].split()[0] in words  # nothing is lost either
    if not name.startswith("outlook-answer-below"):  # there, only what was sent tells quote and answer apart
        assert "automatisch erstellt" not in words
