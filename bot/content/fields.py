"""Every field that staff edit, described once: forms, checks, differences and Excel columns are made from this."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.offers.eligibility.rules import EXAMPLES as RULE_EXAMPLES
from bot.offers.models import FORMATS, LEVELS, SCHEDULES
from bot.offers.names import KIND_NAMES

# How a field is written down: in a form, in a cell, in a row.
LINE, TEXT, MARKDOWN, DATE, STAND, NUMBER, MONEY, FLAG, CHOICE, CHOICES, LINES, URL, EMAIL = (
    "line",
    "text",
    "markdown",
    "date",
    "stand",  # a date or only a year, as the source gives it
    "number",
    "money",
    "flag",
    "choice",
    "choices",
    "lines",
    "url",
    "email",
)
LISTS = (CHOICES, LINES)

YES_NO_UNKNOWN = {"ja": "ja", "nein": "nein", "unbekannt": "nicht bekannt"}
CERTAINTY = {
    "belegt": "belegt: steht so in der Quelle",
    "teilweise": "teilweise belegt",
    "allgemein": "allgemein bekannt",
}
GROUP = {
    "netzwerk": "Netzwerk",
    "kontakt": "Kontakt",
    "foerderung": "Förderung",
    "weiterbildung": "Weiterbildung",
    "transformation": "Transformation",
    "assistent": "Über den Lotsen",
}
FAQ_STATUS = {"published": "veröffentlicht", "archived": "archiviert"}
OFFER_STATUS = {"laufend": "läuft", "ausgelaufen": "ausgelaufen", "unsicher": "unsicher"}
LEVEL = dict(zip(LEVELS, ("Bund", "Land", "EU"), strict=True))
FORMAT = {
    "": "nicht bekannt",
    **dict(zip(FORMATS, ("Präsenz", "online", "gemischt", "im Betrieb", "Beratung"), strict=True)),
}
SCHEDULE = {
    "": "nicht bekannt",
    **dict(zip(SCHEDULES, ("Vollzeit", "Teilzeit", "berufsbegleitend"), strict=True)),
}
AREA = {"bundesweit": "bundesweit", "hessen": "Hessen", "eu": "EU"}


@dataclass(frozen=True)
class Field:
    """One field; ``choices`` gives what may be chosen, as the database and as people write it."""

    name: str
    label: str
    kind: str = LINE
    is_required: bool = False
    max_length: int | None = None
    choices: dict[str, str] = field(default_factory=dict)
    help: str = ""
    default: Any = None  # of a new record; None: the empty value of the kind

    @property
    def is_list(self) -> bool:
        """Tell whether the field holds several values."""
        return self.kind in LISTS

    @property
    def blank(self) -> Any:
        """Return the value that a new record starts with."""
        if self.default is not None:
            return self.default
        if self.is_list:
            return []
        if self.kind in (DATE, NUMBER, MONEY):
            return None
        return False if self.kind == FLAG else next(iter(self.choices), "")


RESPONSIBLE = Field(
    "responsible", "Verantwortlich", EMAIL, max_length=254, help="E-Mail-Adresse; bekommt die Erinnerungen"
)
SOURCE_DATE = Field(
    "source_date", "Stand der Quelle", STAND, is_required=True, max_length=10, help="TT.MM.JJJJ oder nur das Jahr"
)
REVIEW_ON = Field("review_on", "Wiedervorlage", DATE, help="An diesem Tag erinnert der Lotse an die Prüfung")
ARCHIVED = Field("is_archived", "Archiviert", FLAG, help="Wird nicht mehr gezeigt und nicht mehr gefunden")
VARIANTS = Field(
    "variants",
    "So fragen Menschen danach",
    LINES,
    max_length=500,
    help="Eine Frage je Zeile, in den Worten der Besucher. Ab sechs verschiedenen wird der Eintrag gut gefunden.",
)

FAQ_FIELDS = (
    Field("question", "Frage", is_required=True, max_length=300, help="So steht sie über der Antwort und auf Knöpfen"),
    Field("topic_group", "Bereich", CHOICE, is_required=True, choices=GROUP),
    VARIANTS,
    Field(
        "answer",
        "Antwort",
        MARKDOWN,
        is_required=True,
        max_length=4000,
        help="Zwei bis vier Sätze, das Wichtigste zuerst",
    ),
    Field(
        "plain_answer", "Antwort in Einfacher Sprache", MARKDOWN, max_length=4000, help="Kurze Sätze, keine Fachwörter"
    ),
    Field("question_en", "Frage auf Englisch", max_length=300),
    Field("answer_en", "Antwort auf Englisch", MARKDOWN, max_length=4000),
    Field("source_title", "Quelle", is_required=True, max_length=300, help="Titel der Seite oder des Dokuments"),
    Field("source_url", "Adresse der Quelle", URL, max_length=500),
    Field(
        "source_date", "Stand der Quelle", STAND, is_required=True, max_length=10, help="TT.MM.JJJJ oder nur das Jahr"
    ),
    Field("certainty", "Wie sicher ist das?", CHOICE, is_required=True, choices=CERTAINTY),
    Field("valid_from", "Gültig ab", DATE),
    Field("valid_until", "Gültig bis", DATE, help="Danach wird der Eintrag nicht mehr gezeigt"),
    REVIEW_ON,
    RESPONSIBLE,
    Field("keywords", "Stichwörter", LINES, max_length=120, help="Eines je Zeile"),
    Field("related", "Verwandte Einträge", LINES, max_length=80, help="Kurznamen, einer je Zeile"),
    Field("status", "Stand der Veröffentlichung", CHOICE, is_required=True, choices=FAQ_STATUS),
)

OFFER_FIELDS = (
    Field("title", "Titel", is_required=True, max_length=300),
    Field("provider", "Anbieter", is_required=True, max_length=300),
    Field("topics", "Themen", LINES, max_length=80, help="Kurznamen der Themen, das wichtigste zuerst"),
    VARIANTS,
    Field("description", "Beschreibung", TEXT, max_length=4000),
    Field("audience", "Zielgruppe", TEXT, max_length=2000),
    Field("status", "Status", CHOICE, is_required=True, choices=OFFER_STATUS),
    Field("source_url", "Adresse der Quelle", URL, max_length=500),
    Field(
        "source_date", "Stand der Quelle", STAND, is_required=True, max_length=10, help="TT.MM.JJJJ oder nur das Jahr"
    ),
    REVIEW_ON,
    RESPONSIBLE,
    Field("is_sample", "Beispieldaten", FLAG, help="Wird immer als Beispiel gekennzeichnet"),
    ARCHIVED,
)
FUNDING_FIELDS = (
    *OFFER_FIELDS,
    Field("level", "Ebene", CHOICE, is_required=True, choices=LEVEL),
    Field("kinds", "Art der Förderung", CHOICES, choices=KIND_NAMES),
    Field("conditions", "Konditionen", TEXT, max_length=4000),
    Field("area", "Fördergebiet", CHOICE, is_required=True, choices=AREA),
    Field("max_employees", "Höchstens Beschäftigte", NUMBER, help="Leer: keine Grenze oder nicht bekannt"),
    Field(
        "rules",
        "Regeln für den Fördercheck",
        LINES,
        max_length=400,
        help=(
            "Eine Bedingung je Zeile, dahinter ein Doppelpunkt und die Begründung in einem Satz. Gebiet, Themen, "
            "höchste Beschäftigtenzahl und „Antrag vor Beginn“ prüft der Lotse schon nach den Feldern. Möglich sind: "
            f"{', '.join(RULE_EXAMPLES)}"
        ),
    ),
    Field("max_quota_percent", "Förderquote höchstens (%)", NUMBER),
    Field("max_amount_eur", "Betrag höchstens (Euro)", NUMBER),
    Field(
        "apply_before_start",
        "Antrag vor Beginn nötig",
        CHOICE,
        is_required=True,
        choices=YES_NO_UNKNOWN,
        default="unbekannt",
    ),
    Field("application", "Antragsweg", TEXT, max_length=2000),
    Field("valid_until", "Läuft bis", DATE),
    Field("certainty", "Wie sicher ist das?", CHOICE, is_required=True, choices=CERTAINTY),
    Field("successor", "Nachfolgeprogramm", max_length=80, help="Kurzname des Programms"),
    Field("is_information_only", "Nur zur Information", FLAG, help="Einzelne Unternehmen können es nicht beantragen"),
)
TRAINING_FIELDS = (
    *OFFER_FIELDS,
    Field("format", "Format", CHOICE, choices=FORMAT),
    Field("place", "Ort", max_length=100),
    Field("postcode", "Postleitzahl", max_length=10),
    Field("starts_on", "Beginn", DATE),
    Field("ends_on", "Ende", DATE),
    Field("hours", "Dauer (Stunden)", NUMBER),
    Field("price_eur", "Preis (Euro)", MONEY, help="0 heißt kostenlos, leer heißt nicht bekannt"),
    Field("azav", "AZAV-zugelassen", CHOICE, is_required=True, choices=YES_NO_UNKNOWN, default="unbekannt"),
    Field(
        "education_voucher",
        "Bildungsgutschein möglich",
        CHOICE,
        is_required=True,
        choices=YES_NO_UNKNOWN,
        default="unbekannt",
    ),
    Field("schedule", "Zeiten", CHOICE, choices=SCHEDULE),
)
CONTACT_FIELDS = (
    Field("name", "Name", is_required=True, max_length=200),
    Field("role", "Aufgabe", max_length=300),
    Field("organisation", "Organisation", max_length=300),
    Field("phone", "Telefon", max_length=40),
    Field("email", "E-Mail", EMAIL, max_length=200),
    Field("website", "Website", URL, max_length=500),
    Field("areas", "Zuständig für", LINES, max_length=80, help="Kurznamen von Themen oder Bereichen"),
    VARIANTS,
    Field("is_contactable", "Darf genannt werden", FLAG, default=True),
    Field("source_title", "Quelle", is_required=True, max_length=300),
    Field(
        "source_date", "Stand der Quelle", STAND, is_required=True, max_length=10, help="TT.MM.JJJJ oder nur das Jahr"
    ),
    REVIEW_ON,
    RESPONSIBLE,
    ARCHIVED,
)
TOPIC_FIELDS = (
    Field("name", "Name", is_required=True, max_length=200),
    Field("synonyms", "Andere Wörter dafür", LINES, max_length=120, help="Wirken sofort in der Suche; eines je Zeile"),
    ARCHIVED,
)
REFERRAL_FIELDS = (
    Field("office", "Zuständige Stelle", max_length=200, help="Wohin die Frage gehört; leer: an niemanden Bestimmten"),
    ARCHIVED,
)
SENTENCE_FIELDS = (
    Field("text", "Text", MARKDOWN, is_required=True, max_length=2000, help="Wörter in {Klammern} setzt der Lotse ein"),
)
