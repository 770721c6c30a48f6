"""Where a question belongs that is not ours, and what only seems to be such a question."""

from __future__ import annotations

from typing import Any

import pytest

from bot.search.documents import Document
from bot.search.index import LexicalIndex
from bot.search.referring import find_office
from bot.search.reply import Reference
from tests.words import compiled_words

KNOWN = {
    "Wohngeldstelle": ["Wer zahlt Wohngeld?", "Wohngeld beantragen", "Antrag auf Wohngeld für Rentner"],
    "Jobcenter": ["Bürgergeld beantragen", "Antrag auf Bürgergeld"],
    "Finanzamt": ["Wo ist das Finanzamt?", "Steuererklärung abgeben"],
}


@pytest.fixture(scope="module")
def referrals() -> LexicalIndex:
    pairs = [(text, office) for office, texts in KNOWN.items() for text in texts]
    documents = [
        Document(Reference("verweis", str(number)), text, (text,), text=office)
        for number, (text, office) in enumerate(pairs)
    ]
    return LexicalIndex(documents, compiled_words())


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("wer hilft mir beim wohngeld", "Wohngeldstelle"),
        ("Bürgergeld beantragen", "Jobcenter"),
        ("Antrag beantragen", ""),  # half of what resembles it belongs elsewhere
        ("Wetter morgen", ""),
    ],
)
def test_an_office_is_named_where_most_of_the_nearest_known_questions_belong_to_it(
    referrals: LexicalIndex, text: str, office: str
) -> None:
    assert find_office(referrals, text) == office


def test_a_bare_question_about_what_is_in_focus_is_not_sent_away(conversation: Any) -> None:
    conversation.ask("WIPANO bitte", ("foerderung:wipano", 0.95))
    reply = conversation.take(conversation.dialogue.refer, "wer hilft mir beim antrag")
    assert [reference.slug for reference in reply.references] == ["wipano"]
    assert "Projektträger Jülich" in reply.text
    assert conversation.take(conversation.dialogue.refer, "wer hilft mir beim Bürgergeldantrag").kind == "fallback"


def test_what_is_not_ours_is_offered_to_a_person_where_nothing_came_of_the_message_before(conversation: Any) -> None:
    assert "Dazu kann ich nichts sagen" in conversation.take(conversation.dialogue.refer, "Knurz mal den Zwirbel").text
    conversation.take(conversation.dialogue.give_up, "Wrrmpf")
    reply = conversation.take(conversation.dialogue.refer, "Knurz mal den Zwirbel")
    assert [button.payload for button in reply.buttons] == ["/handoff", "/smalltalk_verneinung"]
    assert conversation.memory.offered == "handoff"


def test_the_same_bare_question_is_no_other_question_after_an_entry_about_a_programme(conversation: Any) -> None:
    conversation.ask("Was ist ZIM?", ("faq:programm-zim", 0.95))
    slugs = ("foerderung-gruendung-nachfolge", "antragsunterlagen", "hausbankprinzip", "erstberatung", "rueckruf")
    reply = conversation.ask("wer hilft mir beim antrag", *((f"faq:{slug}", 0.2) for slug in slugs))
    assert [reference.slug for reference in reply.references] == ["zim"]


def test_funding_of_another_state_is_not_searched_but_sent_to_its_bank(conversation: Any) -> None:
    reply = conversation.ask(
        "Unsere Firma sitzt in Augsburg. Welche bayerischen Zuschüsse für Digitalisierung gibt es?"
    )
    assert (reply.kind, reply.references) == ("fallback", ())
    assert "LfA Förderbank Bayern" in reply.text
    assert conversation.ask("Welche Zuschüsse für Digitalisierung gibt es?").kind == "offers"


def test_offers_are_asked_back_where_nothing_of_ours_is_named_and_the_question_is_likelier_foreign(
    conversation: Any,
) -> None:
    guesses = (("out_of_scope", 0.54), ("weiterbildung:bsp-it-sicherheit-inhouse", 0.4))
    assert conversation.ask("suche Übungsleiter für den Handballverein", *guesses).kind == "clarify"


def test_a_course_nobody_here_has_is_said_to_be_unknown(conversation: Any) -> None:
    reply = conversation.take(conversation.dialogue.refer, "Wann ist der nächste Staplerkurs?")
    assert "Einen solchen Kurs kenne ich nicht" in reply.text
