"""The federal funding database (foerderdatenbank.de): a programme as either of its exports has it, as our record.

Codes and their meaning: the categories of the database's export. The texts are the ministry's under CC BY-ND 4.0: they
are kept as they are, with their attribution, and never become the description that we write ourselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.offers.importers.reading import Original, Reading, RejectedRecord, SourceRecord, Values
from bot.offers.importers.texts import read_day, tidy
from bot.offers.models import LEVELS

SITE = "https://www.foerderdatenbank.de/FDB/Content/DE/Foerderprogramm/"
LICENCE = "CC BY-ND 4.0"
LICENSOR = "Bundesministerium für Wirtschaft und Energie"
LICENCE_URL = "https://creativecommons.org/licenses/by-nd/4.0/deed.de"

NATIONWIDE, HESSE, COMPANIES = "_bundesweit", "hessen", "unternehmen"
# Doubled, misspelt and abbreviated codes of places, as the exports have them.
PLACE_ALIASES = {
    "bundesweit": NATIONWIDE,
    "schlesig_holstein": "schleswig_holstein",
    "de_ni": "niedersachsen",
    "de_st": "sachsen_anhalt",
    "de_he": HESSE,
}
KINDS = {
    "zuschuss": "zuschuss",
    "darlehen": "darlehen",
    "buergschaft": "buergschaft",
    "garantie": "buergschaft",  # for whoever asks the same: somebody else answers for the loan
    "beteiligung": "beteiligung",
}
TOPICS = {
    "arbeit": "personal-organisation",
    "aus_weiterbildung": "qualifizierung",
    "aussenwirtschaft": "maerkte-export",
    "digitalisierung": "digitalisierung",
    "energieeffizienz_erneuerbare_energien": "energie-effizienz",
    "existenzgruendung_festigung": "gruendung-nachfolge",
    "forschung_innovation_themenoffen": "innovation-fue",
    "forschung_innovation_themenspezifisch": "innovation-fue",
    "messen_ausstellungen": "maerkte-export",
    "mobilitaet": "mobilitaet",
    "regionalfoerderung": "investition",
    "umwelt_naturschutz": "nachhaltigkeit",
    "unternehmensfinanzierung": "finanzierung",
}
APPLICANTS = {
    "unternehmen": "Unternehmen",
    "existenzgruenderin": "Gründerinnen und Gründer",
    "privatperson": "Privatpersonen",
    "hochschule": "Hochschulen",
    "forschungseinrichtung": "Forschungseinrichtungen",
    "bildungseinrichtung": "Bildungseinrichtungen",
    "kommune": "Kommunen",
    "oeffentliche_einrichtung": "öffentliche Einrichtungen",
    "verband_vereinigung": "Verbände und Vereinigungen",
}
# The largest number of employees of each size by the EU's definition (2003/361/EC); None is no limit.
LARGEST_SIZES = (
    ("grosses_unternehmen", None),
    ("mittleres_unternehmen", 249),
    ("kleines_unternehmen", 49),
    ("kleinstunternehmen", 9),
)
LEVEL_NAMES = {"bund": "Bund", "land": "Land", "eu": "Europäische Union"}
PREFERRED_LEVELS = ("land", "bund", "eu")  # who gives the money out, where several pay

OTHER_REGION = "nicht für Hessen oder bundesweit"
NOT_FOR_COMPANIES = "nicht für Unternehmen"

# Sections of a programme in the order of its page: name in the CSV, property of the XML, heading.
SECTIONS = (
    ("description", "gsb:summary", "Volltext"),
    ("status_note", "gsb:header", "Statushinweis"),
    ("deadlines", "gsb:procInfluence", "Fristen"),
    ("procedure", "gsb:procMethod", "Verfahren"),
    ("processing_time", "gsb:progress", "Bearbeitungsdauer"),
    ("required_documents", "gsb:competenceDescr", "Unterlagen"),
    ("application_language", "gsb:functions", "Antragssprache"),
    ("legal_requirements", "gsb:regulatoryFWork", "Rechtliche Voraussetzungen"),
    ("legal_basis", "gsb:bodyText", "Rechtsgrundlage"),
    ("legal_citation", "gsb:procDescription", "Fundstelle"),
)


@dataclass
class Programme:
    """A programme before anything is made of it; ``texts`` by the names of the CSV, ``codes`` as they stand there."""

    path: str  # below ``SITE``, the only key that is unique
    place: str
    title: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    contact: str = ""
    changed: str = ""  # a day or an ISO week
    attribution: str = ""

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return f"{SITE}{self.path}.html"

    def codes_of(self, name: str) -> list[str]:
        """Return the codes of a category, aliases put right."""
        codes = [tidy(code).casefold() for code in self.codes.get(name, [])]
        return list(dict.fromkeys(PLACE_ALIASES.get(code, code) for code in codes if code))


def make_record(programme: Programme, reading: Reading) -> SourceRecord | None:
    """Return a programme as a record, None where it is not meant for companies of the region. Raises RejectedRecord."""
    places = programme.codes_of("funding_location")
    if not {HESSE, NATIONWIDE} & set(places):
        reading.skip(OTHER_REGION)
        return None
    if COMPANIES not in programme.codes_of("eligible_applicants"):
        reading.skip(NOT_FOR_COMPANIES)
        return None
    title = tidy(programme.title)
    if not title:
        raise RejectedRecord("Das Programm hat keinen Titel.")
    values = _values(programme, title, places)
    try:
        changed = read_day(programme.changed)
    except ValueError:
        raise RejectedRecord(f"„{tidy(programme.changed)[:40]}“ ist weder ein Datum noch eine Kalenderwoche.") from None
    return SourceRecord(
        programme.path,
        programme.place,
        "foerderung",
        slug=programme.path.rpartition("/")[2],
        values=values | ({"source_date": changed.isoformat()} if changed else {}),
        defaults={"certainty": "belegt", "apply_before_start": "unbekannt"},
        original=_original(programme, title),
    )


def _values(programme: Programme, title: str, places: Iterable[str]) -> Values:
    levels = [level for level in PREFERRED_LEVELS if level in programme.codes_of("funding_body")]
    if not levels:
        raise RejectedRecord(f"Der Fördergeber fehlt oder ist unbekannt. Möglich: {', '.join(LEVELS)}.")
    kinds = (KINDS.get(code) for code in programme.codes_of("funding_type"))
    topics = (TOPICS.get(code) for code in programme.codes_of("funding_area"))
    applicants = (APPLICANTS.get(code) for code in programme.codes_of("eligible_applicants"))
    return {
        "title": title,
        "provider": tidy(programme.contact)[:300] or LEVEL_NAMES[levels[0]],
        "audience": ", ".join(filter(None, applicants)),
        "status": "unsicher" if tidy(programme.texts.get("status_note", "")) else "laufend",
        "source_url": programme.url,
        "topics": list(dict.fromkeys(filter(None, topics))),
        "level": levels[0],
        "kinds": list(dict.fromkeys(filter(None, kinds))),
        "area": "bundesweit" if NATIONWIDE in places else HESSE,
        "max_employees": _largest_size(programme.codes_of("unternehmensgroesse")),
    }


def _largest_size(sizes: list[str]) -> int | None:
    return next((most for size, most in LARGEST_SIZES if size in sizes), None)


def _original(programme: Programme, title: str) -> Original:
    attribution = f"{title} von {LICENSOR}, lizenziert unter {LICENCE} ({LICENCE_URL}), Quelle: {programme.url}"
    texts = ((heading, programme.texts.get(name, "")) for name, _property, heading in SECTIONS)
    return Original(
        licence=LICENCE,
        attribution=programme.attribution or attribution,
        short_text=programme.texts.get("short_description", ""),
        sections=tuple((heading, text) for heading, text in texts if text.strip()),
        keywords=programme.keywords,
    )
