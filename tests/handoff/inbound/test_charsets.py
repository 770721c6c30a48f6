"""Bytes become text, whatever the mail says about them."""

from __future__ import annotations

import pytest

from bot.handoff.inbound.charsets import decode_text, find_codec, read_header


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "iso-8859-1", "iso-8859-15", "cp1252", "utf-16", "cp850"])
def test_a_text_is_read_in_the_character_set_it_names(codec: str) -> None:
    named = {"utf-8-sig": "utf-8"}.get(codec, codec)
    assert decode_text("Größe: Süßöl".encode(codec), named) == "Größe: Süßöl"


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("utf-8", "iso-8859-1"),
        ("utf-8", "us-ascii"),
        ("utf-8", ""),
        ("utf-8", "x-unbekannt"),
        ("cp1252", "utf-8"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "iso-8859-15"),
        ("cp1252", "ansi_x3.4-1968"),
    ],
)
def test_a_wrong_name_of_the_character_set_does_no_harm(written: str, named: str) -> None:
    assert decode_text("„Größe“ – 5 €".encode(written), named) == "„Größe“ – 5 €"


@pytest.mark.parametrize("name", ["utf-7", "rot13", "idna", "punycode", "unicode_escape", "zlib", "nichts", "", "a\0b"])
def test_what_is_no_character_set_of_mails_is_not_used(name: str) -> None:
    assert find_codec(name) == ""


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?= aus =?iso-8859-1?q?K=F6ln?=", "Grüße aus Köln"),
        ("=?utf-8?B?R3LDvMOfZQ==?=\r\n =?utf-8?B?IGF1cw==?=", "Grüße aus"),
        ("=?utf-8?q?halbes_=C3?= =?utf-8?q?=A4?=", "halbes ä"),  # a letter cut in two
        ("=?unknown-8bit?q?Gr=FC=DFe?=", "Grüße"),
        ("Gr\udcfc\udcdfe", "Grüße"),  # raw Latin-1, as Python's parser keeps it
        ("Gr\udcc3\udcbcße", "Grüße"),
        ("=?utf-8?b?kaputt!?= und mehr", "=?utf-8?b?kaputt!?= und mehr"),
        ("=?utf-8?q?AW=0D=0ABcc=3A_a=40b=2Etest?=", "AW Bcc: a@b.test"),
        ("", ""),
    ],
)
def test_a_header_is_read_as_one_line(raw: str, value: str) -> None:
    assert read_header(raw) == value
