from __future__ import annotations

from sqlalchemy.orm import sessionmaker

from bot.topics.models import Topic, TopicSynonym
from bot.topics.queries import TopicView, read_topics


def test_topics_come_as_plain_data_with_their_synonyms_in_order(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        texts = ("Wasserstoff", "H2")
        session.add(Topic(slug="wasserstoff", name="Gas", synonyms=[TopicSynonym(text=text) for text in texts]))
        session.add(Topic(slug="batterie", name="Batterie"))
    with session_factory() as session:
        topics = read_topics(session)
    assert topics == [
        TopicView("wasserstoff", "Gas", ("Wasserstoff", "H2")),
        TopicView("batterie", "Batterie", ()),
    ]


def test_a_database_without_topics_gives_none(session_factory: sessionmaker) -> None:
    with session_factory() as session:
        assert read_topics(session) == []
