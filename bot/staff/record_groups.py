"""How the fields of each kind stand together in its form."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.fields import Field
from bot.content.kinds import CONTACT, FAQ, FUNDING, TRAINING, Kind

CARE = ("source_title", "source_url", "source_date", "certainty", "review_on", "responsible")
FOUND_BY = ("variants", "topics", "areas")
GROUPS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    FAQ.name: (
        ("Frage und Antwort", ("question", "topic_group", "variants", "answer")),
        ("Quelle und Pflege", (*CARE, "valid_from", "valid_until")),
        ("Einfache Sprache und Englisch", ("plain_answer", "question_en", "answer_en")),
        ("Zusammenhang", ("related", "keywords")),
    ),
    FUNDING.name: (
        ("Das Programm", ("title", "provider", "status", "description", "audience", "is_information_only")),
        ("So wird es gefunden", FOUND_BY),
        (
            "Bedingungen",
            (
                "level",
                "area",
                "kinds",
                "conditions",
                "max_quota_percent",
                "max_amount_eur",
                "max_employees",
                "apply_before_start",
                "rules",
                "application",
                "valid_until",
                "successor",
            ),
        ),
        ("Quelle und Pflege", (*CARE, "is_sample")),
    ),
    TRAINING.name: (
        ("Das Angebot", ("title", "provider", "status", "description", "audience")),
        ("So wird es gefunden", FOUND_BY),
        (
            "Termin, Ort und Preis",
            (
                "format",
                "place",
                "postcode",
                "starts_on",
                "ends_on",
                "hours",
                "price_eur",
                "azav",
                "education_voucher",
                "schedule",
            ),
        ),
        ("Quelle und Pflege", (*CARE, "is_sample")),
    ),
    CONTACT.name: (
        ("Wer", ("name", "role", "organisation", "is_contactable")),
        ("Erreichbar unter", ("phone", "email", "website")),
        ("So wird der Kontakt gefunden", FOUND_BY),
        ("Quelle und Pflege", CARE),
    ),
}
FOLDED = ("Einfache Sprache und Englisch",)


@dataclass(frozen=True)
class Group:
    """Fields under one heading; a folded group is opened by hand unless something stands in it."""

    title: str
    fields: tuple[Field, ...]
    is_folded: bool = False

    def is_filled(self, texts: dict[str, str], problems: dict[str, str]) -> bool:
        """Tell whether there is anything to see in it."""
        return any(texts[one.name] or one.name in problems for one in self.fields)


def group_fields(kind: Kind) -> list[Group]:
    """Return the groups of a form. The field of the archive has buttons of its own."""
    known = {one.name: one for one in kind.fields if not kind.archived or one.name != kind.archived[0]}
    groups = GROUPS.get(kind.name) or ((kind.singular, tuple(known)),)
    return [
        Group(title, tuple(known[name] for name in names if name in known), title in FOLDED) for title, names in groups
    ]
