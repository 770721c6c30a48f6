"""Which language a message is in: other languages are told apart, and whatever is in doubt is German."""

from __future__ import annotations

import pytest

from bot.content.catalogue import read_catalogue
from bot.german.languages import LANGUAGES, recognise


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Which funding is available for our company?", "en"),
        ("How I can apply for a grant", "en"),
        ("Who is Michael Wieners?", "en"),
        ("Thank you very much", "en"),
        ("Şirketimiz için eğitim var mı?", "tr"),
        ("Czy są szkolenia dla naszej firmy?", "pl"),
        ("Какие курсы вы предлагаете?", "ru"),
        ("Які курси є для нашої фірми?", "uk"),
        ("هل توجد دورات تدريبية؟", "ar"),
        ("Quelles aides y a-t-il pour notre entreprise ?", "fr"),
        ("¿Qué ayudas hay para nuestra empresa?", "es"),
        ("Quali aiuti ci sono per la nostra azienda?", "it"),
        ("Ce cursuri există pentru firma noastră?", "ro"),
    ],
)
def test_a_message_in_another_language_is_recognised(text: str, language: str) -> None:
    assert recognise(text) == language
    assert language in LANGUAGES


@pytest.mark.parametrize(
    "text",
    [
        *("ZIM?", "Wieners", "", "???", "😀", "HessenFonds", "Workshop Online Learning", "Change Management", "Hello"),
        *("Antrag unternehmerisches Know-how", "is tregks 2025 ausgelaufen", "wat is dat", "EU Fund Kassel", "sorry"),
        *("I mog koa Gschwafl vom Automaten, i mog an Menschn am Apparat!", "Do legst di nieder, is des gut!"),
        *("En ganz normalen Kredit vonner KfW fer'n kleinen Betrieb, gizz den?", "Muss die Company ein KMU sein?"),
        *("wer is an dre uin kasesl fü untenrehmen zustädnig", "1E 2E 3E Bedeutung", "Michał Nowak", "André"),
    ],
)
def test_names_titles_dialects_and_slips_are_german(text: str) -> None:
    assert recognise(text) == "de"


def test_where_english_is_expected_less_is_enough() -> None:
    assert [recognise("funding"), recognise("funding", expected="en")] == ["de", "en"]
    assert recognise("Welche Förderung gibt es?", expected="en") == "de"


def test_no_way_to_ask_in_german_is_taken_for_another_language() -> None:
    seed = read_catalogue()
    rows = (*seed.faq, *seed.funding, *seed.training, *seed.contacts)
    texts = [text for row in rows for text in row["variants"]]
    foreign = [text for text in texts if recognise(text) != "de"]
    # A few ways to ask which languages are spoken are in one of them.
    assert len(texts) > 6000
    assert len(foreign) <= 0.001 * len(texts), foreign
