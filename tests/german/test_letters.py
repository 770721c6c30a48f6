from __future__ import annotations

import pytest

from bot.german.letters import strip_letter
from bot.german.openers import strip_openers


@pytest.mark.parametrize(
    ("letter", "concern"),
    [
        ("Sehr geehrter Herr Wieners,\n\nwer hilft uns?\n\nMit freundlichen Grüßen\nSabine Müller", "wer hilft uns?"),
        ("Liebes TRegKS-Team, wann beginnt der Kurs? MfG Weber", "wann beginnt der Kurs?"),
        ("Guten Tag Frau Dr. Opper, gibt es das online? Vielen Dank im Voraus und viele Grüße", "gibt es das online?"),
        ("wo ist euer Büro viele Grüsse Anja, Tel. 0561 123", "wo ist euer Büro"),
        ("Wie läuft der Antrag? Über eine kurze Rückmeldung würde ich mich freuen. LG Tom", "Wie läuft der Antrag?"),
    ],
)
def test_only_the_concern_of_a_letter_remains(letter: str, concern: str) -> None:
    assert strip_letter(letter) == concern
    assert strip_openers(letter) == concern


@pytest.mark.parametrize(
    "text",
    [
        "Danke, das hat geholfen!",
        "Viele Grüße an alle!",
        "Sehr geehrte Damen und Herren,",
        "Super, danke. Was kostet der Kurs denn?",
        "Was bringt uns die Lg-Förderung im Kreis?",
        "",
    ],
)
def test_what_is_no_letter_stays_as_it_is(text: str) -> None:
    assert strip_letter(text) == text
