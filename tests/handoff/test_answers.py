"""Names, companies and concerns as visitors write them."""

from __future__ import annotations

import pytest

from bot.handoff.answers import InvalidAnswer, read_company, read_concern, read_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Karin Lohse", "Karin Lohse"),
        ("Mein Name ist Petra Vogt.", "Petra Vogt"),
        ("ich heiße Petra Vogt", "Petra Vogt"),
        ("ich heisse petra vogt", "Petra Vogt"),
        ("Ich bin Petra Vogt", "Petra Vogt"),
        ("ich bin der Herr Lohse", "Herr Lohse"),
        ("Hallo, mein Name ist Jürgen Groß", "Jürgen Groß"),
        ("Guten Tag, hier spricht Frau Dr. Lohse", "Frau Dr. Lohse"),
        ("Name: Lohse", "Lohse"),
        ("Petra Vogt mein Name", "Petra Vogt"),
        ("Petra Vogt heiße ich", "Petra Vogt"),
        ("ja, Petra Vogt", "Petra Vogt"),
        ("Sie können mich Kim nennen", "Kim"),
        ("Das ist Kim Lang", "Kim Lang"),
        ("Vogt, Petra", "Petra Vogt"),
        ("von der Leyen, Ursula", "Ursula von der Leyen"),
        ("ursula von der leyen", "Ursula von der Leyen"),
        ("Petra Vogt von der Firma Vogt Metallbau GmbH", "Petra Vogt"),
        ("Petra Vogt, Geschäftsführerin", "Petra Vogt, Geschäftsführerin"),
        ("Mehmet Yıldız", "Mehmet Yıldız"),
        ("Sinéad O'Neill", "Sinéad O'Neill"),
        ("sinéad o’neill", "Sinéad O’Neill"),
        ("anna-lena müller-lüdenscheidt", "Anna-Lena Müller-Lüdenscheidt"),
        ("Dr.-Ing. Klaus Meyer", "Dr.-Ing. Klaus Meyer"),
        ("Nguyễn Thị Minh Khai", "Nguyễn Thị Minh Khai"),
        ("王芳", "王芳"),
        ("Иван Петров", "Иван Петров"),
        ("Osama bin Ali", "Osama bin Ali"),
        ("Li", "Li"),
        ("Klaus und Petra Vogt", "Klaus und Petra Vogt"),
        ("Ishan", "Ishan"),
        ("Binder", "Binder"),
        ("Wie Dal", "Wie Dal"),
        ("„Petra Vogt“", "Petra Vogt"),
        ("Petra\r\nVogt\x00", "Petra Vogt"),
    ],
)
def test_a_name_is_read_without_the_words_around_it(text: str, name: str) -> None:
    assert read_name(text) == name


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Wozu brauchen Sie meinen Namen?", "Frage"),
        ("Was kostet die Beratung", "Frage"),
        ("kim@firma.de", "@"),
        ("Kim 4711", "Ziffern"),
        ("0561 123456", "Ziffern"),
        ("Kim " * 30, "zu lang"),
        ("Die Halle soll bis Mai saniert und neu belegt werden", "zu lang"),
        ("das möchte ich nicht sagen", "nicht als Namen"),
        ("Wir suchen Beratung", "nicht als Namen"),
        ("Hallo", "nicht als Namen"),
        ("ja gerne", "nicht als Namen"),
        ("guten Tag!", "nicht als Namen"),
        ("mein Name ist", "nicht als Namen"),
        ("X", "nicht als Namen"),
        ("aaaa", "nicht als Namen"),
        ("…", "nicht als Namen"),
        ("😀", "nicht als Namen"),
        ("<b>Kim</b>", "nicht als Namen"),
        ("Kim\r\nBcc: alle", "nicht als Namen"),
        ("", "nicht als Namen"),
    ],
)
def test_what_is_no_name_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidAnswer, match=reason) as refused:
        read_name(text)
    assert "Petra Vogt" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Lohse Zerspanung GmbH & Co. KG", "Lohse Zerspanung GmbH & Co. KG"),
        ("Firma Lohse", "Lohse"),
        ("Wir sind die Lohse GmbH", "Lohse GmbH"),
        ("ich arbeite bei der Lohse GmbH", "Lohse GmbH"),
        ("Meine Firma heißt Lohse & Söhne", "Lohse & Söhne"),
        ("bei Lohse", "Lohse"),
        ("3M", "3M"),
        ("1&1", "1&1"),
        ("Weiter GmbH", "Weiter GmbH"),
        ("Firmengruppe Nord", "Firmengruppe Nord"),
        ("von Bülow Maschinenbau", "von Bülow Maschinenbau"),
        ("Yıldız\r\nTechnik", "Yıldız Technik"),
        ("weiter", ""),
        ("keine Firma", ""),
        ("-", ""),
    ],
)
def test_a_company_is_read_or_skipped(text: str, company: str) -> None:
    assert read_company(text) == company


@pytest.mark.parametrize("text", ["Warum fragen Sie das?", "Lohse " * 50, "!!!", "ja", ""])
def test_what_is_no_company_is_refused_with_the_way_to_skip_it(text: str) -> None:
    with pytest.raises(InvalidAnswer, match="„weiter“"):
        read_company(text)


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("Es geht um Kurzarbeit", "Es geht um Kurzarbeit"),
        ("  KI  ok ", "KI ok"),
        ("Erstens: Halle.\r\n\r\n\r\nZweitens: Strom.", "Erstens: Halle.\n\nZweitens: Strom."),
        ("Wie finde ich einen Nachfolger?", "Wie finde ich einen Nachfolger?"),
        ("Roh\x00re \ud800 biegen\u202e", "Roh re biegen"),
        ("x" * 999 + "y", "x" * 999 + "y"),
    ],
)
def test_a_concern_keeps_its_words_and_lines(text: str, concern: str) -> None:
    assert read_concern(text) == concern


@pytest.mark.parametrize(
    "text", ["", "??", "ab", "aaaaaa", "...!!!", "hallo", "Guten Tag", "ja bitte", "\u200b\u200b\u200b"]
)
def test_a_concern_without_content_is_asked_for_again(text: str) -> None:
    with pytest.raises(InvalidAnswer, match="Anliegen"):
        read_concern(text)


def test_a_concern_that_is_too_long_is_told_how_long_it_is() -> None:
    with pytest.raises(InvalidAnswer, match="1001 Zeichen"):
        read_concern("xy" * 500 + "z")
