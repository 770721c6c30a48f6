"""Consent: only a clear yes is a yes."""

from __future__ import annotations

import pytest

from bot.handoff.consent import read_consent


@pytest.mark.parametrize(
    "text",
    [
        *("ja", "Ja!", "ja, einverstanden", "ok passt", "klar", "na klar", "ich stimme zu", "Ich stimme dem gerne zu"),
        *("jo", "jap", "Jawohl", "ja bitte", "Ja gerne", "gerne", "sehr gern", "einverstanden", "Bin einverstanden"),
        *(
            "in Ordnung",
            "geht in Ordnung",
            "geht klar",
            "passt schon",
            "von mir aus",
            "meinetwegen",
            "selbstverständlich",
        ),
        *(
            "natürlich",
            "aber klar",
            "Ja, aber natürlich",
            "kein Problem",
            "ja kein Problem",
            "Ja, Sie dürfen das speichern",
        ),
        *(
            "ich willige ein",
            "Hiermit willige ich ausdrücklich ein",
            "okay",
            "ja klar, machen Sie das",
            "abschicken",
            "👍",
        ),
        *("jaaaa", "yes", "JA, ICH STIMME ZU", "das ist ok", "alles klar", "ja ok"),
    ],
)
def test_a_clear_yes_is_consent(text: str) -> None:
    assert read_consent(text) is True


@pytest.mark.parametrize(
    "text",
    [
        *("nein", "Nein!", "nein danke", "nee", "nö", "lieber nicht", "auf keinen Fall", "Auf gar keinen Fall", "no"),
        *("bitte nicht", "eher nicht", "ich stimme nicht zu", "Ich stimme dem nicht zu", "nicht einverstanden"),
        *(
            "Ich bin nicht einverstanden",
            "will ich nicht",
            "das möchte ich nicht",
            "will ich nich",
            "niemals",
            "Keinesfalls",
        ),
        *("ich lehne das ab", "unter keinen Umständen", "kommt nicht in Frage", "leider nein", "bitte nicht speichern"),
        *(
            "nein nein nein",
            "Nein, ich will das nicht",
            "Ich möchte keine Weitergabe meiner Daten",
            "👎",
            "ne, lieber doch nicht",
        ),
    ],
)
def test_a_clear_no_is_a_refusal(text: str) -> None:
    assert read_consent(text) is False


@pytest.mark.parametrize(
    "text",
    [
        *("", "vielleicht", "weiß nicht", "jain", "ja oder nein", "Was passiert mit meinen Daten?", "ja?", "hm"),
        *(
            "ja, aber nur per Mail",
            "Ja, wenn Sie nichts weitergeben",
            "nein, kein Problem",
            "ist das sicher",
            "das ist ja blöd",
        ),
        *(
            "ich bin mir nicht sicher",
            "mir ist das nicht klar",
            "Petra Vogt",
            "Das verstehe ich nicht",
            "kim@firma.de",
            "aus",
        ),
        *("Ist das freiwillig", "mal sehen", "eigentlich schon", "kommt drauf an", "und", "das ist schon so", "1"),
        *(
            "erst will ich wissen, wer das liest",
            "ok, und wann melden Sie sich?",
            "ja nein",
            "was heißt einverstanden genau",
        ),
    ],
)
def test_anything_else_is_asked_again(text: str) -> None:
    assert read_consent(text) is None
