"""Lists of offers over several turns: refine, loosen, show more, pick by number, go back, ask about a hit."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.offers.filters import OfferFilters
from bot.search.filter_buttons import CHANGE
from bot.search.memory import Memory
from bot.search.reply import Reference, Reply
from bot.search.searching import PAGE


def slugs(reply: Reply) -> list[str]:
    return [reference.slug for reference in reply.references]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hochvoltkurs in Baunatal", {"bsp-hochvolt-2s", "bsp-hochvolt-2s-2"}),
        ("Haben Sie Kurse zu Leichtbau im April?", {"bsp-leichtbau-faserverbund"}),
        ("kostenlose Kurse", {"bsp-foerdermittel-antrag", "bsp-foerdermittel-antrag-2"}),
        ("Wasserstoffkurs im Mai", {"bsp-wasserstoff-sicherheit"}),
    ],
)
def test_a_wish_becomes_a_list_with_what_meets_it_first(conversation: Any, text: str, found: set[str]) -> None:
    reply = conversation.ask(text)
    assert reply.kind == "offers"
    assert set(slugs(reply)[: len(found)]) == found


def test_a_list_is_wanted_where_all_of_a_format_shall_be_shown(conversation: Any) -> None:
    question = "Zeig mir bitte alle Onlinekurse"
    reply = conversation.ask(question, ("faq:online-kurse", 0.95))
    assert reply.kind == "offers"
    assert conversation.memory.filters.formats == ("online",)
    assert conversation.ask("Gibt es Kurse online?", ("faq:online-kurse", 0.95)).kind == "answer"


def test_more_with_a_condition_is_another_search_and_not_the_next_page(conversation: Any) -> None:
    conversation.ask("Kurs zum Energiemanagement in Eschwege?")
    reply = conversation.take(conversation.dialogue.show_more, "Lohfelden ginge auch noch")
    assert slugs(reply) == ["bsp-energiemanagement-50001"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("aber nix mit Kredit, davon haben wir genug, nur Zuschuss", lambda one: one.kinds == ("zuschuss",)),
        ("und welche sind da vom Land selber und nicht von Berlin?", lambda one: one.levels == ("land",)),
    ],
)
def test_a_list_is_narrowed_in_everyday_words_whatever_entry_these_resemble(
    conversation: Any, text: str, kept: Any
) -> None:
    conversation.ask("Welche Fördermittel gibt es für Energieeffizienz?")
    reply = conversation.ask(text, ("faq:zuschuss-oder-darlehen", 0.97))
    assert reply.kind == "offers"
    assert kept(conversation.memory.filters)
    assert conversation.memory.filters.topics == ("energie-effizienz",)


def test_a_search_is_narrowed_turn_by_turn(conversation: Any) -> None:
    conversation.ask("Welche Kurse gibt es zu Hochvolt?")
    assert set(slugs(conversation.ask("nur in Baunatal"))) == {"bsp-hochvolt-2s", "bsp-hochvolt-2s-2"}
    assert slugs(conversation.ask("und im Herbst?")) == ["bsp-hochvolt-2s-2"]
    assert conversation.memory.filters.topics == ("hochvolt",)


def test_a_narrowed_search_keeps_to_its_topic(conversation: Any) -> None:
    conversation.ask("Kurse zu Wasserstoff")
    assert slugs(conversation.ask("im Mai")) == ["bsp-wasserstoff-sicherheit"]


def test_a_bare_condition_refines_whatever_else_it_resembles(conversation: Any) -> None:
    conversation.ask("Welche Kurse gibt es zu Hochvolt?")
    reply = conversation.ask("online bitte", ("faq:online-kurse", 0.99))
    assert reply.kind == "offers"
    assert conversation.memory.filters.formats == ("online",)


def test_a_provider_is_looked_for_among_the_hits_even_where_the_question_looks_like_one_about_the_place(
    conversation: Any,
) -> None:
    conversation.ask("Welche Kurse gibt es zu Hochvolt?")
    reply = conversation.take(
        lambda turn: conversation.dialogue.follow_up(turn, "ort"), "gibt es da auch einen vom Zirkus?"
    )
    assert "Zirkus" in reply.text


def test_free_of_charge_stays_a_condition_in_the_next_turn(conversation: Any) -> None:
    conversation.ask("kostenlose Kurse")
    assert slugs(conversation.ask("und im August?")) == ["bsp-foerdermittel-antrag-2"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("der Ort ist egal", {"max_price": 900.0, "place": ""}),
        ("Preis ist nicht so wichtig", {"max_price": None, "place": "Kassel"}),
        ("darf auch mehr kosten", {"max_price": None, "place": "Kassel"}),
    ],
)
def test_a_condition_can_be_dropped_again(conversation: Any, text: str, kept: dict[str, Any]) -> None:
    conversation.ask("Hochvolt-Kurse in Kassel unter 900 Euro")
    conversation.ask(text)
    filters = conversation.memory.filters
    assert filters.topics == ("hochvolt",)
    assert {name: getattr(filters, name) for name in kept} == kept


def test_unwanted_kinds_of_funding_go_and_the_subject_stays(conversation: Any) -> None:
    conversation.ask("Förderung Digitalisierung vom Land")
    reply = conversation.ask("keine Kredite")
    assert "hessenfonds-kleindarlehen" not in slugs(reply)
    assert "distral" in slugs(reply)


def test_an_empty_result_says_which_condition_was_dropped(conversation: Any) -> None:
    reply = conversation.ask("Kurse zu Hochvolt in Hofgeismar")
    assert "„Hofgeismar“ habe ich nichts gefunden" in reply.text
    assert reply.references


def test_another_question_is_no_refinement(conversation: Any) -> None:
    conversation.ask("Kurse zu Hochvolt")
    assert slugs(conversation.ask("Wer koordiniert das Netzwerk?")) == ["koordination-tregks"]
    assert slugs(conversation.ask("Förderung Energie vom Land"))[0] != "bsp-hochvolt-2s"


def test_a_correction_changes_the_type_and_keeps_the_subject(conversation: Any) -> None:
    conversation.ask("Welche Förderung gibt es für Wasserstoff vom Land?")
    reply = conversation.take(conversation.dialogue.correct, "Nein, ich meinte Kurse")
    assert "bsp-wasserstoff-grundlagen" in slugs(reply)


def test_more_shows_page_after_page_until_the_end(conversation: Any) -> None:
    first = conversation.ask("Welche Kurse gibt es in Kassel?")
    assert first.buttons[-1].payload == "/dialog_mehr"
    total, seen = len(conversation.memory.results), slugs(first)
    while len(seen) < total:
        reply = conversation.take(conversation.dialogue.show_more, "mehr")
        assert 0 < len(reply.references) <= PAGE
        seen += slugs(reply)
    assert len(set(seen)) == total > 2 * PAGE
    assert reply.buttons == ()
    assert conversation.take(conversation.dialogue.show_more, "mehr").text == "Das waren alle Treffer."


def test_back_shows_the_first_page_again(conversation: Any) -> None:
    first = conversation.ask("Welche Kurse gibt es in Kassel?")
    conversation.take(conversation.dialogue.show_more, "mehr")
    again = conversation.take(conversation.dialogue.go_back, "zurück")
    assert (slugs(again), again.text.split(":")[0]) == (slugs(first), first.text.split(":")[0])


def test_back_at_the_beginning_is_a_friendly_notice(conversation: Any) -> None:
    assert conversation.take(conversation.dialogue.go_back, "zurück").kind == "notice"


@pytest.mark.parametrize(
    ("aspect", "words"),
    [
        ("kosten", "kostet 890 Euro"),
        ("dauer", "24 Stunden, 02.03.2027 bis 04.03.2027"),
        ("termin", "02.03.2027"),
        ("ort", "Präsenz (Baunatal)"),
        ("online", "Präsenz (Baunatal)"),
        ("antrag", "Zur Anmeldung"),
        ("zustaendig", "zuständig"),
    ],
)
def test_questions_about_a_course_are_answered_from_its_data(conversation: Any, aspect: str, words: str) -> None:
    conversation.ask("Hochvoltkurs in Baunatal")
    conversation.take(conversation.dialogue.pick, "das erste")
    reply = conversation.take(lambda turn: conversation.dialogue.follow_up(turn, aspect), "und dazu?")
    assert words in reply.text
    assert slugs(reply) == ["bsp-hochvolt-2s"]


@pytest.mark.parametrize(
    ("aspect", "words"),
    [("kosten", "50 % der anerkannten Ausgaben"), ("dauer", "bis 31.12.2027"), ("antrag", "Projektträger Jülich")],
)
def test_questions_about_a_programme_are_answered_from_its_data(conversation: Any, aspect: str, words: str) -> None:
    conversation.ask("WIPANO bitte", ("foerderung:wipano", 0.95))
    reply = conversation.take(lambda turn: conversation.dialogue.follow_up(turn, aspect), "und dazu?")
    assert words in reply.text


def test_what_is_not_known_of_a_hit_is_said_and_the_provider_named(conversation: Any) -> None:
    conversation.ask("Erzählen Sie mir von UNIKIMS", ("weiterbildung:fakt-unikims-mba", 0.95))
    reply = conversation.take(lambda turn: conversation.dialogue.follow_up(turn, "kosten"), "Was kostet das?")
    assert "liegt mir nichts vor" in reply.text
    assert "+49 561 70733-50" in reply.text


def test_an_expired_programme_is_followed_by_its_successor(conversation: Any) -> None:
    expired = "foerderung:erp-digitalisierungs-und-innovationskredit"
    reply = conversation.ask("Zum alten Digitalkredit", (expired, 0.95))
    assert reply.buttons[0].reference.slug == "erp-foerderkredit-digitalisierung"
    assert slugs(conversation.ask("Was gibt es stattdessen?")) == ["erp-foerderkredit-digitalisierung"]


def test_without_a_successor_the_subject_is_searched(conversation: Any) -> None:
    conversation.ask("go-digital", ("foerderung:go-digital", 0.95))
    reply = conversation.ask("Was gibt es stattdessen?")
    assert "distral" in slugs(reply)
    assert "go-digital" not in slugs(reply)


def test_a_follow_up_without_anything_before_is_a_question_like_any_other(conversation: Any) -> None:
    reply = conversation.take(lambda turn: conversation.dialogue.follow_up(turn, "kosten"), "xqzvw")
    assert reply.kind == "fallback"


def test_more_and_numbers_without_a_list_are_questions_like_any_other(conversation: Any) -> None:
    for move in (conversation.dialogue.show_more, conversation.dialogue.pick):
        reply = conversation.take(move, "Wer koordiniert das Netzwerk?")
        assert slugs(reply) == ["koordination-tregks"]


def test_a_search_for_nothing_in_particular_asks_what_for(conversation: Any) -> None:
    reply = conversation.take(lambda turn: conversation.dialogue.search(turn, "weiterbildung"), "xqzvw")
    assert reply.kind == "clarify"
    assert "Wonach soll ich suchen?" in reply.text


def test_a_topic_without_offers_names_the_project_lead(conversation: Any) -> None:
    conversation.ask("Kurse zu Wasserstoff")
    memory = conversation.memory
    conversation.memory = type(memory)(filters=type(memory.filters)("weiterbildung", ("gibt-es-nicht",)))
    reply = conversation.ask("nur in Kassel")
    assert reply.kind == "notice"
    assert "Michael Wieners, +49 561 70733-52" in reply.text


def test_a_provider_is_looked_for_among_the_hits(conversation: Any) -> None:
    conversation.ask("Zeig mir alle Kurse in Kassel")
    missing = conversation.ask("ist da auch ein kurs vom TÜV dabei?")
    assert (missing.kind, "„TÜV“" in missing.text) == ("notice", True)
    found = conversation.ask("und ein Kurs vom BZ?")
    assert found.references
    assert all("BZ" in card.facts["Anbieter"] for card in found.cards)


def test_a_search_can_be_taken_back_by_word_and_by_button(conversation: Any) -> None:
    conversation.ask("Welche Kurse gibt es zu Hochvolt?")
    before = conversation.memory.filters
    narrowed = conversation.ask("nur in Baunatal")
    assert "Rückgängig" in [button.title for button in narrowed.buttons]
    assert conversation.ask("das letzte rückgängig machen").kind == "offers"
    assert conversation.memory.filters == before


def test_an_empty_result_offers_to_drop_what_emptied_it_with_the_exact_count(conversation: Any) -> None:
    reply = conversation.ask("Wasserstoffkurs in Vellmar")
    button = next(button for button in reply.buttons if button.title.startswith("ohne „Vellmar“"))
    change = json.loads(button.payload.removeprefix(CHANGE))["filter"]
    conversation.take(lambda turn: conversation.dialogue.change_search(turn, change), "")
    assert button.title.endswith(f"({len(conversation.memory.results)})")
    assert conversation.memory.filters.place == ""
    assert any(button.payload.startswith("/handoff") for button in reply.buttons)


def test_a_comparison_names_what_differs_in_the_same_order_on_each_card(conversation: Any) -> None:
    conversation.ask("Welche Kurse gibt es in Kassel?")
    reply = conversation.ask("Was ist der Unterschied zwischen 1 und 3?")
    assert list(reply.cards[0].facts) == list(reply.cards[1].facts)
    assert "\n| Merkmal | (1) " in reply.text
    assert "\n| Anbieter | " in reply.text


@pytest.mark.parametrize("text", ["kostenlose Online-Kurse", "Kurs in Vollzeit mit Bildungsgutschein"])
def test_a_bare_wish_of_two_conditions_is_a_search(conversation: Any, text: str) -> None:
    assert conversation.ask(text).kind == "offers"
    assert conversation.memory.filters.topics == ()


def test_another_kind_of_support_is_for_the_same_thing(conversation: Any) -> None:
    conversation.ask("Förderprogramme vom Bund zu Digitalisierung")
    conversation.ask("und als Kredit?")
    assert conversation.memory.filters.kinds == ("darlehen",)
    assert conversation.memory.filters.topics == ("digitalisierung",)


def test_a_programme_in_focus_is_judged_by_the_size_that_is_named(conversation: Any) -> None:
    zim = Reference.parse("foerderung:zim")
    conversation.take(lambda turn: conversation.dialogue.show(turn, zim), "")
    reply = conversation.ask("gilt das für uns mit 60 Leuten?")
    assert slugs(reply) == ["zim"]
    assert "Mit 60 Beschäftigten spricht die Größe nicht gegen" in reply.text
    assert "Nein, mit 5.000 Beschäftigten" in conversation.ask("und gilt das auch mit 5.000 Leuten?").text


def test_what_comes_after_an_ended_programme_is_not_the_succession_of_a_company(conversation: Any) -> None:
    conversation.take(lambda turn: conversation.dialogue.show(turn, Reference.parse("foerderung:go-digital")), "")
    conversation.ask("gibt es einen Nachfolger?")
    assert "gruendung-nachfolge" not in conversation.memory.filters.topics
    assert conversation.memory.filters.type == "foerderung"


def test_without_its_only_condition_a_search_lists_everything(conversation: Any) -> None:
    conversation.ask("Kurs in Hofgeismar")
    assert len(slugs(conversation.ask("egal wo"))) == PAGE


def test_the_next_date_of_a_topic_is_a_date_of_a_training(conversation: Any) -> None:
    assert conversation.ask("nächster Termin CNC").references[0].type == "weiterbildung"


def test_more_of_what_an_entry_was_about_are_its_offers(conversation: Any) -> None:
    conversation.memory = replace(conversation.memory, filters=OfferFilters("foerderung", ("digitalisierung",)))
    assert conversation.take(conversation.dialogue.show_more, "mehr").kind == "offers"


def test_conditions_after_a_single_offer_search_for_its_subject(conversation: Any) -> None:
    conversation.ask("was zum Schweißen", ("weiterbildung:fakt-bz-kassel-schweissen", 0.9))
    reply = conversation.ask("am liebsten abends")
    assert reply.kind == "offers"
    assert conversation.memory.filters.topics == ("leichtbau",)


def test_a_correction_in_dialect_names_the_unwanted_type_too(conversation: Any) -> None:
    conversation.ask("Welche Förderung gibt es für Wasserstoff vom Land?")
    reply = conversation.take(conversation.dialogue.correct, "nee, ich mein kurse, nich geld")
    assert "bsp-wasserstoff-grundlagen" in slugs(reply)


def test_a_course_in_another_part_of_germany_is_said_to_be_missing(conversation: Any) -> None:
    assert "„Hannover“ habe ich nichts gefunden" in conversation.ask("Kurse zu Hochvolt in Hannover").text


def test_another_month_for_the_same_courses(conversation: Any) -> None:
    conversation.ask("Kurse zu Wasserstoff")
    conversation.ask("Januar ist zu früh für uns, gibt es den auch im Mai?")
    assert slugs(conversation.ask("und im Mai?")) == ["bsp-wasserstoff-sicherheit"]
    assert conversation.memory.filters.topics == ("wasserstoff",)


def test_what_costs_less_is_looked_for_among_the_same_courses(conversation: Any) -> None:
    conversation.ask("Welche Kurse gibt es zu Hochvolt?")
    reply = conversation.ask(
        "puh, fast 2000 Euro. gibts zu hochvolt auch was günstigeres?", ("faq:hochvolt-stufen", 0.95)
    )
    assert reply.kind == "offers"
    assert (conversation.memory.filters.topics, conversation.memory.filters.sort) == (("hochvolt",), "price")


def test_both_hits_are_compared(conversation: Any) -> None:
    conversation.ask("Kurse zu Wasserstoff")
    reply = conversation.ask(
        "und worin unterscheiden sich die beiden?", ("faq:qualifizierungsgeld-oder-kurzarbeit", 0.9)
    )
    assert set(slugs(reply)) == {"bsp-wasserstoff-grundlagen", "bsp-wasserstoff-sicherheit"}
    assert "|" in reply.text


def test_a_programme_that_is_named_is_shown_and_not_taken_for_a_topic(conversation: Any) -> None:
    conversation.ask("Welche Zuschüsse gibt es für Digitalisierung?")
    reply = conversation.ask("und go-digital?", ("foerderung:go-digital", 0.8), ("faq:go-digital-ende", 0.2))
    assert slugs(reply)[0] == "go-digital"


STORY = (
    "Guten Tag, ich leite die Entwicklung bei einem Sensorikhersteller mit 60 Leuten in Vellmar. Ab März haben wir mit "
    "einem Institut eine riskante Idee. Welche Förderung des Bundes für Spitzenforschung kommt in Frage, und wann?"
)


def test_places_and_days_of_a_story_are_no_conditions_of_a_search(conversation: Any) -> None:
    reply = conversation.ask(STORY, ("foerderung:kmu-innovativ", 0.97))
    assert slugs(reply) == ["kmu-innovativ"]


def test_a_topic_named_after_an_entry_is_a_question_as_long_as_no_list_is_open(conversation: Any) -> None:
    conversation.ask("Was ist Qualifizierungsgeld?", ("faq:was-ist-qualifizierungsgeld", 0.99))
    entry = "betriebsvereinbarung-qualifizierungsgeld"
    assert slugs(conversation.ask("Wir haben keinen Betriebsrat, geht das trotzdem?", (f"faq:{entry}", 0.8))) == [entry]


def test_an_entry_is_not_repeated_to_who_then_names_a_place(conversation: Any) -> None:
    conversation.memory = Memory((Reference("faq", "betriebsrat-schulung"),))
    text = "Gibt es auch etwas für Betriebsräte vor Ort in Kassel?"
    assert "bsp-betriebsrat-transformation" in slugs(conversation.ask(text, ("faq:betriebsrat-schulung", 0.9)))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("das ist mir zu spät, gehts auch früher?", None, "2027-05-"),
        ("geht das auch später?", "2027-05-", None),
    ],
)
def test_earlier_and_later_than_the_course_in_focus(
    conversation: Any, text: str, first: str | None, last: str | None
) -> None:
    conversation.ask("Kurse zu Wasserstoff")
    conversation.memory = replace(
        conversation.memory, focus=(Reference("weiterbildung", "bsp-wasserstoff-sicherheit"),)
    )
    assert conversation.ask(text).kind == "offers"
    filters = conversation.memory.filters
    for day, expected in ((filters.first_day, first), (filters.last_day, last)):
        assert str(day or "").startswith(expected or "")
        assert (day is None) == (expected is None)


def test_a_dropped_condition_leaves_room_for_what_is_named_beside_it(conversation: Any) -> None:
    conversation.ask("Kurse zu Hochvolt online im März")
    conversation.ask("anders gefragt: Wasserstoff vor Ort in Kassel, Monat egal")
    filters = conversation.memory.filters
    assert (filters.place, filters.first_day, filters.topics) == ("Kassel", None, ("wasserstoff",))


@pytest.mark.parametrize(
    "text",
    [
        "dann eher in Kassel",
        "Kann ich den Bildungsgutschein auch später einlösen?",
        "Früher gab es doch den Bildungsscheck",
    ],
)
def test_other_uses_of_such_words_move_no_days(conversation: Any, text: str) -> None:
    conversation.ask("Kurse zu Wasserstoff")
    conversation.memory = replace(
        conversation.memory, focus=(Reference("weiterbildung", "bsp-wasserstoff-sicherheit"),)
    )
    conversation.ask(text, ("faq:was-ist-bildungsgutschein", 0.9))
    filters = conversation.memory.filters
    assert (filters.first_day, filters.last_day) == (None, None)


def test_earlier_and_another_condition_are_both_heard(conversation: Any) -> None:
    conversation.ask("Kurse zu Wasserstoff")
    conversation.memory = replace(
        conversation.memory, focus=(Reference("weiterbildung", "bsp-wasserstoff-sicherheit"),)
    )
    conversation.ask("etwas früher und bitte online")
    filters = conversation.memory.filters
    assert (filters.formats, filters.last_day is None) == (("online",), False)
