"""The setting of the mail server."""

from __future__ import annotations

import pytest

from bot.handoff.smtp_url import SmtpServer, read_smtp_url
from bot.settings import InvalidSetting


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", SmtpServer("mail.example", 25)),
        ("SMTP://Mail.Example:2525/", SmtpServer("mail.example", 2525)),
        ("smtp://mail.example?starttls=1", SmtpServer("mail.example", 587, is_starttls=True)),
        ("smtp://mail.example?starttls=on", SmtpServer("mail.example", 587, is_starttls=True)),
        ("smtp://mail.example:25?starttls=0", SmtpServer("mail.example", 25)),
        ("smtps://mail.example", SmtpServer("mail.example", 465, is_ssl=True)),
        ("smtp://[::1]:25", SmtpServer("::1", 25)),
        ("smtp://mail.example?timeout=2.5", SmtpServer("mail.example", 25, timeout=2.5)),
        ("smtp://lotse:wort@mail.example", SmtpServer("mail.example", 25, user="lotse", password="wort")),
        (
            "smtps://lotse%40example.org:w%2Fo%3Ar%3Ft@mail.example",
            SmtpServer("mail.example", 465, is_ssl=True, user="lotse@example.org", password="w/o:r?t"),
        ),
    ],
)
def test_a_mail_server_is_read_from_its_address(url: str, server: SmtpServer) -> None:
    assert read_smtp_url(url) == server


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "smtp:// oder smtps://"),
        ("mail.example", "smtp:// oder smtps://"),
        ("https://lotse:GEHEIM@mail.example", "smtp:// oder smtps://"),
        ("smtp://", "Name des Mailservers fehlt"),
        ("smtp://:25", "Name des Mailservers fehlt"),
        ("smtp://lotse:GEHEIM@", "Name des Mailservers fehlt"),
        ("smtp://lotse:GEHEIM@mail.example:post", "Port ist keine Zahl"),
        ("smtp://lotse:GEHEIM@mail.example:0", "Port ist keine Zahl"),
        ("smtp://lotse:GEHEIM@mail.example:65536", "Port ist keine Zahl"),
        ("smtp://lotse:GEHEIM@mail.example:-25", "Port ist keine Zahl"),
        ("smtp://lotse:GE/HEIM@mail.example", "Sonderzeichen im Kennwort"),
        ("smtp://lotse:GE?HEIM@mail.example", "Sonderzeichen im Kennwort"),
        ("smtp://lotse:GE#HEIM@mail.example", "Sonderzeichen im Kennwort"),
        ("smtp://lotse:GE[HEIM@mail.example", "Sonderzeichen im Kennwort"),
        ("smtp://lotse:12/GEHEIM@mail.example", "Sonderzeichen im Kennwort"),
        ("smtp://lotse:12?GEHEIM@mail.example", "Sonderzeichen im Kennwort"),
        ("smtp://lotse:12#GEHEIM@mail.example", "Sonderzeichen im Kennwort"),
        ("smtp://lotse:12?starttls=GEHEIM@mail.example", "starttls muss 0 oder 1 sein"),
        ("smtp://lotse@mail.example", "gehören zusammen"),
        ("smtp://:GEHEIM@mail.example", "gehören zusammen"),
        ("smtp://lotse:GEHEIMÜ@mail.example", "keine Umlaute"),
        ("smtp://lotse:GEHEIM%C3%9C@mail.example", "keine Umlaute"),
        ("smtp://lotse:GEHEIM@mail.example?tls=1", "nur starttls und timeout"),
        ("smtp://lotse:GEHEIM@mail.example?starttls=ja", "starttls muss 0 oder 1 sein"),
        ("smtps://lotse:GEHEIM@mail.example?starttls=1", "schon verschlüsselt"),
        ("smtp://lotse:GEHEIM@mail.example?timeout=0", "timeout"),
        ("smtp://lotse:GEHEIM@mail.example?timeout=31", "timeout"),
        ("smtp://lotse:GEHEIM@mail.example?timeout=inf", "timeout"),
        ("smtp://lotse:GEHEIM@mail.example?timeout=-1", "timeout"),
        ("smtp://lotse:GEHEIM@mail.example?timeout=", "timeout"),
    ],
)
def test_a_wrong_address_is_explained_without_the_password(url: str, reason: str) -> None:
    with pytest.raises(InvalidSetting, match=reason) as refused:
        read_smtp_url(url)
    text = str(refused.value)
    assert text.startswith("Die Einstellung LOTSE_SMTP_URL ist unbrauchbar.")
    assert "HEIM" not in text
    assert refused.value.__cause__ is None


def test_the_password_is_not_printed() -> None:
    server = read_smtp_url("smtp://lotse:GEHEIM@mail.example")
    assert "GEHEIM" not in f"{server!r} {server}"
    assert server.password == "GEHEIM"
