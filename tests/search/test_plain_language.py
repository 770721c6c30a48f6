"""Plain language: the short text where there is one, else the usual one with a word on it."""

from __future__ import annotations

from dataclasses import replace

from bot.faq.queries import FaqView
from bot.search.preferences import Preferences
from bot.search.render import faq_reply
from bot.search.sentences import sentence

ENTRY = FaqView(
    slug="zim",
    topic_group="foerderung",
    question="Was ist ZIM?",
    answer="Das Zentrale Innovationsprogramm Mittelstand.",
    plain_answer="ZIM ist Geld vom Staat für neue Ideen.",
    source_title="BMWE",
    source_url=None,
    source_date="2025",
    certainty="belegt",
    keywords=(),
    related=(),
)


def test_the_plain_text_takes_the_place_of_the_other_and_needs_no_button_for_it() -> None:
    plain, usual = faq_reply(ENTRY, plain=True), faq_reply(ENTRY)
    assert (plain.text, plain.source, plain.references) == (ENTRY.plain_answer, usual.source, usual.references)
    assert [button.title for button in usual.buttons] == [sentence("antwort.einfach_knopf")]
    assert plain.buttons == ()


def test_a_doubt_is_named_in_plain_language_too() -> None:
    doubtful = replace(ENTRY, certainty="allgemein")
    assert faq_reply(doubtful, plain=True).text == f"{ENTRY.plain_answer}\n\n{sentence('antwort.unsicher')}"


def test_without_a_plain_text_the_usual_one_is_given_and_said_to_be_none() -> None:
    entry = replace(ENTRY, plain_answer="")
    assert faq_reply(entry, plain=True).text == f"{sentence('antwort.nicht_einfach')}\n\n{ENTRY.answer}"
    assert faq_reply(entry).text == ENTRY.answer


def test_preferences_come_out_of_the_metadata_as_they_went_in() -> None:
    for preferences in (Preferences(), Preferences(plain=True), Preferences(plain=True, language="en")):
        assert Preferences.from_metadata(preferences.to_metadata()) == preferences
    assert Preferences().to_metadata() == {}
    assert Preferences.from_metadata(None) == Preferences.from_metadata({"model_id": "x"}) == Preferences()
