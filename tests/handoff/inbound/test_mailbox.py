"""The mailbox over IMAP: every mail is taken once, none holds up another, and what failed is tried again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker

from bot.handoff.inbound.imap_url import ImapServer
from bot.handoff.inbound.incoming_mail import SIZE_LIMIT
from bot.handoff.inbound.mailbox import ALARM_AFTER, MailboxReader, make_mailbox_reader
from bot.settings import InvalidSetting, Settings
from tests.handoff.inbound.desk import (
    INBOUND,
    make_address,
    read_outcomes,
    read_said,
    read_subjects,
    write_mail,
)
from tests.handoff.inbound.imap_server import MailStore, run_imap
from tests.handoff.samples import NOW, hand_over
from tests.handoff.smtp_server import PASSWORD, USER, TestCertificate, free_port

pytestmark = pytest.mark.slow  # takes seconds


@pytest.fixture
def store() -> MailStore:
    return MailStore()


@pytest.fixture
def port(store: MailStore, certificate: TestCertificate) -> Iterator[int]:
    with run_imap(store, certificate) as port:
        yield port


@pytest.fixture
def address(session_factory: sessionmaker) -> str:
    """The reply address of an open ticket."""
    hand_over(session_factory)
    return make_address(session_factory)


def make_reader(
    factory: sessionmaker, certificate: TestCertificate, port: int, password: str = PASSWORD, **settings: Any
) -> MailboxReader:
    server = ImapServer("127.0.0.1", port, USER, password)
    tls = certificate.trusting_context()
    return MailboxReader(factory, replace(INBOUND, **settings), server, now=lambda: NOW, tls=tls)


@pytest.fixture
def reader(session_factory: sessionmaker, certificate: TestCertificate, port: int) -> MailboxReader:
    return make_reader(session_factory, certificate, port)


def test_unread_mails_are_taken_and_marked_as_read(
    session_factory: sessionmaker, reader: MailboxReader, store: MailStore, address: str
) -> None:
    store.put(*(write_mail(f"Antwort {number}.", to=address, message_id=f"<{number}@x>") for number in range(3)))
    assert [reader.run(), reader.run()] == [3, 0]
    assert store.flags() == [{"Seen"}] * 3
    with session_factory() as session:
        assert [text for *_who, text in read_said(session)] == ["Antwort 0.", "Antwort 1.", "Antwort 2."]


def test_a_broken_mail_holds_up_no_other_and_waits_for_a_person(
    session_factory: sessionmaker, reader: MailboxReader, store: MailStore, address: str
) -> None:
    store.put(b"Content-Type: message/rfc822\n\n" * 3000, write_mail(message_id="<2@x>"), write_mail(to=address))
    assert reader.run() == 3
    assert store.flags() == [{"Seen", "Flagged"}, {"Seen", "Flagged"}, {"Seen"}]
    with session_factory() as session:
        assert sorted(outcome for outcome, _note in read_outcomes(session)) == ["delivered", "refused", "unmatched"]


def test_a_mail_that_is_too_large_is_not_even_fetched(
    session_factory: sessionmaker, reader: MailboxReader, store: MailStore
) -> None:
    store.put(write_mail(), size=SIZE_LIMIT + 1)
    reader.run()
    assert store.fetched == ["RFC822.SIZE", "BODY.PEEK[HEADER]"]
    with session_factory() as session:
        assert read_outcomes(session) == [("refused", "Die Mail ist größer als 20 MB.")]


@pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 UIDPLUS", "IMAP4rev1 MOVE"])
def test_settled_mails_go_into_a_folder_where_one_is_set(
    session_factory: sessionmaker,
    certificate: TestCertificate,
    port: int,
    store: MailStore,
    address: str,
    capabilities: str,
) -> None:
    store.capabilities = capabilities
    store.put(write_mail(to=address), write_mail(message_id="<2@x>"))
    make_reader(session_factory, certificate, port, imap_mark="Erledigte Mails").run()
    assert list(store.folders["Erledigte Mails"]) == [1]
    assert list(store.inbox) == [2]


def test_a_reader_that_dies_before_it_marks_a_mail_delivers_it_once(
    session_factory: sessionmaker, certificate: TestCertificate, port: int, store: MailStore, address: str
) -> None:
    store.put(write_mail(to=address))
    store.hangs_up_at = "STORE"
    assert make_reader(session_factory, certificate, port).run() == 0
    assert store.flags() == [set()]
    store.hangs_up_at = ""
    assert make_reader(session_factory, certificate, port).run() == 1
    with session_factory() as session:
        assert (len(read_said(session)), store.flags()) == (1, [{"Seen"}])


def test_two_readers_at_once_deliver_a_mail_once(
    session_factory: sessionmaker,
    certificate: TestCertificate,
    port: int,
    store: MailStore,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store.put(write_mail(to=address))
    first, second = (make_reader(session_factory, certificate, port, imap_mark="Erledigt") for _ in range(2))
    mark = MailboxReader._mark

    def mark_late(reader: MailboxReader, *arguments: Any, **named: Any) -> None:
        monkeypatch.setattr(MailboxReader, "_mark", mark)
        assert second.run() == 1  # in the moment between the first one's commit and its mark
        mark(reader, *arguments, **named)

    monkeypatch.setattr(MailboxReader, "_mark", mark_late)
    assert first.run() == 1
    with session_factory() as session:
        assert len(read_said(session)) == 1
    assert list(store.folders["Erledigt"]) == [1]


def test_without_a_database_mails_stay_unread(
    reader: MailboxReader, store: MailStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise OperationalError("SELECT", {}, Exception("away"))

    store.put(write_mail())
    monkeypatch.setattr("bot.handoff.inbound.taking.take_mail", fail)
    with pytest.raises(OperationalError):
        reader.run()
    assert store.flags() == [set()]


@pytest.mark.parametrize("trouble", ["no server", "wrong password", "foreign certificate", "hangs up"])
def test_a_server_that_fails_is_left_alone_for_a_while(
    session_factory: sessionmaker, certificate: TestCertificate, port: int, store: MailStore, trouble: str
) -> None:
    store.put(write_mail())
    store.hangs_up_at = "SEARCH" if trouble == "hangs up" else ""
    reader = make_reader(
        session_factory,
        certificate,
        free_port() if trouble == "no server" else port,
        "falsch" if trouble == "wrong password" else PASSWORD,
    )
    if trouble == "foreign certificate":
        reader._tls = None
    assert reader.run() == 0
    assert reader._next_try > 0
    assert store.flags() == [set()]


def test_the_administrators_hear_once_of_a_mailbox_that_stays_away(
    session_factory: sessionmaker, certificate: TestCertificate
) -> None:
    for _worker in range(2):
        reader = make_reader(session_factory, certificate, free_port(), admin_email="admin@example.org")
        for _try in range(ALARM_AFTER + 1):
            reader._next_try = 0
            reader.run()
    with session_factory() as session:
        subjects = read_subjects(session, "admin@example.org")
    assert subjects == ["TRegKS-Lotse: Das Postfach für Antworten ist nicht erreichbar"]


def test_a_reader_is_made_where_a_mailbox_is_set(session_factory: sessionmaker) -> None:
    mailbox = "imaps://lotse:wort@mail.example/INBOX"
    assert make_mailbox_reader(session_factory, replace(INBOUND, imap_url=mailbox), now=lambda: NOW) is not None
    assert make_mailbox_reader(session_factory, Settings(), now=lambda: NOW) is None
    with pytest.raises(InvalidSetting, match="LOTSE_REPLY_ADDRESS braucht"):
        make_mailbox_reader(session_factory, INBOUND, now=lambda: NOW)
