"""The kinds of content: which table, which key, which fields, and how lists become child rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.contacts.models import Contact, ContactArea, ContactVariant
from bot.content import fields
from bot.content.fields import Field
from bot.content.models import SentenceText
from bot.faq.models import FaqEntry, FaqKeyword, FaqRelation, FaqVariant, Referral
from bot.offers.models import FundingKind, FundingProgramme, FundingRule, OfferTopic, OfferVariant, TrainingOffer
from bot.topics.models import Topic, TopicSynonym


@dataclass(frozen=True)
class Kind:
    """How one kind of record becomes a row.

    ``children`` makes a child row from one text of a list, ``child_text`` names the attribute that holds it.
    """

    name: str
    title: str  # of many, for headings
    singular: str
    model: Any
    fields: tuple[Field, ...]
    title_field: str
    key: str = "slug"
    children: dict[str, Callable[[str], Any]] = field(default_factory=dict)
    child_text: dict[str, str] = field(default_factory=dict)
    archived: tuple[str, Any] | None = None  # the field and value that take a record out of view

    def field(self, name: str) -> Field:
        """Return one field. Raises KeyError."""
        return {one.name: one for one in self.fields}[name]


FAQ = Kind(
    "faq",
    "FAQ-Einträge",
    "FAQ-Eintrag",
    FaqEntry,
    fields.FAQ_FIELDS,
    "question",
    children={
        "variants": lambda text: FaqVariant(text=text),
        "keywords": lambda text: FaqKeyword(text=text),
        "related": lambda slug: FaqRelation(slug=slug),
    },
    child_text={"related": "slug"},
    archived=("status", "archived"),
)
FUNDING = Kind(
    "foerderung",
    "Förderprogramme",
    "Förderprogramm",
    FundingProgramme,
    fields.FUNDING_FIELDS,
    "title",
    children={
        "topics": lambda slug: OfferTopic(topic=slug),
        "kinds": lambda kind: FundingKind(kind=kind),
        "rules": lambda text: FundingRule(text=text),
        "variants": lambda text: OfferVariant(text=text),
    },
    child_text={"topics": "topic", "kinds": "kind"},
    archived=("is_archived", True),
)
TRAINING = Kind(
    "weiterbildung",
    "Weiterbildungsangebote",
    "Weiterbildungsangebot",
    TrainingOffer,
    fields.TRAINING_FIELDS,
    "title",
    children={
        "topics": lambda slug: OfferTopic(topic=slug),
        "variants": lambda text: OfferVariant(text=text),
    },
    child_text={"topics": "topic"},
    archived=("is_archived", True),
)
CONTACT = Kind(
    "kontakt",
    "Kontakte",
    "Kontakt",
    Contact,
    fields.CONTACT_FIELDS,
    "name",
    children={
        "areas": lambda area: ContactArea(area=area),
        "variants": lambda text: ContactVariant(text=text),
    },
    child_text={"areas": "area"},
    archived=("is_archived", True),
)
TOPIC = Kind(
    "thema",
    "Themen",
    "Thema",
    Topic,
    fields.TOPIC_FIELDS,
    "name",
    children={"synonyms": lambda text: TopicSynonym(text=text)},
    archived=("is_archived", True),
)
REFERRAL = Kind(
    "verweis",
    "Verweise an andere Stellen",
    "Verweis an eine andere Stelle",
    Referral,
    fields.REFERRAL_FIELDS,
    "text",
    key="text",
    archived=("is_archived", True),
)
SENTENCE = Kind("satz", "Sätze des Lotsen", "Satz des Lotsen", SentenceText, fields.SENTENCE_FIELDS, "text", key="key")

SEEDED = (TOPIC, FAQ, FUNDING, TRAINING, CONTACT, REFERRAL)  # topics first: offers point to them
KINDS = {kind.name: kind for kind in (*SEEDED, SENTENCE)}
