"""Short questions that lean on what was said last: about a course, a programme, an entry, a person."""

from __future__ import annotations

from typing import Any

import pytest

from bot.search.memory import Memory
from bot.search.reply import Reference, Reply

FORSCHUNGSZULAGE = Reference("faq", "programm-forschungszulage")
WIENERS = Reference("kontakt", "michael-wieners")

UNSURE = [("faq:foerderquote", 0.4), ("faq:eigenanteil", 0.3)]


def slugs(reply: Reply) -> list[str]:
    return [reference.slug for reference in reply.references]


def outcome_of(conversation: Any, text: str, *guesses: tuple[str, float]) -> list[Reply]:
    """Return all replies to a question."""
    replies: list[Reply] = []

    def ask(turn: Any) -> Any:
        outcome = conversation.dialogue.answer_question(turn)
        replies.extend(outcome.replies)
        return outcome

    conversation.take(ask, text, guesses)
    return replies


@pytest.mark.parametrize(
    ("course", "text", "guesses", "programme"),
    [
        ("bsp-industriemeister-metall", "und gibts dafür nen zuschuss für ihn", UNSURE, "aufstiegs-bafoeg"),
        ("bsp-umschulung-mechatroniker", "und wer bezahlt?", [("faq:wer-finanziert-tregks", 0.9)], "bildungsgutschein"),
        ("bsp-cnc-lehrgang", "wird der gefördert?", UNSURE, "sgb3-82"),
    ],
)
def test_who_pays_for_a_course_is_answered_with_programmes_for_its_kind(
    conversation: Any, course: str, text: str, guesses: list[tuple[str, float]], programme: str
) -> None:
    conversation.memory = Memory((Reference("weiterbildung", course),))
    accreditation, programmes = outcome_of(conversation, text, *guesses)
    assert slugs(accreditation) == [course]
    assert "AZAV" in accreditation.text
    assert programme in slugs(programmes)
    assert {reference.type for reference in programmes.references} == {"foerderung"}
    assert conversation.memory.focus == (Reference("weiterbildung", course),)


def test_the_quota_of_the_programme_that_an_entry_is_about_is_told(conversation: Any) -> None:
    conversation.memory = Memory((FORSCHUNGSZULAGE,))
    reply = conversation.ask("und wieviel prozent gibts da", ("faq:foerderquote", 0.8))
    assert slugs(reply) == ["forschungszulage"]
    assert conversation.memory.focus == (FORSCHUNGSZULAGE,)


def test_the_price_asked_after_an_entry_is_not_that_of_a_course_beside_it(conversation: Any) -> None:
    course = Reference("weiterbildung", "bsp-qualifizierungsgeld-praxis")
    conversation.memory = Memory((Reference("faq", "was-ist-qualifizierungsgeld"), course))
    reply = conversation.take(lambda turn: conversation.dialogue.follow_up(turn, "kosten"), "und was kostet das?")
    assert slugs(reply) == ["qualifizierungsgeld"]


@pytest.mark.parametrize("text", ["hat der eine Telefonnummer?", "wie erreiche ich ihn?", "und die E-Mail?"])
def test_how_to_reach_the_person_in_focus(conversation: Any, text: str) -> None:
    conversation.memory = Memory((WIENERS,))
    reply = conversation.ask(text, ("faq:telefon-tregks", 0.6))
    assert (reply.kind, slugs(reply)) == ("contact", ["michael-wieners"])


def test_another_number_than_that_of_the_person_in_focus(conversation: Any) -> None:
    conversation.memory = Memory((WIENERS,))
    reply = conversation.ask("Welche Telefonnummer hat die Zentrale der WFG?", ("faq:wfg-zentrale-kontakt", 0.9))
    assert slugs(reply) == ["wfg-zentrale-kontakt"]


def test_a_question_that_speaks_for_itself_does_not_lean_on_the_focus(conversation: Any) -> None:
    conversation.memory = Memory((Reference("faq", "adresse-wfg"),))
    assert slugs(conversation.ask("und wann ist da jemand da?", ("faq:erreichbarkeit", 0.99))) == ["erreichbarkeit"]


def test_a_pointer_leans_on_the_focus_however_sure_the_words_alone_are(conversation: Any) -> None:
    conversation.memory = Memory((Reference("faq", "programm-zim"),))
    assert slugs(conversation.ask("gilt das auch für große Firmen?", ("faq:zielgruppe-tregks", 0.97))) == [
        "programm-zim"
    ]


def test_a_course_that_is_named_after_programmes_is_searched(conversation: Any) -> None:
    conversation.ask("Welche Zuschüsse gibt es für Digitalisierung?")
    reply = conversation.ask("ok und jetzt der cnc kurs, wann ist der?", ("weiterbildung:bsp-cnc-lehrgang", 0.4))
    assert "bsp-cnc-lehrgang" in slugs(reply)


def test_a_subject_of_its_own_is_no_question_about_the_course_in_focus(conversation: Any) -> None:
    conversation.memory = Memory((Reference("weiterbildung", "bsp-cnc-lehrgang"),))
    text = "gut, zurück zur Halle, gibt es da einen Zuschuss oder nur Kredit?"
    reply = conversation.ask(text, ("faq:foerderung-investition", 0.6), ("faq:zuschuss-oder-darlehen", 0.3))
    assert slugs(reply) == ["foerderung-investition"]


def test_a_short_question_that_points_back_asks_about_the_programme_of_the_entry(conversation: Any) -> None:
    conversation.memory = Memory((Reference("faq", "programm-zim"),))
    reply = conversation.ask("und bis wann geht das noch?", ("faq:laufzeit-tregks", 0.5), ("faq:nach-2026", 0.3))
    assert slugs(reply) == ["zim"]


@pytest.mark.parametrize(
    ("text", "guess", "slug"),
    [
        ("Gibt es Zuschüsse für Lastenräder?", "faq:foerderung-investition", "foerderung-investition"),
        ("Was kostet das ohne Förderung?", "faq:foerderquote", "bsp-cnc-lehrgang"),
    ],
)
def test_the_word_funding_alone_is_no_question_who_pays_for_the_course(
    conversation: Any, text: str, guess: str, slug: str
) -> None:
    conversation.memory = Memory((Reference("weiterbildung", "bsp-cnc-lehrgang"),))
    reply = conversation.ask(text, (guess, 0.5), ("faq:kumulierung", 0.2))
    assert slugs(reply) == [slug]
    assert "AZAV" not in reply.text
