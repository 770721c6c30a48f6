"""Mails as they come in: addresses, ids and what is refused."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from bot.handoff.inbound.incoming_mail import BODY_LIMIT, SIZE_LIMIT, UnreadableMail, read_mail

HEADER = b"From: Kim <Kim@Example.org>\nMessage-ID: <1@example.org>\n"


def test_every_address_a_mail_came_to_is_found() -> None:
    mail = read_mail(
        HEADER
        + b'To: "Nachname, Vorname" <a@example.org>, b@example.org\nCc: =?utf-8?q?x=40y=2Etest=2C?= <C@example.org>\n'
        + b"Delivered-To: d@example.org\nX-Original-To: e@example.org\nTo: a@example.org\n\nText"
    )
    assert mail.recipients == tuple(f"{name}@example.org" for name in "abcde")
    assert (mail.sender, mail.sender_name) == ("kim@example.org", "Kim")


def test_the_mails_that_one_answers_are_named_nearest_first() -> None:
    mail = read_mail(HEADER + b"In-Reply-To: <3@x>\nReferences: <1@x> <2@x>\n <3@x>\n\nText")
    assert mail.answered_ids == ("<3@x>", "<2@x>", "<1@x>")


def test_a_mail_is_the_same_mail_by_its_id_and_else_by_its_bytes() -> None:
    first, again, other = (read_mail(HEADER + text) for text in (b"\nEins", b"\nZwei", b"X: y\n\nEins"))
    assert first.digest == again.digest == other.digest
    assert read_mail(b"\nEins").digest != read_mail(b"\nZwei").digest


def test_a_mail_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableMail, match="größer als 20 MB"):
        read_mail(b"x" * (SIZE_LIMIT + 1))


NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (depth, depth) for depth in range(3000))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        bytes(range(256)) * 100,
        HEADER + NESTED,
        HEADER + b"Content-Type: message/rfc822\n\n" * 3000,
        HEADER + b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 100_000,
        HEADER + b"Content-Type: ;;;=\xff; charset*=x'y'z%ff\n\nx",
        HEADER + b"Content-Disposition: attachment; filename*=foo''%ff%zz\n\nx",
        HEADER + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n###\nend\n",
        b"From: " + b"(" * 50_000 + b"\n\nx",
        b"Subject: " + b"=?utf-8?q?=41?= " * 50_000 + b"\nTo: " + b"a@b.test, " * 50_000 + b"\n\nx",
        HEADER + b"\n" + b"Von: x\nAn: y\nBetreff: z\n" * 10_000,
    ],
    ids=range(12),
)
def test_a_broken_mail_is_read_or_refused_and_costs_no_minutes(raw: bytes) -> None:
    started = time.process_time()
    with suppress(UnreadableMail):  # anything else would be a bug
        assert len(read_mail(raw).body) <= BODY_LIMIT
    assert time.process_time() - started < 5
