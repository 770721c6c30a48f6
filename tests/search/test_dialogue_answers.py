"""What a single question gets: an answer with its source, choices, a referral, a contact, or an honest "unsure"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from bot.search.brain import Brain
from bot.search.classifier import Guess
from bot.search.dialogue import Dialogue
from bot.search.memory import Memory
from bot.search.message import Concern
from bot.search.reply import Reference, Reply
from bot.search.turn import Turn
from tests.words import compiled_words

TODAY = date(2026, 11, 22)


def references(reply: Reply) -> list[str]:
    return [str(reference) for reference in reply.references]


def choices(reply: Reply) -> list[str]:
    return [str(button.reference) for button in reply.buttons if button.reference]


@pytest.fixture
def real_only(content: sessionmaker) -> Iterator[Dialogue]:
    """A dialogue that leaves sample offers out."""
    brain = Brain(content, compiled_words(), current_day=lambda: TODAY, show_samples=False)
    with content() as session:
        yield Dialogue(brain, session, today=TODAY, show_samples=False, lead="michael-wieners")


def test_a_question_is_answered_with_source_and_focus(conversation: Any) -> None:
    reply = conversation.ask("Guten Tag! Wer koordiniert das Netzwerk?")
    assert (reply.kind, references(reply)) == ("answer", ["faq:koordination-tregks"])
    assert reply.source.stand == "2023-04-12"
    assert conversation.memory.focus[0] == Reference("faq", "koordination-tregks")


def test_a_sure_guess_at_an_offer_shows_it_with_all_details(conversation: Any) -> None:
    reply = conversation.ask("Erzählen Sie mir von go-digital", ("foerderung:go-digital", 0.95))
    assert (reply.kind, references(reply)) == ("offers", ["foerderung:go-digital"])
    assert "ausgelaufen" in reply.text


def test_two_dates_of_one_course_are_both_shown(conversation: Any) -> None:
    reply = conversation.ask(
        "Das mit 2S", ("weiterbildung:bsp-hochvolt-2s", 0.6), ("weiterbildung:bsp-hochvolt-3s", 0.05)
    )
    assert references(reply)[:2] == ["weiterbildung:bsp-hochvolt-2s", "weiterbildung:bsp-hochvolt-2s-2"]


def test_a_half_sure_question_gets_choices_the_titles_as_staff_wrote_them(conversation: Any) -> None:
    slugs = ("hausbankprinzip", "bildungsurlaub-hessen", "pressekontakt", "rueckruf", "adresse-wfg", "eigenanteil")
    guesses = [(f"faq:{slug}", 0.16) for slug in slugs]
    reply = conversation.ask("Und wie ist das bei denen da drüben", *guesses)
    assert reply.kind == "clarify"
    assert len(choices(reply)) == 3
    assert set(choices(reply)) <= {label for label, _ in guesses}
    assert all(button.title.endswith("?") for button in reply.buttons[:-1])
    assert references(reply) == []  # nothing is claimed


def test_a_foreign_question_is_referred_to_the_office_it_belongs_to(conversation: Any) -> None:
    reply = conversation.ask("Wo kann ich mein Auto ummelden?", ("out_of_scope", 0.95))
    assert reply.kind == "fallback"
    assert "Bitte wenden Sie sich an: **" in reply.text
    assert conversation.memory.misses == 0


def test_a_foreign_question_of_unknown_kind_says_what_we_can_do(conversation: Any) -> None:
    reply = conversation.ask("Xqzvw blubb", ("out_of_scope", 0.95))
    assert "Dazu kann ich nichts sagen" in reply.text


def test_a_way_to_ask_that_was_added_since_the_training_is_not_turned_away(conversation: Any) -> None:
    reply = conversation.take(conversation.dialogue.refer, "Was ist TRegKS?", [("out_of_scope", 0.99)])
    assert reply.kind == "answer"
    assert references(reply) == references(conversation.ask("Was ist TRegKS?"))


def test_a_course_wish_is_searched_even_if_it_seemed_foreign(conversation: Any) -> None:
    reply = conversation.take(conversation.dialogue.refer, "Haben Sie Kurse zu Wasserstoff?", [("out_of_scope", 0.9)])
    assert set(references(reply)) >= {"weiterbildung:bsp-wasserstoff-grundlagen"}


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Michael Wieners", "michael-wieners"), ("Ich suche einen Kontakt zu Herrn Opper", "daniel-opper")],
)
def test_a_named_person_is_shown_with_a_way_to_reach_them(conversation: Any, text: str, slug: str) -> None:
    reply = conversation.ask(text)
    assert (reply.kind, references(reply)) == ("contact", [f"kontakt:{slug}"])
    assert "+49 561 70733" in reply.text


def test_a_person_who_is_no_contact_point_is_replaced_by_the_office(conversation: Any) -> None:
    reply = conversation.take(
        lambda turn: conversation.dialogue.show(turn, Reference("kontakt", "christian-geselle")), ""
    )
    assert "keine Anlaufstelle" in reply.text
    assert references(reply) == ["kontakt:wfg-zentrale"]


def test_the_people_for_a_topic_are_named_and_the_project_lead_where_nobody_is(conversation: Any) -> None:
    def ask_who_is_responsible(entry: str) -> Reply:
        conversation.memory = Memory(focus=(Reference("faq", entry),))
        return conversation.take(lambda turn: conversation.dialogue.follow_up(turn, "zustaendig"), "wer macht das?")

    assert "kontakt:org-arbeitsagentur-kassel" in references(ask_who_is_responsible("foerderung-arbeitsausfall"))
    assert references(ask_who_is_responsible("gibt-es-nicht")) == ["kontakt:michael-wieners"]


def test_content_that_is_gone_meanwhile_is_a_miss_and_no_error(conversation: Any) -> None:
    for reference in ("faq:gibt-es-nicht", "foerderung:weg", "kontakt:niemand", "weiterbildung:x", "verweis:1"):
        conversation.memory = Memory()
        gone = Reference.parse(reference)
        reply = conversation.take(lambda turn, gone=gone: conversation.dialogue.show(turn, gone), "")
        assert reply.kind == "fallback"


def test_an_answer_can_be_had_in_plain_language(conversation: Any) -> None:
    conversation.ask("Was ist TRegKS?")
    reply = conversation.take(conversation.dialogue.show_plain, "einfacher bitte")
    assert reply.text.startswith("TRegKS ist ein Netzwerk in der Region Kassel.")
    assert references(reply) == ["faq:was-ist-tregks"]


def test_samples_are_never_shown_where_the_setting_leaves_them_out(real_only: Dialogue) -> None:
    for text in ("Welche Hochvoltkurse gibt es in Kassel?", "Hochvolt Stufe 2S", "Alle Kurse im Juni", "Onlinekurse"):
        outcome = real_only.answer_question(Turn(text, Memory()))
        assert not any(card.sample for reply in outcome.replies for card in reply.cards)
        assert not any("bsp-" in str(reference) for reply in outcome.replies for reference in reply.references)


@pytest.mark.parametrize(
    "text",
    [
        "Wer koordiniert das Netzwerk?",
        "Welche Kurse gibt es in Kassel?",
        "Förderung Digitalisierung vom Land",
        "Michael Wieners",
        "Kurse zu Hochvolt in Hofgeismar unter 50 Euro",
        "go-digital",
    ],
)
def test_whatever_states_something_names_where_it_is_from_and_how_old_it_is(conversation: Any, text: str) -> None:
    reply = conversation.ask(text)
    assert reply.references
    assert (reply.source and reply.source.stand) or all("Stand" in card.facts for card in reply.cards)
    assert len(reply.cards) in (0, len(reply.references))


@pytest.mark.parametrize(
    "text",
    ["", " ", "?", "🙂", "<b>x</b>", "'; DROP TABLE offers; --", "\u202e", "a" * 1000, "in " * 300, "31.02.2027"],
)
def test_strange_input_gets_a_reply_and_no_error(conversation: Any, text: str) -> None:
    assert conversation.ask(text).text
    assert conversation.ask(text, ("faq:kmu-definition", 0.3), ("out_of_scope", 0.2)).text


def test_of_two_concerns_the_first_is_answered_and_the_second_is_offered(conversation: Any) -> None:
    first = Concern("Was ist TRegKS", [Guess("faq:was-ist-tregks", 0.9)])
    second = Concern("wie mache ich einen Termin aus?", [Guess("faq:termin-vereinbaren", 0.9)])
    turn = Turn("Was ist TRegKS und wie mache ich einen Termin aus?", Memory(), [], [first, second])
    outcome = conversation.dialogue.answer_question(turn)
    answer, offer = outcome.replies
    assert references(answer) == ["faq:was-ist-tregks"]
    assert (offer.kind, str(offer.buttons[0].reference)) == ("notice", "faq:termin-vereinbaren")
    taken_up = conversation.dialogue.follow_up(Turn("ja, und das mit dem Termin?", outcome.memory), "termin")
    assert references(taken_up.replies[0]) == ["faq:termin-vereinbaren"]
    accepted = conversation.dialogue.show_second(Turn("ja bitte", outcome.memory))
    assert references(accepted.replies[0]) == ["faq:termin-vereinbaren"]
    assert accepted.memory.second is None


def test_a_second_concern_that_the_first_answer_covers_is_not_offered(conversation: Any) -> None:
    concerns = [Concern("Was ist TRegKS", [Guess("faq:was-ist-tregks", 0.9)])] * 2
    outcome = conversation.dialogue.answer_question(
        Turn("Was ist TRegKS und was ist TRegKS?", Memory(), None, concerns)
    )
    assert len(outcome.replies) == 1
