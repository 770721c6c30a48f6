"""The shape of what a visitor is told: built here once, used by the actions and by the gateway's reduced mode."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reference:
    """A piece of content: ``type`` is faq, foerderung, weiterbildung or kontakt."""

    type: str
    slug: str

    def __str__(self) -> str:
        return f"{self.type}:{self.slug}"

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read ``type:slug``. Raises ValueError."""
        kind, separator, slug = text.partition(":")
        if not separator or not kind or not slug:
            raise ValueError(f"Not a reference: {text!r}.")
        return cls(kind, slug)


@dataclass(frozen=True)
class Source:
    """Where an answer comes from and how old it is."""

    title: str
    url: str | None
    stand: str


@dataclass(frozen=True)
class Card:
    """An offer or a contact as a card; ``facts`` keeps its order.

    ``url`` leads away; ``page`` is the path of an offer's own page on the gateway, and left out where there is none.
    """

    type: str
    slug: str
    title: str
    text: str
    facts: dict[str, str] = field(default_factory=dict)
    url: str | None = None
    sample: bool = False
    page: str | None = None


@dataclass(frozen=True)
class Button:
    """A button; its payload is obeyed only in the conversation that got it.

    ``lang`` is the language of the title where it is another one than that of the message.
    """

    title: str
    payload: str
    reference: Reference | None = None
    lang: str | None = None


@dataclass(frozen=True)
class Miss:
    """Why a message leaves a question unsettled, for the staff's inbox of such questions.

    ``reason`` is unsure, choices, out_of_scope or no_hits; ``best`` the nearest content, with its probability;
    ``conditions`` what a search asked for, in German, ``filters`` the same as data (``OfferFilters.to_slot``), and
    ``emptied_by`` the conditions without which it would have found something, in German.
    """

    reason: str
    best: Reference | None = None
    score: float | None = None
    conditions: str = ""
    filters: dict[str, Any] = field(default_factory=dict)
    emptied_by: str = ""


@dataclass(frozen=True)
class Reply:
    """One message of the assistant, in the terms of the chat API.

    ``state`` moves the conversation (``waiting``), ``directive`` asks the gateway for something only it can do
    (``delete``), ``miss`` tells it what was missing; all are taken out before the message reaches the visitor.
    ``invalid`` marks what explains why a form did not take an answer.
    ``lang`` is the language of the text, left out in a conversation in German.
    """

    kind: str
    text: str
    references: tuple[Reference, ...] = ()
    source: Source | None = None
    cards: tuple[Card, ...] = ()
    buttons: tuple[Button, ...] = ()
    state: str | None = None
    directive: str | None = None
    miss: Miss | None = None
    invalid: bool = False
    lang: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the message as JSON-ready data; empty parts are left out, ``references`` is always there."""
        data = asdict(self)
        for button in data["buttons"]:
            for name in ("reference", "lang"):
                if button[name] is None:
                    del button[name]
        for card in data["cards"]:
            if card["page"] is None:
                del card["page"]
        keep = {"kind", "text", "references"}
        return {name: value for name, value in data.items() if name in keep or value}
