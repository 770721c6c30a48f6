"""What the form of the list offers to choose from, kept as long as the content stays what it is.

Counting all topics means reading every offer: 0.4 s of a processor for 100,000 dates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from sqlalchemy.orm import Session

from bot.db import read_content_version
from bot.german.distances import read_towns
from bot.offers.filters import OfferFilters
from bot.offers.finding import count_by_topic
from bot.offers.queries import read_places
from bot.topics.queries import read_topics

MOST_COUNTS = 500  # different searches whose counts are kept


@dataclass(frozen=True)
class Choices:
    """Topics by their slugs, towns by the alphabet, and how many offers meet a search under each topic."""

    topics: Mapping[str, str]
    places: Sequence[str]
    counts: dict[OfferFilters, dict[str, int]] = field(default_factory=dict)

    def count_topics(
        self, session: Session, filters: OfferFilters, *, today: date, show_samples: bool
    ) -> Mapping[str, int]:
        """Return how many offers meet the filters under each topic; their own topics do not count."""
        search = OfferFilters(**{**vars(filters), "topics": (), "sort": ""})
        found = self.counts.get(search)
        if found is None:
            found = count_by_topic(session, search, today=today, show_samples=show_samples)
            if len(self.counts) >= MOST_COUNTS:
                self.counts.clear()
            self.counts[search] = found
        return found


class KnownChoices:
    """The choices of the content and the day as they are now."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: tuple[int, date] | None = None
        self._choices = Choices({}, ())

    def read(self, session: Session, today: date) -> Choices:
        """Return the choices, read anew where content or day have changed."""
        now = (read_content_version(session), today)
        with self._lock:
            if now != self._of:
                topics = {topic.slug: topic.name for topic in read_topics(session)}
                self._choices = Choices(topics, sorted({*read_towns(), *read_places(session)}))
                self._of = now
            return self._choices
