"""Every way in which a ticket, and with it its conversation, can go on: one table, nothing else is allowed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

# Somebody is expected to act.
OPEN = frozenset({"new", "notified", "claimed", "reopened"})
DONE = frozenset({"answered", "resolved", "expired"})
ALL = OPEN | DONE

STATUS_NAMES = {
    "new": "neu",
    "notified": "zugestellt",
    "claimed": "im Gespräch",
    "answered": "beantwortet",
    "resolved": "erledigt",
    "reopened": "wieder offen",
    "expired": "verfallen",
}


@dataclass(frozen=True)
class Transition:
    """Where an event may happen, where it leads, and what becomes of a conversation without other open tickets."""

    sources: frozenset[str]
    target: str
    conversation: str
    verb: str  # German, completes "Der Vorgang kann nicht …"


TRANSITIONS = {
    # a mail has left for the person in charge
    "notified": Transition(frozenset({"new", "reopened"}), "notified", "waiting", "zugestellt werden"),
    # a person speaks with the visitor live
    "claimed": Transition(ALL - {"claimed", "resolved"}, "claimed", "person", "übernommen werden"),
    # the person leaves without an answer; others can take over
    "released": Transition(frozenset({"claimed"}), "notified", "waiting", "zurückgegeben werden"),
    # an answer has gone out, or the person hands back to the bot
    "answered": Transition(ALL - {"resolved"}, "answered", "bot", "beantwortet werden"),
    # settled, as visitor or person say
    "resolved": Transition(ALL - {"resolved"}, "resolved", "bot", "erledigt werden"),
    # the person ends the conversation
    "closed": Transition(frozenset({"claimed", "answered"}), "resolved", "closed", "abgeschlossen werden"),
    # it is not settled after all
    "reopened": Transition(DONE, "reopened", "waiting", "wieder geöffnet werden"),
    # nobody has answered for too long
    "expired": Transition(OPEN - {"claimed"}, "expired", "bot", "verfallen"),
}


def conversation_after(event: str, statuses: Collection[str]) -> str:
    """Return the state of a conversation after an event; ``statuses`` are those of all its tickets by then."""
    if "claimed" in statuses:
        return "person"
    if OPEN.intersection(statuses):
        return "waiting"
    return TRANSITIONS[event].conversation
