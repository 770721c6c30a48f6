from __future__ import annotations

import pytest

from bot.german.concerns import split_concerns


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Was kostet der Kurs und wie lange dauert er?", ["Was kostet der Kurs", "wie lange dauert er?"]),
        ("Wer leitet das Netzwerk? Gibt es auch einen Newsletter?", None),
        ("Welche Zuschüsse gibt es, außerdem wer berät uns dazu?", None),
        ("wer zahlt das alles und wann läuft es aus", ["wer zahlt das alles", "wann läuft es aus"]),
        ("Wer macht alles mit und kommt man da einfach rein", ["Wer macht alles mit", "kommt man da einfach rein"]),
        ("Uns fehlt Geld, geht da was, und wer hilft beim Antrag?", ["Uns fehlt Geld, geht da was", None]),
        (
            "Erstens suche ich einen Kurs, zweitens wüsste ich gern den Termin",
            ["Erstens suche ich einen Kurs", "wüsste ich gern den Termin"],
        ),
        (
            "ich hätt gern gewusst ob das was kostet und außerdem suche ich jemand für die Homepage",
            ["ich hätt gern gewusst ob das was kostet", "außerdem suche ich jemand für die Homepage"],
        ),
        ("Abendschule oder besser Vollzeit, und wer bezahlt den Kurs?", ["Abendschule oder besser Vollzeit", None]),
    ],
)
def test_a_second_question_is_a_concern_of_its_own(text: str, parts: list[str | None] | None) -> None:
    found = split_concerns(text)
    assert len(found) == 2
    assert all(part in (None, own) for part, own in zip(parts or (), found, strict=False))


@pytest.mark.parametrize(
    "text",
    [
        "Was ist TRegKS?",
        "Wir sind zwölf Leute und machen Gussteile. Passen wir da rein?",
        "Gibt es Zuschüsse für Maschinen und Anlagen?",
        "Wir gießen oder fräsen alles selbst, und wer hilft uns weiter?",
        "Wir gießen Teile oder fräsen sie. Kommt ihr auch zu uns?",
        "Hallo! Wo ist euer Büro?",
        "Forschung und Entwicklung, was ist das?",
        "",
        "und?",
    ],
)
def test_a_situation_a_list_or_a_greeting_is_none(text: str) -> None:
    assert split_concerns(text) == [text]
