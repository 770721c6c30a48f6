"""What is typed into the form of a concern, checked as the form in the chat does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.handoff.answers import InvalidAnswer, read_company, read_concern, read_name
from bot.handoff.contact_details import ContactDetails, read_contact
from bot.handoff.request import name_consent
from bot.search.sentences import sentence

CONSENT = "kontaktseite.einwilligung"
EMPTY = {
    "anliegen": "Bitte schreiben Sie, worum es geht.",
    "name": "Bitte nennen Sie Ihren Namen.",
    "erreichbar": "Bitte nennen Sie eine E-Mail-Adresse oder eine Telefonnummer mit Vorwahl.",
}
NO_COMPANY = "Bitte nennen Sie den Namen Ihres Unternehmens, oder lassen Sie das Feld leer."
CHANGED_CONSENT = "Der Text der Einwilligung hat sich inzwischen geändert. Bitte lesen Sie ihn noch einmal."

READERS: Mapping[str, Callable[[str], Any]] = {
    "anliegen": read_concern,
    "name": read_name,
    "erreichbar": read_contact,
    "firma": lambda text: read_company(text) if text.strip() else "",
}


@dataclass(frozen=True)
class Entries:
    """A concern with who has it and where that person can be reached; ``consent_text`` is what was agreed to."""

    concern: str
    name: str
    contact: ContactDetails
    company: str
    consent_text: str


def read_entries(form: Mapping[str, str]) -> tuple[Entries | None, dict[str, str]]:
    """Read a form; where something is wrong with it, None with a German sentence for each such field."""
    values, problems = {}, {}
    for name, read in READERS.items():
        typed = form.get(name, "")
        try:
            values[name] = read(typed)
        except InvalidAnswer as problem:
            wording = NO_COMPANY if name == "firma" else str(problem)
            problems[name] = wording if typed.strip() else EMPTY[name]
    consent_text = sentence(CONSENT)
    agreed_to = form.get("einwilligung", "")
    if agreed_to != name_consent(consent_text):
        problems["einwilligung"] = CHANGED_CONSENT if agreed_to else sentence("kontaktseite.ohne_einwilligung")
    if problems:
        return None, problems
    return Entries(values["anliegen"], values["name"], values["erreichbar"], values["firma"], consent_text), {}
