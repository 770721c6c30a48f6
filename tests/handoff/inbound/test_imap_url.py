"""The setting of the mailbox."""

from __future__ import annotations

import pytest

from bot.handoff.inbound.imap_url import ImapServer, read_imap_url
from bot.settings import InvalidSetting


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("imaps://lotse:wort@mail.example", ImapServer("mail.example", 993, "lotse", "wort")),
        (
            "imaps://lotse:wort@mail.example:9993/Antworten/",
            ImapServer("mail.example", 9993, "lotse", "wort", "Antworten"),
        ),
        (
            "IMAPS://lotse%40example.org:w%2Fo@Mail.Example/Postf%C3%A4cher/Lotse",
            ImapServer("mail.example", 993, "lotse@example.org", "w/o", "Postfächer/Lotse"),
        ),
    ],
)
def test_a_mailbox_is_read_from_its_address(url: str, server: ImapServer) -> None:
    assert read_imap_url(url) == server


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mail.example", "imaps://"),
        ("imap://lotse:GEHEIM@mail.example", "imaps://"),
        ("imaps://mail.example", "Name und Kennwort fehlen"),
        ("imaps://lotse@mail.example", "gehören zusammen"),
        ("imaps://lotse:GE/HEIM@mail.example", "Sonderzeichen im Kennwort"),
        ("imaps://lotse:12/GEHEIM@mail.example?x=1", "Sonderzeichen im Kennwort"),
        ("imaps://lotse:GEHEIM@mail.example/INBOX?tls=1", "Sonderzeichen im Kennwort"),
    ],
)
def test_a_wrong_address_is_explained_without_the_password(url: str, reason: str) -> None:
    with pytest.raises(InvalidSetting, match=reason) as refused:
        read_imap_url(url)
    assert str(refused.value).startswith("Die Einstellung LOTSE_IMAP_URL ist unbrauchbar.")
    assert "HEIM" not in str(refused.value)


def test_the_password_is_not_printed() -> None:
    assert "GEHEIM" not in repr(read_imap_url("imaps://lotse:GEHEIM@mail.example"))
