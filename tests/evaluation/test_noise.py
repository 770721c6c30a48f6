from __future__ import annotations

from random import Random

import pytest
from rapidfuzz.distance import OSA

from bot.evaluation.noise import (
    add_slips,
    dictate,
    flatten,
    make_noises,
    replace_umlauts,
    shift_spaces,
    shorten,
    speak_as_learner,
    speak_regionally,
    wrap_in_mail,
)
from tests.words import compiled_words

QUESTION = "Welche Zuschüsse gibt es für eine Hochvoltschulung unserer Mechaniker?"


@pytest.mark.parametrize("name", make_noises(compiled_words()))
def test_every_kind_gives_the_same_for_the_same_seed_and_bears_any_text(name: str) -> None:
    noise = make_noises(compiled_words())[name]
    assert noise(QUESTION, Random(5)) == noise(QUESTION, Random(5)) != QUESTION
    for text in ("", "?", "ZIM", "ja und", "ß"):
        noise(text, Random(1))


def test_slips_stay_within_words_and_one_letter_away() -> None:
    for seed in range(50):
        changed = add_slips(QUESTION, Random(seed)).split()
        assert len(changed) == len(QUESTION.split())
        distances = [OSA.distance(*pair) for pair in zip(QUESTION.split(), changed, strict=True)]
        assert max(distances) <= 1


def test_umlauts_are_written_out_or_dropped_throughout() -> None:
    written = {replace_umlauts("Zuschüsse für Größere", Random(seed)) for seed in range(20)}
    assert written == {"Zuschuesse fuer Groessere", "Zuschusse fur Grossere"}


def test_flat_text_has_no_case_and_no_punctuation() -> None:
    assert flatten("Gibt's F&E-Förderung (§ 82)?") == "gibt s f&e-förderung § 82"


def test_compounds_are_parted_and_neighbours_joined() -> None:
    assert shift_spaces("Die Weiterbildungsberatung im E-Learning", Random(1), compiled_words()) == (
        "Die Weiterbildungs beratung im E Learning"
    )
    assert shift_spaces("gute Beratung", Random(1), compiled_words()) == "guteberatung"


def test_dictation_writes_what_it_hears() -> None:
    heard = dictate("Ich hoffe, dass KMU nach § 82 dran sind.", Random(2))
    assert {"das", "ka", "m", "paragraf"} <= set(heard.split())
    assert not {"dass", "KMU", "kmu", "§"} & set(heard.split())
    assert "," not in heard


def test_learners_leave_articles_out_and_keep_verbs_plain() -> None:
    assert speak_as_learner("Wer bezahlt die Schulung für meinen Chef?", compiled_words()) == (
        "Wer bezahlen Schulung für meinen Chef?"
    )


def test_a_mail_keeps_the_question_as_it_is() -> None:
    mail = wrap_in_mail(QUESTION, Random(3))
    assert QUESTION in mail
    assert mail.count("\n\n") >= 2


def test_telegram_style_keeps_what_says_something() -> None:
    assert shorten(QUESTION, compiled_words()) == "zuschüsse hochvoltschulung mechaniker"
    assert shorten("Was ist das?", compiled_words()) == "was ist das"


def test_regional_speech_uses_other_small_words() -> None:
    assert speak_regionally("Das ist nicht für uns.", Random(1)).startswith("des is net fer uns ")
