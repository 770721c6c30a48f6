"""E-mail addresses and telephone numbers as visitors write them."""

from __future__ import annotations

import pytest

from bot.handoff.contact_details import ContactDetails, InvalidContact, read_contact, read_email, read_phone

EMAILS = [
    ("p.krause@example.org", "p.krause@example.org"),
    ("  p.krause@example.com. ", "p.krause@example.com"),
    ("Mail: a@b.de", "a@b.de"),
    ("meine mail ist info@zerspanung-nord.de, danke", "info@zerspanung-nord.de"),
    ("<info@firma.de>", "info@firma.de"),
    ("mailto:info@firma.de", "info@firma.de"),
    ("K.Lang@Firma.DE", "K.Lang@firma.de"),
    ("erreichbar unter b_k+rasa@sub.firma.co.uk!", "b_k+rasa@sub.firma.co.uk"),
    ("post@müller-gießerei.de", "post@müller-gießerei.de"),
    ("post@xn--mller-kva.de", "post@müller.de"),
    ("o'neill@firma.de", "o'neill@firma.de"),
    ("'kim@firma.de'", "kim@firma.de"),
    ("kim @ firma.de", "kim@firma.de"),
    ("kim(at)firma.de", "kim@firma.de"),
    ("kim [at] firma [dot] de", "kim@firma.de"),
    ("kim at firma punkt de", "kim@firma.de"),
    ("kim punkt lang ät firma punkt de", "kim.lang@firma.de"),
    ("kim@firma.de oder eben KIM@firma.de", "KIM@firma.de"),
    ("kim\u200b@firma.de\x00", "kim@firma.de"),
]


@pytest.mark.parametrize(("text", "address"), EMAILS)
def test_an_address_is_read_out_of_the_sentence(text: str, address: str) -> None:
    assert read_email(text) == address


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("kim.lang@", "nach dem @"),
        ("@firma.de", "vor dem @"),
        ("kim@@firma.de", "mehr als ein @"),
        ("kim@firma", "„.de“"),
        ("kim@firma,de", "„.de“"),
        ("jörg@firma.de", "Umlaute"),
        ("kim..lang@firma.de", "gibt es so nicht"),
        ("kim@firma..de", "gibt es so nicht"),
        ("kim@-firma.de", "gibt es so nicht"),
        ("kim@firma.invalid", "gibt es so nicht"),
        ("kim.lang.firma.de", "fehlt das @"),
        ("wir sitzen at work", "fehlt das @"),
        ("kim@firma.de oder lang@firma.de", "mehrere"),
        ("", "fehlt das @"),
    ],
)
def test_a_wrong_address_is_explained_with_an_example(text: str, reason: str) -> None:
    with pytest.raises(InvalidContact, match=reason) as refused:
        read_email(text)
    assert "petra.vogt@example.org" in str(refused.value) or "nur eine" in str(refused.value)


PHONES = [
    ("0561 / 123 45-67", "+49 561 1234567"),
    ("meine Nummer ist 0561 / 123 45-67", "+49 561 1234567"),
    ("(0561) 70733-50", "+49 561 7073350"),
    ("0561/7073350", "+49 561 7073350"),
    ("0561-70733-0", "+49 561 707330"),
    ("05617073350", "+49 5617073350"),
    ("+49 561 7073350", "+49 561 7073350"),
    ("+49561 7073350", "+49 561 7073350"),
    ("+49 (0) 561 70733-50", "+49 561 7073350"),
    ("+49(0)561/7073350", "+49 561 7073350"),
    ("+49 0561 7073350", "+49 561 7073350"),
    ("0049 561 7073350", "+49 561 7073350"),
    ("0049-(0)561-7073350", "+49 561 7073350"),
    ("0171 2345678", "+49 171 2345678"),
    ("handy 0171-23 45 678 ab 14 Uhr", "+49 171 2345678"),
    ("0561 123456 (9-12 Uhr)", "+49 561 123456"),
    ("0561 123456 von 8.00 bis 12.30 Uhr", "+49 561 123456"),
    ("ab 05.01.2027 unter 0561 123456", "+49 561 123456"),
    ("069 90009123", "+49 69 90009123"),
    ("+43 1 2345678", "+43 12345678"),
    ("+41 44 668 18 00", "+41 44 6681800"),
    ("0043 512 123456", "+43 512 123456"),
    ("+1 212 555 0100", "+1 212 5550100"),
    ("+352 621 123 456", "+352 621 123456"),
    ("Tel.: 05671\u00a0801-0", "+49 5671 8010"),
    ("05671–801–0", "+49 5671 8010"),
    ("0561 123 056", "+49 561 123056"),
    ("0561 123456 / 0561 123456", "+49 561 123456"),
]


@pytest.mark.parametrize(("text", "number"), PHONES)
def test_a_number_is_read_and_brought_into_one_form(text: str, number: str) -> None:
    assert read_phone(text) == number


@pytest.mark.parametrize("number", sorted({number for _, number in PHONES}))
def test_the_normal_form_of_a_number_is_read_as_itself(number: str) -> None:
    assert read_phone(number) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("7073350", "fehlt die Vorwahl"),
        ("123 45 67", "fehlt die Vorwahl"),
        ("0561", "zu kurz"),
        ("0561 12", "zu kurz"),
        ("0561 123456789012345", "zu lang"),
        ("0000000000", "keine gültige Vorwahl"),
        ("+0 561 123456", "keine gültige Vorwahl"),
        ("0561 123456 / 0171 2345678", "mehrere"),
        ("0561 123456, mobil 0171 2345678", "mehrere"),
        ("rufen Sie mich an", "nicht als Telefonnummer"),
        ("DE02 1203 0000 0000 2020 51", "Vorwahl"),
        ("am 01.02.2027", "fehlt die Vorwahl"),
        ("34117 Kassel", "fehlt die Vorwahl"),
    ],
)
def test_a_wrong_number_is_explained(text: str, reason: str) -> None:
    with pytest.raises(InvalidContact, match=reason):
        read_phone(text)


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("meine Nummer ist 0561 / 123 45-67", ContactDetails(phone="+49 561 1234567")),
        ("mail: a@b.de", ContactDetails(email="a@b.de")),
        ("am besten per Mail an kim.lang@firma.de", ContactDetails(email="kim.lang@firma.de")),
        ("petra.vogt at example punkt org", ContactDetails(email="petra.vogt@example.org")),
        ("kim@firma.de oder 0561 123456", ContactDetails("kim@firma.de", "+49 561 123456")),
        ("0561 123456, kim@firma.de", ContactDetails("kim@firma.de", "+49 561 123456")),
        ("kim2001@firma.de", ContactDetails(email="kim2001@firma.de")),
        ("05611234@firma.de", ContactDetails(email="05611234@firma.de")),
        ("kim@firma.de, 34117 Kassel", ContactDetails(email="kim@firma.de")),
        ("Rufen Sie bitte an: +49 561 123456", ContactDetails(phone="+49 561 123456")),
    ],
)
def test_either_way_of_reaching_somebody_is_enough(text: str, contact: ContactDetails) -> None:
    assert read_contact(text) == contact


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("kim.lang@", "nach dem @"),
        ("kim.lang@ oder 0561 123456", "„kim.lang@oder“"),
        ("12345678", "Vorwahl"),
        ("rufen Sie mich einfach an", "E-Mail-Adresse oder eine Telefonnummer"),
        ("Warum brauchen Sie das?", "E-Mail-Adresse oder eine Telefonnummer"),
        ("wir haben 120 Leute", "E-Mail-Adresse oder eine Telefonnummer"),
        ("at work", "E-Mail-Adresse oder eine Telefonnummer"),
    ],
)
def test_nobody_is_left_with_a_way_that_does_not_work(text: str, reason: str) -> None:
    with pytest.raises(InvalidContact, match=reason):
        read_contact(text)
