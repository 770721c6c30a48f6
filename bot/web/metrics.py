"""Figures for Prometheus: how many turns of which kind, how long, and what is out of order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS = (0.01, 0.02, 0.04, 0.08, 0.12, 0.25, 0.5, 1, 2, 4, 8)


class Metrics:
    """The figures of one gateway process; no label holds anything of a visitor."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._turns = Counter("lotse_turns", "Answered messages", ["kind", "mode"], registry=self.registry)
        self._seconds = Histogram("lotse_turn_seconds", "Time of an answer", buckets=BUCKETS, registry=self.registry)
        self._refused = Counter("lotse_refused", "Refused requests", ["code"], registry=self.registry)
        self._feedback = Counter("lotse_feedback", "Ratings of answers", ["rating"], registry=self.registry)
        self._streams = Gauge("lotse_event_streams", "Open event streams", registry=self.registry)
        self._mails_pending = Gauge("lotse_mails_pending", "Mails still to be sent", registry=self.registry)
        self._mails_oldest = Gauge("lotse_mails_oldest_seconds", "Age of the oldest of them", registry=self.registry)
        self._mails_failed = Gauge("lotse_mails_failed", "Mails given up within a week", registry=self.registry)
        self._rasa_paused = Gauge(
            "lotse_rasa_paused", "1 while Rasa is left alone after failures", registry=self.registry
        )

    def count_turn(self, messages: Sequence[dict[str, Any]], *, is_reduced: bool, seconds: float) -> None:
        """Count one turn by the kind of its first message."""
        kind = messages[0]["kind"] if messages else "none"
        self._turns.labels(kind, "reduced" if is_reduced else "full").inc()
        self._seconds.observe(seconds)

    def count_refusal(self, code: str) -> None:
        """Count a refused request by its error code."""
        self._refused.labels(code).inc()

    def count_feedback(self, rating: int) -> None:
        """Count a rating."""
        self._feedback.labels("up" if rating > 0 else "down").inc()

    def set_mails(self, *, pending: int, oldest_seconds: float, failed: int) -> None:
        """Note how many mails are still to be sent, the age of the oldest, and how many were given up."""
        self._mails_pending.set(pending)
        self._mails_oldest.set(oldest_seconds)
        self._mails_failed.set(failed)

    def watch_streams(self, count: Callable[[], int]) -> None:
        """Ask ``count`` for the number of open event streams whenever the figures are read."""
        self._streams.set_function(lambda: float(count()))

    def watch_rasa(self, is_paused: Callable[[], bool]) -> None:
        """Ask ``is_paused`` whenever the figures are read."""
        self._rasa_paused.set_function(lambda: float(is_paused()))

    def write(self) -> bytes:
        """Return all figures in the text format of Prometheus."""
        return generate_latest(self.registry)
