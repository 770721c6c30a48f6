"""The federal funding database as its own XML export: a ZIP with one ``gsb:ServiceOffer`` document per programme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.offers.importers.fdb import SECTIONS, Programme, make_record
from bot.offers.importers.reading import Reading, ReadOptions, RejectedRecord, SourceRecord, UnreadableSource
from bot.offers.importers.texts import plain_text, tidy
from bot.offers.importers.xml_records import Element, find_all, read_document, text_at
from bot.offers.importers.zip_documents import Documents, UnreadableDocument, open_documents

FOLDER = "BMWI/FDB/Content/DE/Foerderprogramm/"
TYPE = "gsb:ServiceOffer"
HREF = "{http://www.w3.org/1999/xlink}href"

TEXTS = {"gsb:teaserText": "short_description", **{prop: name for name, prop, _heading in SECTIONS}}
# Name of a classifier -> what its codes are called in the CSV.
CLASSIFIERS = {
    "Foerderart": "funding_type",
    "Foerderberechtigte": "eligible_applicants",
    "Foerderbereich": "funding_area",
    "Foerdergeber": "funding_body",
    "Foerdergebiet": "funding_location",
    "Unternehmensgroesse": "unternehmensgroesse",
    "Kontakt": "contact",
}
NO_PROGRAMMES = f"In dem Archiv gibt es keine Förderprogramme (Ordner „{FOLDER}“)."


def read_fdb_xml(path: Path, _options: ReadOptions, reading: Reading) -> Iterator[SourceRecord]:
    """Yield the programmes that companies of the region can apply for. Raises UnreadableSource."""
    with open_documents(path) as documents:
        names = sorted(name for name in documents.entries if name.startswith(FOLDER) and name.endswith(".xml"))
        if not names:
            raise UnreadableSource(NO_PROGRAMMES)
        contacts = Contacts(documents)
        for name in names:
            key = name.removeprefix(FOLDER).removesuffix(".xml")
            try:
                if name in documents.doubles:
                    raise RejectedRecord("Das Dokument steht mehrmals im Archiv.")
                record = make_record(_read_programme(documents.read(name), key, contacts), reading)
            except (RejectedRecord, UnreadableDocument, UnreadableSource) as problem:
                reading.reject(key, str(problem), key=key)
            else:
                if record:
                    yield record


class Contacts:
    """Names of the offices that programmes point to, looked up in the archive once each."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._names: dict[str, str] = {}

    def find_name(self, target: str) -> str:
        """Return the name of an office, "" where it is not in the archive or cannot be read."""
        if target not in self._names:
            self._names[target] = self._read(f"{target.removeprefix('target:').lstrip('/')}.xml")
        return self._names[target]

    def _read(self, name: str) -> str:
        if name not in self._documents:
            return ""
        try:
            root = read_document(self._documents.read(name))
        except (UnreadableDocument, UnreadableSource):
            return ""
        return next((tidy(_text(one)) for one in _properties(root) if one.get("name") == "gsb:title"), "")


def _read_programme(content: bytes, key: str, contacts: Contacts) -> Programme:
    root = read_document(content)
    if root.get("type") != TYPE:
        raise RejectedRecord(f"Das Dokument hat den Typ „{(root.get('type') or '')[:60]}“ statt „{TYPE}“.")
    programme = Programme(key, key)
    for one in _properties(root):
        name = one.get("name", "")
        if name == "gsb:title":
            programme.title = _text(one)
        elif name in TEXTS:
            programme.texts[TEXTS[name]] = _text(one)
        elif name == "gsb:dateOfIssue":
            programme.changed = _text(one)
        elif name == "gsb:keywords":
            programme.keywords = _split_keywords(_text(one))
        elif one.get("type") == "ClassifiedLinkLists":
            _read_classified(one, programme, contacts)
    return programme


def _read_classified(one: Element, programme: Programme, contacts: Contacts) -> None:
    for listed in find_all(one, "classifiedLinkLists", "classifiedLinkList"):
        classifiers = [link.get(HREF, "").rpartition("/")[2] for link in find_all(listed, "classifierLinks", "link")]
        name = CLASSIFIERS.get(classifiers[0]) if classifiers else None
        targets = [link.get(HREF, "") for link in find_all(listed, "links", "link")]
        if name == "contact":
            programme.contact = next(filter(None, map(contacts.find_name, targets)), "")
        elif name:
            programme.codes.setdefault(name, []).extend(target.rpartition("/")[2] for target in targets)


def _properties(root: Element) -> list[Element]:
    return find_all(root, "property")


def _text(one: Element) -> str:
    return plain_text(text_at(one, "text") or text_at(one, "value"))


def _split_keywords(text: str) -> tuple[str, ...]:
    """Return the keywords where they are separated; most exports only string them together, which says nothing."""
    parts = [tidy(part) for part in text.replace(";", ",").split(",")]
    return tuple(filter(None, parts)) if len(parts) > 1 else ()
