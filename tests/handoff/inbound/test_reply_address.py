"""Addresses with tokens."""

from __future__ import annotations

import pytest

from bot.handoff.inbound.reply_address import find_tokens, make_reply_address

TOKEN = "abcdefghijklmnop234567abcdefghij"


@pytest.mark.parametrize(
    "mailbox", ["lotse@example.org", "Lotse@Example.org", "lotse+x@example.org", "l@müller-gießerei.de"]
)
def test_a_token_is_found_in_the_address_made_for_it(mailbox: str) -> None:
    address = make_reply_address(mailbox, TOKEN).replace("müller-gießerei", "xn--mller-gieerei-jdb04b")
    assert find_tokens(["a@example.org", address, address.upper()], mailbox) == (TOKEN,)


@pytest.mark.parametrize(
    "address",
    [
        "lotse@example.org",
        "lotse+@example.org",
        "lotse+zu-kurz@example.org",
        f"lotse+{TOKEN}@anders.test",
        f"andere+{TOKEN}@example.org",
        f"lotse+{TOKEN}' OR 1=1@example.org",
        f"lotse+{'a' * 100}@example.org",
        "",
    ],
)
def test_other_addresses_hold_no_token(address: str) -> None:
    assert find_tokens([address], "lotse@example.org") == ()


def test_without_a_mailbox_there_are_no_tokens() -> None:
    assert find_tokens([f"lotse+{TOKEN}@example.org"], "") == ()
