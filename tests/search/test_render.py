from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import sessionmaker

from bot.contacts.queries import read_contact, read_contacts
from bot.faq.queries import read_valid_entries
from bot.offers.filters import FUNDING, TRAINING
from bot.offers.queries import FundingView, OfferView, TrainingView
from bot.search import render
from bot.search.reply import Reference
from bot.search.snapshot import read_snapshot

TODAY = date(2026, 11, 22)


def read_offers(content: sessionmaker) -> dict[Reference, OfferView]:
    with content() as session:
        return read_snapshot(session, TODAY, show_samples=True).offers


def read_offer(content: sessionmaker, type_: str, slug: str) -> OfferView:
    return read_offers(content)[Reference(type_, slug)]


def test_every_faq_answer_names_source_and_date(content: sessionmaker) -> None:
    with content() as session:
        replies = [render.faq_reply(entry) for entry in read_valid_entries(session, TODAY)]
    assert len(replies) > 100
    for reply in replies:
        assert reply.kind == "answer"
        assert reply.source
        assert reply.source.title
        assert reply.source.stand


def test_every_offer_names_source_and_date(content: sessionmaker) -> None:
    for offer in read_offers(content).values():
        reply = render.detail_reply(offer, today=TODAY)
        assert reply.references == (Reference(offer.type, offer.slug),)
        assert reply.source
        assert reply.source.title
        assert reply.source.stand == offer.source_date
        assert reply.cards[0].facts["Stand"]


def test_every_contact_names_source_and_date(content: sessionmaker) -> None:
    with content() as session:
        office = read_contact(session, "wfg-zentrale")
        assert office
        replies = [render.contacts_reply([contact], office) for contact in read_contacts(session)]
    for reply in replies:
        assert reply.source
        assert reply.source.stand
        assert reply.cards[0].facts["Stand"]
        assert "+49 561 70733" in reply.text  # a way to reach somebody, if only the central office


def test_a_list_of_offers_keeps_order_and_dates_each_card(content: sessionmaker) -> None:
    offers = [read_offer(content, TRAINING, slug) for slug in ("bsp-nachfolge", "bsp-hochvolt-2s", "fakt-hwk-kassel")]
    reply = render.offers_reply(offers, "Drei Treffer:", today=TODAY, has_more=True)
    assert [reference.slug for reference in reply.references] == [offer.slug for offer in offers]
    assert [card.slug for card in reply.cards] == [offer.slug for offer in offers]
    assert all("Stand" in card.facts for card in reply.cards)
    assert [button.payload for button in reply.buttons] == ["/dialog_mehr"]


def test_sample_offers_are_marked_and_explained(content: sessionmaker) -> None:
    sample = read_offer(content, TRAINING, "bsp-hochvolt-2s")
    real = read_offer(content, TRAINING, "fakt-hwk-kassel")
    reply = render.offers_reply([real, sample], "Zwei Treffer:", today=TODAY)
    assert [card.sample for card in reply.cards] == [False, True]
    assert "erfunden und nicht buchbar" in reply.text
    assert render.detail_reply(sample, today=TODAY).source == render.offer_source(sample)
    assert render.offer_source(sample).title == "Beispieldaten"
    assert "erfunden" not in render.offers_reply([real], "Ein Treffer:", today=TODAY).text


def test_an_expired_programme_says_so_and_points_to_its_successor(content: sessionmaker) -> None:
    expired = read_offer(content, FUNDING, "erp-digitalisierungs-und-innovationskredit")
    successor = read_offer(content, FUNDING, "erp-foerderkredit-digitalisierung")
    reply = render.detail_reply(expired, successor, today=TODAY)
    assert "ausgelaufen" in reply.text
    assert reply.cards[0].facts["Status"] == "ausgelaufen"
    assert [button.reference for button in reply.buttons] == [Reference(FUNDING, successor.slug)]
    assert reply.buttons[0].title.startswith("Nachfolger: ")
    assert "ausgelaufen" not in render.detail_reply(successor, today=TODAY).text


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("pius-invest", "nicht gesichert"),
        ("jtf", "keinen Antrag stellen"),
        ("zim", "**vor** Beginn"),
    ],
)
def test_doubts_and_duties_are_named_with_a_programme(content: sessionmaker, slug: str, words: str) -> None:
    assert words in render.detail_reply(read_offer(content, FUNDING, slug), today=TODAY).text


def test_a_course_shows_its_facts_in_german(content: sessionmaker) -> None:
    card = render.offer_card(read_offer(content, TRAINING, "bsp-hochvolt-2s"))
    assert card.facts["Termin"] == "02.03.2027 bis 04.03.2027"
    assert card.facts["Format"] == "Präsenz"
    assert card.facts["Preis"] == "890 Euro"
    assert card.facts["Ort"] == "Baunatal"
    assert list(card.facts)[-1] == "Stand"
    assert card.page == "/angebote/bsp-hochvolt-2s"


@pytest.mark.parametrize(
    ("price", "format_", "text"),
    [(0.0, "online", "kostenfrei"), (1150.0, "praesenz", "1.150 Euro"), (680.0, "inhouse", "680 Euro je Gruppe")],
)
def test_prices_are_written_in_german(content: sessionmaker, price: float, format_: str, text: str) -> None:
    offer = read_offer(content, TRAINING, "bsp-hochvolt-2s")
    assert isinstance(offer, TrainingView)
    assert render.price(replace(offer, price_eur=price, format=format_)) == text


def test_what_is_not_known_of_an_offer_is_left_out(content: sessionmaker) -> None:
    offer = read_offer(content, TRAINING, "fakt-vsb-akademie")
    assert not {"Termin", "Preis", "Dauer", "Format"} & set(render.offer_card(offer).facts)
    programme = read_offer(content, FUNDING, "zim")
    assert isinstance(programme, FundingView)
    assert "Läuft bis" not in render.offer_card(programme).facts


def test_an_answer_offers_two_related_questions_and_plain_language(content: sessionmaker) -> None:
    with content() as session:
        entry = next(entry for entry in read_valid_entries(session, TODAY) if entry.plain_answer)
    related = [(f"Frage {number}?", Reference("faq", f"f{number}")) for number in range(4)]
    reply = render.faq_reply(entry, related)
    assert [button.title for button in reply.buttons] == ["Frage 0?", "Frage 1?", "Kurz und einfach"]
    plain = render.faq_reply(entry, plain=True)
    assert plain.text.startswith(entry.plain_answer)
    assert plain.source == reply.source
    assert plain.buttons == ()


def test_general_knowledge_is_marked_as_such(content: sessionmaker) -> None:
    with content() as session:
        entries = read_valid_entries(session, TODAY)
    for entry in entries:
        assert ("allgemeines Fachwissen" in render.faq_reply(entry).text) == (entry.certainty == "allgemein")


def test_at_most_three_choices_and_a_way_out() -> None:
    candidates = [(f"Frage {number}", Reference("faq", f"f{number}")) for number in range(5)]
    reply = render.choices_reply(candidates)
    assert reply.kind == "clarify"
    assert [str(button.reference) for button in reply.buttons] == ["faq:f0", "faq:f1", "faq:f2", "None"]
    assert reply.buttons[-1].payload == "/dialog_nichts_davon"
    assert json.loads(reply.buttons[0].payload.partition("{")[1] + reply.buttons[0].payload.partition("{")[2]) == {
        "reference": "faq:f0"
    }


def test_long_titles_are_cut_on_buttons() -> None:
    title = render.button_for("sehr " * 40, Reference("faq", "f")).title
    assert len(title) <= 80
    assert title.endswith("…")
    assert render.button_for("Kurz", Reference("faq", "f")).title == "Kurz"
