"""What the public pages ask of the database, on both kinds of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from bot.offers.filters import TRAINING, OfferFilters
from bot.offers.finding import count_by_topic, find_offers
from bot.offers.importers.models import OfferOriginal
from bot.offers.originals import read_original
from bot.offers.queries import find_by_slug
from bot.topics.models import Topic
from tests.web.offer_pages import TODAY, make_course, make_programme

SCOPE = {"today": TODAY, "show_samples": True}
TRAININGS = OfferFilters(type=TRAINING)


def test_topics_are_counted_among_what_can_be_had(session: Session) -> None:
    session.add_all([Topic(slug="hochvolt", name="Hochvolt"), Topic(slug="ki", name="KI")])
    session.flush()
    session.add_all([make_course("a", topics=("hochvolt", "ki")), make_course("b", topics=("ki",), format="online")])
    session.add_all([make_course("c", topics=("ki",), starts_on=date(2026, 1, 1)), make_programme(topics=("ki",))])
    assert count_by_topic(session, TRAININGS, **SCOPE) == {"hochvolt": 1, "ki": 2}
    assert count_by_topic(session, OfferFilters(type=TRAINING, formats=("online",)), **SCOPE) == {"ki": 1}


def test_pages_follow_one_another_without_gap_or_double(session: Session) -> None:
    session.add_all(make_course(f"k-{number}") for number in range(5))
    pages = [find_offers(session, TRAININGS, limit=2, offset=offset, **SCOPE) for offset in (0, 2, 4)]
    assert [[one.slug for one in page.offers] for page in pages] == [["k-0", "k-1"], ["k-2", "k-3"], ["k-4"]]


def test_a_slug_finds_what_has_ended_but_nothing_hidden(session: Session) -> None:
    session.add_all([make_programme("x", status="ausgelaufen"), make_course("x"), make_course("y", is_archived=True)])
    session.add(make_course("z", is_sample=True))
    assert [one.type for one in find_by_slug(session, "x", show_samples=False)] == ["foerderung", "weiterbildung"]
    assert find_by_slug(session, "y", show_samples=True) == find_by_slug(session, "z", show_samples=False) == []


def test_texts_of_an_owner_belong_to_their_offer_alone(session: Session) -> None:
    programme, course = make_programme("x"), make_course("x")
    session.add_all([programme, course])
    session.flush()
    values = {"licence": "CC BY-ND 4.0", "attribution": "Von BMWK", "sections": [["Fristen", "Keine."]]}
    session.add(OfferOriginal(offer_id=programme.id, **values))
    session.flush()
    first, second = find_by_slug(session, "x", show_samples=True)
    original = read_original(session, first)
    assert original is not None
    assert (original.sections, original.attribution) == ((("Fristen", "Keine."),), "Von BMWK")
    assert read_original(session, second) is None
