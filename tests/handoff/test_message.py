"""Mails as messages: every field arrives, none can become another header."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from bot.handoff.message import Mail, build_message, make_message_key

MAIL = Mail("ticket-1", "projekt@example.org", subject="Betreff", body="Text\n", reply_to="kim@example.org")


def read_back(mail: Mail, *, sender: str = "lotse@example.org") -> EmailMessage:
    raw = build_message(mail, sender=sender).as_bytes()
    assert max(map(len, raw.splitlines())) <= 998  # RFC 5322
    return message_from_bytes(raw, policy=policy.default)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("lotse@example.org", ""),
        ("Lötse Büro <lotse@example.org>", "Lötse Büro"),
        ('"Lotse, Büro" <lotse@example.org>', "Lotse, Büro"),
        (r'"Der \"Lotse\" im Büro" <lotse@example.org>', 'Der "Lotse" im Büro'),
    ],
)
def test_the_sender_keeps_its_name(sender: str, name: str) -> None:
    (address,) = read_back(MAIL, sender=sender)["From"].addresses
    assert (address.display_name, address.addr_spec) == (name, "lotse@example.org")


@pytest.mark.parametrize(
    "subject",
    [
        "Neue Anfrage: " + "Ä" * 60,
        "x" * 300,
        "Wir suchen, bitte: „Hilfe“; (eilig) <b>",
        "5 = ? 6 ?= 7",
        "🙂 " * 30 + "Ende",
    ],
)
def test_a_subject_arrives_word_for_word(subject: str) -> None:
    assert " ".join(read_back(replace(MAIL, subject=subject))["Subject"].split()) == subject


@pytest.mark.parametrize(
    "trap", ["=?utf-8?q?a=0D=0AB:_c?=", "=?utf-8?b?w4PDhw==", "=?ascii?q?=C3=84?=", "a\r\nB: c", "a\x85B: c"]
)
def test_a_subject_stays_one_header_of_plain_text(trap: str) -> None:
    message = read_back(replace(MAIL, subject=trap))
    assert message["B"] is None
    assert message["Date"]
    assert message["Subject"].split() == trap.replace("=?", "= ?").replace("\x85", " ").split()


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("kim@example.org", "kim@example.org"),
        ("o'neill+a_b@sub.example.co.uk", "o'neill+a_b@sub.example.co.uk"),
        ("post@müller-gießerei.de", "post@xn--mller-gieerei-jdb04b.de"),
        ("lotse@localhost", "lotse@localhost"),
        ("a" * 64 + "@" + "b" * 60 + "." + "c" * 60 + ".de", "a" * 64 + "@" + "b" * 60 + "." + "c" * 60 + ".de"),
    ],
)
def test_an_address_is_written_so_that_every_server_takes_it(address: str, written: str) -> None:
    message = read_back(replace(MAIL, recipient=address, reply_to=address))
    assert (message["To"], message["Reply-To"]) == (written, written)


BAD_ADDRESSES = [
    "",
    "kim",
    "kim@",
    "@example.org",
    "jörg@example.org",
    "kim@example.org\r\nBcc: a@example.org",
    "kim@example.org, a@example.org",
    "Kim <kim@example.org>",
    "=?utf-8?q?a=0D=0ABcc=3A_x?=@example.org",
    "kim@ö..de",
]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_a_mail_to_something_that_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="cannot be written into a header"):
        build_message(replace(MAIL, recipient=address), sender="lotse@example.org")


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_a_visitor_without_a_usable_address_does_not_hold_up_the_mail(address: str) -> None:
    message = read_back(replace(MAIL, reply_to=address))
    assert message["Reply-To"] is None
    assert (message["Bcc"], message["To"]) == (None, "projekt@example.org")


def test_nobody_gets_an_automatic_answer() -> None:
    message = read_back(MAIL)
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == ("auto-generated", "All")


def test_the_id_depends_on_the_key_alone() -> None:
    changed = replace(MAIL, subject="Anders", body="Anders", recipient="a@example.org")
    other = replace(MAIL, dedup_key="ticket-2")
    ids = [read_back(mail)["Message-ID"] for mail in (MAIL, changed, other)]
    assert ids[0] == ids[1] != ids[2]
    assert "ticket" not in ids[0]


def test_what_a_person_writes_is_no_automatic_mail_and_bears_the_name() -> None:
    message = read_back(replace(MAIL, sender_name="Jörg\r\nBcc: a@example.org"), sender="Lotse <lotse@example.org>")
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"], message["Bcc"]) == (None, None, None)
    (address,) = message["From"].addresses
    assert (address.display_name, address.addr_spec) == ("Jörg Bcc: a@example.org", "lotse@example.org")


def test_a_first_mail_begins_a_thread() -> None:
    message = read_back(MAIL)
    assert (message["In-Reply-To"], message["References"], message["Thread-Topic"]) == (None, None, None)


def test_later_mails_name_the_first_and_the_latest_ones_before_them() -> None:
    keys = [make_message_key(str(number)) for number in range(30)]
    message = read_back(replace(MAIL, earlier=tuple(keys), topic="Anfrage TK-2026-7F3KQ9"))
    named = [reference.strip("<>").partition("@")[0] for reference in message["References"].split()]
    assert named == [keys[0], *keys[-9:]]
    assert message["In-Reply-To"] == f"<{keys[-1]}@example.org>"
    assert message["Thread-Topic"] == "Anfrage TK-2026-7F3KQ9"


def test_two_mails_form_a_thread() -> None:
    second = replace(MAIL, dedup_key="ticket-2", earlier=(make_message_key(MAIL.dedup_key),))
    assert read_back(second)["In-Reply-To"] == read_back(second)["References"] == read_back(MAIL)["Message-ID"]


def test_a_mail_program_can_read_where_to_unsubscribe_however_long_the_address_is() -> None:
    url = "https://lotse.example.org/" + "a" * 200
    raw = build_message(replace(MAIL, unsubscribe_url=url), sender="lotse@example.org").as_bytes()
    assert f"\r\nList-Unsubscribe: <{url}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


def test_a_mail_that_answers_somebody_offers_no_unsubscribing() -> None:
    assert read_back(MAIL)["List-Unsubscribe"] is None
