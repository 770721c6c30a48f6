"""The choices of the configurator: what the widget knows by a slug, it gets by a slug, anything else in words."""

from __future__ import annotations

from bot.content.catalogue import read_topic_names
from bot.web.embedding.options import GROUPS, list_options


def test_topics_that_staff_added_or_renamed_are_written_in_words() -> None:
    topics = [("hochvolt", "Hochvolt"), ("drohnen", "Drohnen"), ("leichtbau", "Leichter bauen")]
    (topic,) = [option for option in list_options(topics, read_topic_names()) if option.name == "thema"]
    values = [value for value, _name in topic.choices]
    assert values == ["", *GROUPS, "hochvolt", "Drohnen", "Leichter bauen"]
