"""Own words and quotes in plain text."""

from __future__ import annotations

import pytest

from bot.handoff.inbound.plain_body import join_flowed, join_wrapped
from bot.handoff.inbound.quotes import find_own_words

HEADER = "Von: Lotse <lotse@example.org>\nGesendet: Donnerstag, 26. November 2026 10:15\nAn: Kim\nBetreff: Anfrage\n\n"
SENT = "Guten Tag,\nwir suchen Geld für eine neue Presse.\nBis wann geht das?\nMit freundlichen Grüßen\nJürgen Groß"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Ja.\n\nAm 26.11.26 um 10:15 schrieb Lotse:\n> Frage?", "Ja."),
        ("Ja.\nAm 26.11.26 um 10:15 schrieb Lotse:\n> Frage?", "Ja."),
        ("Am Montag geht es.\nAm 26.11.26 um 10:15 schrieb Lotse:\n> Frage?", "Am Montag geht es."),
        ("Ja.\n\nOn Thu, 26 Nov 2026 at 10:15, Lotse\n<lotse@example.org> wrote:\n\n> Frage?", "Ja."),
        ("Ja.\n\nAm Mo., 15. Jan. 2025, 17:03 Lotse <lotse@example.org>\nschrieb:\n\n> Frage?", "Ja."),
        ("Ja.\nAm So., 1. Jan. 2023 um 17:22 Uhr\nschrieb Lotse <\nlotse@example.org>:\n\nFrage?", "Ja."),
        ("Ja.\n\n2026-11-26 10:15 GMT+01:00 Lotse <lotse@example.org>:\n\n> Frage?", "Ja."),
        ("Ja.\n\nLotse <lotse@example.org> schrieb:\n> Frage?", "Ja."),
        ("Ja.\n\n---- Am Do, 26 Nov 2026 10:15:03 +0100 Lotse <a@b.test> schrieb ----\n\nFrage?", "Ja."),
        ("> Frage?\nJa.\n> Und?\nNein.", "Ja.\n\nNein."),
        ("Am 3. November schrieb mir die Bank:\nalles da.", "Am 3. November schrieb mir die Bank:\nalles da."),
        ("Ja.\n-- \nKim\nTel. 1", "Ja."),
        ("Eins\n--\nZwei", "Eins\n--\nZwei"),
        ("Ja.\n-- \n" + "Zeile\n" * 40, "Ja.\n--\n" + "Zeile\n" * 39 + "Zeile"),
        ("Ja.\n\nVon meinem iPhone gesendet", "Ja."),
        ("Von meinem Handy aus sehe ich das nicht.", "Von meinem Handy aus sehe ich das nicht."),
        ("Gesendet von der Bank am Montag.", "Gesendet von der Bank am Montag."),
        ("Plan:\nVon: Kassel\nAn: Fulda\nDatum: 3. März", "Plan:\nVon: Kassel\nAn: Fulda\nDatum: 3. März"),
        ("Am 3.11. um 10:15 schrieb mir die Bank:\nAlles da.", "Am 3.11. um 10:15 schrieb mir die Bank:\nAlles da."),
        ("Ja.\n" + "_" * 32 + "\n" + HEADER + SENT, "Ja."),
        ("👍\n\n> Frage?", "👍"),
        ("...\n\n> nur Zitat\n", ""),
        ("", ""),
    ],
)
def test_own_words_are_told_from_the_rest(body: str, words: str) -> None:
    assert find_own_words(body) == words


@pytest.mark.parametrize(
    ("below", "words"),
    [
        (SENT, "Siehe unten."),
        (SENT.replace("Bis", "Ja, gibt es.\nBis") + "\nBis März.", "Siehe unten.\n\nJa, gibt es.\nBis März."),
        (SENT.replace(" eine ", "\neine "), "Siehe unten."),  # wrapped on the way
        ("Etwas ganz anderes, das niemand von uns geschrieben hat.", "Siehe unten."),
    ],
)
def test_answers_within_an_unmarked_quote_are_found_by_what_was_sent(below: str, words: str) -> None:
    assert find_own_words(f"Siehe unten.\n\n{HEADER}{below}", sent=["Anderer Text", SENT]) == words


def test_an_answer_below_our_own_signature_is_not_taken_for_one() -> None:
    sent = f"{SENT}\n\n-- \nDiese Mail kommt vom Lotsen."
    assert find_own_words(f"\n{HEADER}{sent}\n\nMeine Antwort.", sent=[sent]) == "Meine Antwort."


def test_an_unmarked_quote_without_words_above_is_kept_where_it_is_not_ours() -> None:
    assert find_own_words(f"{HEADER}Die Bank sagt zu.", sent=[SENT]) == "Die Bank sagt zu."
    assert find_own_words(f"{HEADER}{SENT}", sent=[SENT]) == ""


def test_flowed_lines_are_joined_within_one_depth_of_quotes() -> None:
    assert join_flowed("Ein \nSatz.\n>Zi \n>tat\n-- \nKim") == "Ein Satz.\n> Zi tat\n-- \nKim"
    assert join_flowed("Donau \ndampf", deletes_space=True) == "Donaudampf"


def test_lines_that_a_program_broke_are_joined_and_others_not() -> None:
    wrapped = "Der Antrag muss spätestens am 31. März bei der Bank sein, die ihn dann\nweiterreicht. Danach"
    assert join_wrapped(wrapped) == wrapped.replace("\n", " ")
    intro = f"{'x' * 70}\nAm 26.11.26 um 10:15 schrieb Lotse:"
    assert join_wrapped(intro) == intro
    kept = "Mit freundlichen Grüßen\nKim Berger\n- ein Punkt, der fast die ganze Zeile füllt, so lang ist er\n- zwei"
    assert join_wrapped(kept) == kept
