"""What visitors write is kept without what leads to them, and otherwise as they wrote it."""

from __future__ import annotations

import time

import pytest

from bot.conversations.redaction import redact


@pytest.mark.parametrize(
    "number",
    [
        "0561 123456",
        "0561/123456",
        "0561 / 12 34 56",
        "0561 - 123456",
        "0561 – 12 34 56",
        "0561-123456-78",
        "0561.123456",
        "(0561) 12 34 56",
        "+49 561 123456",
        "+49 (0) 561 / 123456",
        "0049-561-123456",
        "0170 1234567",
        "06.12.34.56.78",
    ],
)
@pytest.mark.parametrize("frame", ["{}", "Rufen Sie mich an: {}.", "Tel.{}", "Nummer {}, gern abends", "({})"])
def test_a_telephone_number_is_taken_out_however_it_is_written(number: str, frame: str) -> None:
    redacted = redact(frame.format(number))
    assert "[Telefonnummer]" in redacted
    assert not any(digit.isdigit() for digit in redacted)


@pytest.mark.parametrize(
    "address",
    ["max@example.org", "max.muster+x@post.example.org", "max @ example.org", "m@städte.de", "max(at)example.org"],
)
def test_a_mail_address_is_taken_out(address: str) -> None:
    assert redact(f"Mail an {address}, danke") == "Mail an [E-Mail-Adresse], danke"


@pytest.mark.parametrize(
    "account",
    [
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "de89 3704 0044 0532 0130 00",
        "DE 89 3704 0044 0532 0130 00",
        "GB29NWBK60161331926819",
    ],
)
def test_a_bank_account_is_taken_out(account: str) -> None:
    assert redact(f"Konto {account} bei der Bank") == "Konto [Kontonummer] bei der Bank"


@pytest.mark.parametrize(
    "street",
    [
        "Königsplatz 3",
        "Musterstraße 12a",
        "Musterstr. 5",
        "Musterstr.5",
        "Kölnische Straße 12",
        "Kölnische Str. 12 b",
        "Wilhelmshöher Allee 262",
        "Grüner Weg 7",
        "Heinrich-Plett-Straße 40",
    ],
)
def test_a_street_with_its_number_is_taken_out(street: str) -> None:
    assert redact(f"Adresse: {street}, Kassel") == "Adresse: [Anschrift], Kassel"
    assert redact(f"Wir sitzen {street} in Kassel") == "Wir sitzen [Anschrift] in Kassel"


@pytest.mark.parametrize(
    "text",
    [
        "Gibt es am 05.06.2027 einen Kurs?",
        "vom 01.07.-30.09.2027",
        "vom 01.07.2027 - 30.09.2027, sonst ab 03.05.",
        "Am 01.12.2026 um 08:00",
        "Zuschuss bis 1.000.000 Euro, 0,000001 davon",
        "2.500.000 € und 100000 Euro",
        "PLZ 34117, Paragraf 03.2023, ISO 9001",
        "Ich bin weg 5 Tage",
        "auf Platz 3",
        "Arbeitsplatz 4.0",
        "Gibt es NIS-2 und F&E in Kassel?",
        "",
    ],
)
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert redact(text) == text


def test_everything_at_once_is_taken_out() -> None:
    text = "Max Muster, Musterstraße 1, 0561 / 123456, max@example.org, DE89370400440532013000"
    assert redact(text) == "Max Muster, [Anschrift], [Telefonnummer], [E-Mail-Adresse], [Kontonummer]"


@pytest.mark.parametrize("text", ["a", "a@", "a@.", "A.-", "0-", "+0 ", "AB12 ", "weg", "DE1", "Ä weg "])
def test_no_text_of_the_longest_kind_keeps_the_gateway_busy(text: str) -> None:
    started = time.process_time()
    redact((text * 1000)[:1000])
    assert time.process_time() - started < 0.5
