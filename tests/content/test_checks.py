"""What a record may not say because of other records."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.content.checks import complete_record
from bot.content.kinds import CONTACT, FAQ, FUNDING, TOPIC, Kind
from bot.content.lookups import MOST_CHOICES, find_choices
from bot.content.records import blank_record, save_record
from bot.topics.models import Topic


@pytest.fixture
def session(session_factory: sessionmaker) -> Session:
    with session_factory() as session:
        save_record(session, TOPIC, "ki-daten", {"name": "Künstliche Intelligenz", "synonyms": ["KI"]})
        save_record(session, TOPIC, "strom", {"name": "Energie", "synonyms": ["Strom"]})
        yield session


def check(session: Session, kind: Kind, key: str = "neu", **changes: Any) -> tuple[dict[str, Any], dict[str, str]]:
    record = blank_record(kind) | changes
    return record, complete_record(session, kind, key, record)


@pytest.mark.parametrize("written", ["ki-daten", "Künstliche Intelligenz"])
def test_a_topic_may_be_written_as_short_name_or_as_name(session: Session, written: str) -> None:
    record, problems = check(session, FUNDING, topics=["strom", written])
    assert (record["topics"], problems) == (["strom", "ki-daten"], {})


def test_an_unknown_topic_is_named(session: Session) -> None:
    _, problems = check(session, FUNDING, topics=["strom", "mars"])
    assert problems == {"topics": "Das gibt es nicht unter „Themen“: „mars“. Wählen Sie aus der Liste."}


def test_a_contact_is_responsible_for_topics_and_for_groups_of_the_faq(session: Session) -> None:
    record, problems = check(session, CONTACT, areas=["strom", "Förderung"])
    assert (record["areas"], problems) == (["strom", "foerderung"], {})


@pytest.mark.parametrize(
    ("kind", "changes", "field", "problem"),
    [
        (FUNDING, {"max_quota_percent": 120}, "max_quota_percent", "Mehr als 100 Prozent"),
        (FUNDING, {"successor": "zim"}, "successor", "Das gibt es nicht"),
        (FUNDING, {"rules": ["Kleine Firmen: Darum."]}, "rules", "keine Bedingung, die der Lotse prüfen kann"),
        (FUNDING, {"rules": ["Vorhaben strom, mars: Darum."]}, "rules", "„mars“ ist kein Kurzname eines Themas"),
        (TOPIC, {"synonyms": ["strom"]}, "synonyms", "„Strom“ (bei „Energie“)"),
        (FAQ, {"related": ["was"]}, "related", "Das gibt es nicht"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(
    session: Session, kind: Kind, changes: dict[str, Any], field: str, problem: str
) -> None:
    assert problem in check(session, kind, **changes)[1][field]


def test_a_topic_keeps_its_own_words_and_no_record_points_to_itself(session: Session) -> None:
    assert check(session, TOPIC, "strom", synonyms=["Strom"])[1] == {}
    programme = {"title": "ZIM", "provider": "Bund", "source_date": "2026", "certainty": "belegt"}
    save_record(session, FUNDING, "zim", blank_record(FUNDING) | programme)
    assert "nicht auf sich selbst" in check(session, FUNDING, "zim", successor="ZIM")[1]["successor"]


def test_a_list_to_choose_from_is_left_out_where_it_would_be_endless(session: Session) -> None:
    assert find_choices(session, "topics") == {"strom": "Energie", "ki-daten": "Künstliche Intelligenz"}
    session.add_all(Topic(slug=f"t-{number}", name=f"Thema {number}") for number in range(MOST_CHOICES))
    session.flush()
    assert find_choices(session, "topics") == {}
