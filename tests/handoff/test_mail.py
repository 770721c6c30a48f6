"""Mail over a real SMTP server, and into files where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bot.handoff.mail import FileMailer, MailNotSent, SmtpMailer, make_mailer
from bot.handoff.message import Mail
from bot.handoff.smtp_url import read_smtp_url
from bot.handoff.ticket_mail import NEW, write_ticket_letter
from bot.settings import InvalidSetting, Settings
from tests.handoff.letters import WAYS, make_ticket
from tests.handoff.smtp_server import PASSWORD, USER, Mailbox, TestCertificate, run_smtp, text_of

SENDER = "TRegKS-Lotse <lotse@example.org>"
MAIL = Mail(
    "ticket-1",
    "projekt@example.org",
    subject="Neue Anfrage: Förderung für Größe und Übermut — 5 €",
    body="Grüße aus Kassel\n.\n..zwei Punkte\n" + "ß" * 2000 + "\n",
    reply_to="j.gross@müller-gießerei.de",
)


def make_smtp_mailer(mailbox: Mailbox, *, login: str = "", options: str = "", tls: Any = None) -> SmtpMailer:
    return SmtpMailer(
        read_smtp_url(f"smtp://{login}127.0.0.1:{mailbox.port}?timeout=5{options}"), sender=SENDER, tls=tls
    )


def test_umlauts_and_lines_arrive_as_they_were_written(mailbox: Mailbox) -> None:
    make_smtp_mailer(mailbox).send(MAIL)
    (mail,) = mailbox.mails
    assert mail["Subject"] == MAIL.subject
    assert text_of(mail) == MAIL.body
    assert (mail["From"], mail["To"]) == (SENDER, "projekt@example.org")
    assert mail["Reply-To"] == "j.gross@xn--mller-gieerei-jdb04b.de"
    assert mailbox.recipients == [["projekt@example.org"]]
    assert mailbox.raw[0].isascii()


def test_a_mail_sent_again_is_recognised_as_the_same_one(mailbox: Mailbox) -> None:
    for mail in (MAIL, MAIL, Mail("ticket-2", MAIL.recipient, subject="Neu", body="Neu")):
        make_smtp_mailer(mailbox).send(mail)
    first, second, third = (mail["Message-ID"] for mail in mailbox.mails)
    assert first == second != third
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", first)


@pytest.mark.parametrize(
    "trap",
    [
        "Hilfe\r\nBcc: fremd@example.com",
        "Hilfe\nBcc: fremd@example.com\n\nGewonnen!",
        "Hilfe\u2028Bcc: fremd@example.com",
        "=?utf-8?q?Hilfe=0D=0ABcc:_fremd@example.com=0D=0A=0D=0AGewonnen?=",
        "=?utf-8?b?SGlsZmUNCkJjYzogZnJlbWRAZXhhbXBsZS5jb20=?=",
        "=\u200b?utf-8?q?Hilfe=0D=0ABcc:_fremd@example.com?=",
    ],
)
def test_a_visitor_cannot_write_a_header_or_another_mail(mailbox: Mailbox, trap: str) -> None:
    letter = write_ticket_letter(make_ticket(concern=trap, name=trap, company=trap, summary=trap), NEW, WAYS)
    make_smtp_mailer(mailbox).send(
        Mail("a", "p@example.org", subject=letter.subject, body=letter.write_text(), sender_name=trap, topic=trap)
    )
    (mail,) = mailbox.mails
    assert mail["Bcc"] is None
    assert len(mail.keys()) == len(set(mail.keys())) == 9
    assert text_of(mail) == letter.write_text()
    assert mailbox.recipients == [["p@example.org"]]


@contextmanager
def encrypted(certificate: TestCertificate, **options: Any) -> Iterator[Mailbox]:
    """Run a server that wants STARTTLS and a password."""
    mailbox = Mailbox()
    options = {"tls_context": certificate.server_context(), "require_starttls": True, **options}
    with run_smtp(mailbox, auth_required=True, authenticator=mailbox.check_login, **options):
        yield mailbox


def test_name_and_password_are_sent_over_starttls(certificate: TestCertificate) -> None:
    with encrypted(certificate) as mailbox:
        login = f"{USER}:{quote(PASSWORD, safe='')}@"
        make_smtp_mailer(mailbox, login=login, options="&starttls=1", tls=certificate.trusting_context()).send(MAIL)
    assert mailbox.logins == [USER]
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize(
    ("login", "options", "reason"),
    [
        ("lotse:falsch@", "&starttls=1", "SMTPAuthenticationError"),
        ("", "&starttls=1", "SMTPSenderRefused"),
        ("", "", "SMTPSenderRefused"),
    ],
)
def test_a_server_that_wants_more_refuses_the_mail(
    certificate: TestCertificate, login: str, options: str, reason: str
) -> None:
    with encrypted(certificate) as mailbox:
        mailer = make_smtp_mailer(mailbox, login=login, options=options, tls=certificate.trusting_context())
        with pytest.raises(MailNotSent, match=reason) as refused:
            mailer.send(MAIL)
    assert mailbox.raw == []
    assert "falsch" not in str(refused.value)
    assert not refused.value.is_final


def test_a_password_is_not_sent_to_a_server_with_an_unknown_certificate(certificate: TestCertificate) -> None:
    with encrypted(certificate) as mailbox, pytest.raises(MailNotSent, match="CERTIFICATE_VERIFY_FAILED"):
        make_smtp_mailer(mailbox, login="lotse:wort@", options="&starttls=1").send(MAIL)
    assert mailbox.logins == []


def test_a_server_without_starttls_gets_neither_password_nor_mail(mailbox: Mailbox) -> None:
    with pytest.raises(MailNotSent, match="STARTTLS"):
        make_smtp_mailer(mailbox, login="lotse:wort@", options="&starttls=1").send(MAIL)
    assert (mailbox.logins, mailbox.raw) == ([], [])


def test_smtps_is_encrypted_from_the_start(certificate: TestCertificate) -> None:
    mailbox = Mailbox()
    with run_smtp(mailbox, ssl_context=certificate.server_context()):
        server = read_smtp_url(f"smtps://127.0.0.1:{mailbox.port}?timeout=5")
        SmtpMailer(server, sender=SENDER, tls=certificate.trusting_context()).send(MAIL)
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize(("answer", "is_final"), [("550 No such user here", True), ("450 Try again later", False)])
def test_a_refused_recipient_is_a_failure_for_good_or_for_now(answer: str, is_final: bool) -> None:
    mailbox = Mailbox(refused=frozenset({MAIL.recipient}), refusal=answer)
    with run_smtp(mailbox), pytest.raises(MailNotSent) as failure:
        make_smtp_mailer(mailbox).send(MAIL)
    assert (mailbox.raw, str(failure.value), failure.value.is_final) == ([], answer, is_final)


@pytest.mark.parametrize(("answer", "is_final"), [("554 Spam", True), ("451 Disk full", False)])
def test_a_refused_text_is_a_failure_for_good_or_for_now(answer: str, is_final: bool) -> None:
    mailbox = Mailbox(verdict=answer)
    with run_smtp(mailbox), pytest.raises(MailNotSent, match=answer[:3]) as failure:
        make_smtp_mailer(mailbox).send(MAIL)
    assert failure.value.is_final is is_final


def test_a_mail_that_cannot_be_written_fails_for_good(mailbox: Mailbox, tmp_path: Path) -> None:
    for mailer in (make_smtp_mailer(mailbox), FileMailer(tmp_path, sender=SENDER)):
        with pytest.raises(MailNotSent, match="cannot be written") as failure:
            mailer.send(Mail("a", "kim", subject="Betreff", body="Text"))
        assert failure.value.is_final


def test_a_server_that_hangs_up_after_taking_the_mail_has_taken_it() -> None:
    mailbox = Mailbox(is_rude=True)
    with run_smtp(mailbox):
        make_smtp_mailer(mailbox).send(MAIL)
    assert len(mailbox.raw) == 1


@pytest.mark.parametrize(
    ("url", "reason"),
    [("smtp://127.0.0.1:{port}", "ConnectionRefusedError"), ("smtp://" + "x" * 70 + ":{port}", "Error")],
)
def test_a_server_that_is_not_there_is_a_failure_for_now(url: str, reason: str) -> None:
    with pytest.raises(MailNotSent, match=reason) as failure:
        SmtpMailer(read_smtp_url(url.format(port=Mailbox().port)), sender=SENDER).send(MAIL)
    assert not failure.value.is_final


def test_without_a_mail_server_each_mail_is_a_file(tmp_path: Path) -> None:
    mailer = make_mailer(Settings(var_dir=tmp_path, mail_from=SENDER))
    for mail in (MAIL, MAIL, Mail("../../weg", MAIL.recipient, subject="Betreff", body="Text")):
        mailer.send(mail)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")) == [
        "mails/_weg.eml",
        "mails/ticket-1.eml",
    ]
    message = message_from_bytes((tmp_path / "mails" / "ticket-1.eml").read_bytes(), policy=policy.default)
    assert (message["Subject"], text_of(message)) == (MAIL.subject, MAIL.body)


def test_a_folder_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "mails").write_text("a file in the way")
    with pytest.raises(MailNotSent, match="FileExistsError"):
        FileMailer(tmp_path / "mails", sender=SENDER).send(MAIL)


def test_the_setting_of_a_mail_server_is_used(tmp_path: Path) -> None:
    mailer = make_mailer(Settings(var_dir=tmp_path, smtp_url="smtp://mail.example:2525", mail_from=SENDER))
    assert isinstance(mailer, SmtpMailer)
    assert (mailer.server.host, mailer.server.port, mailer.sender) == ("mail.example", 2525, SENDER)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"mail_from": ""}, "LOTSE_MAIL_FROM"),
        ({"mail_from": "lotse"}, "LOTSE_MAIL_FROM"),
        ({"mail_from": "Lotse <jörg@example.org>"}, "LOTSE_MAIL_FROM"),
        ({"handoff_to": "michael"}, "LOTSE_HANDOFF_TO"),
        ({"handoff_to": "Michael <m@example.org>"}, "LOTSE_HANDOFF_TO"),
        ({"handoff_to": "m@example.org, k@example.org"}, "LOTSE_HANDOFF_TO"),
        ({"handoff_to": "jörg@example.org"}, "LOTSE_HANDOFF_TO"),
        ({"handoff_to": "m@example.org\nBcc: k@example.org"}, "LOTSE_HANDOFF_TO"),
        ({"smtp_url": "mail.example"}, "LOTSE_SMTP_URL"),
    ],
)
def test_a_setting_no_mail_could_go_out_with_is_named_at_the_start(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(InvalidSetting, match=name):
        make_mailer(Settings(**changes))
