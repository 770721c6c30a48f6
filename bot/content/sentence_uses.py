"""Where visitors meet each sentence of the assistant, for those who word it anew."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.placeholders import find_misfit, find_placeholders, write_placeholders
from bot.content.shown import read_default_sentences

GROUPS = {
    "antwort": "Unter einer Antwort",
    "bewertung": "Nach einer schlechten Bewertung",
    "auswahl": "Rückfrage mit Auswahl",
    "angebote": "Liste von Angeboten",
    "foerdercheck": "Fördercheck",
    "angebotsseite": "Auf der eigenen Seite eines Angebots",
    "kontakt": "Ansprechpersonen",
    "folge": "Antwort auf eine Nachfrage zu einem Angebot",
    "ratlos": "Der Lotse weiß es nicht",
    "nicht_zustaendig": "Die Frage gehört zu einer anderen Stelle",
    "stoerung": "Bei einer Störung",
    "gespraech": "Verlauf des Gesprächs",
    "uebergabe": "Weitergabe an eine Person",
    "kontaktseite": "Auf der Seite, auf der man ohne Chat ein Anliegen schreibt",
    "warten": "Wann nach der Weitergabe jemand antwortet",
    "fall": "Nach der Weitergabe eines Anliegens",
    "stand": "Auf der Seite, die den Stand eines Anliegens zeigt",
    "mail": "Mail an die anfragende Person",
    "benachrichtigung": "Benachrichtigung über neue Angebote",
    "fehler": "Meldung, wenn eine Nachricht nicht angenommen wird",
    "englisch": "In einem Gespräch auf Englisch",
    "andere_sprache": "Antwort auf eine Nachricht in einer anderen Sprache",
}
SMALLTALK, FORM = "utter_smalltalk_", "utter_ask_handoff_form_handoff_"
CHECK = "utter_ask_funding_check_form_check_"
REPLIES = {
    "begruessung": "auf eine Begrüßung",
    "befinden": "auf „Wie geht es Ihnen?“",
    "verabschiedung": "auf eine Verabschiedung",
    "dank": "auf einen Dank",
    "lob": "auf ein Lob",
    "beleidigung": "auf eine Beleidigung",
    "witz": "auf die Bitte um einen Witz",
    "wer_bist_du": "auf „Wer sind Sie?“",
    "geduld": "auf „Einen Moment bitte“",
    "verneinung": "auf „Nein“",
    "bestaetigung": "auf „Ja“",
}
STEPS = {
    "concern": "Frage nach dem Anliegen",
    "name": "Frage nach dem Namen",
    "reach": "Frage nach E-Mail oder Telefon",
    "company": "Frage nach dem Unternehmen",
    "consent": "Frage nach der Einwilligung",
}
CHECK_STEPS = {
    "employees": "Frage nach den Beschäftigten",
    "turnover": "Frage nach Umsatz oder Bilanzsumme",
    "group": "Frage nach der Unternehmensgruppe",
    "place": "Frage nach dem Ort",
    "plan": "Frage nach dem Vorhaben",
    "budget": "Frage nach dem Budget",
    "started": "Frage, ob schon begonnen ist",
    "start": "Frage nach dem Beginn",
}
OTHER_BUTTONS = (
    "auswahl.nichts_davon",
    "ratlos.themen_foerderung",
    "ratlos.themen_weiterbildung",
    "ratlos.themen_kontakt",
)
LONGEST_BUTTON = 60  # letters


@dataclass(frozen=True)
class SentenceUse:
    """A sentence as it comes with the assistant; ``placeholders`` are the words in braces, as they are written."""

    place: str
    original: str
    placeholders: str


def find_use(key: str) -> SentenceUse | None:
    """Return where a sentence stands and how it came, None for a key that there is not."""
    original = read_default_sentences().get(key)
    if original is None:
        return None
    return SentenceUse(name_place(key), original, write_placeholders(find_placeholders(original)))


def name_place(key: str) -> str:
    """Return where visitors meet a sentence."""
    if key.startswith(SMALLTALK):
        return f"Antwort {REPLIES.get(key.removeprefix(SMALLTALK), 'auf eine Bemerkung')}"
    if key.startswith(FORM):
        return f"{GROUPS['uebergabe']}: {STEPS.get(key.removeprefix(FORM), 'Frage')}"
    if key.startswith(CHECK):
        return f"{GROUPS['foerdercheck']}: {CHECK_STEPS.get(key.removeprefix(CHECK), 'Frage')}"
    place = GROUPS.get(key.partition(".")[0], "Gespräch")
    return f"{place}, auf einem Knopf" if is_on_button(key) else place


def is_on_button(key: str) -> bool:
    """Tell whether a sentence is what stands on a button: short, and plain text."""
    return key in OTHER_BUTTONS or (key.endswith("_knopf") and not key.startswith("fehler."))


def find_sentence_problem(key: str, text: str) -> str:
    """Return why a sentence cannot be worded so, as a German sentence; empty where it can."""
    if is_on_button(key) and (len(text) > LONGEST_BUTTON or "\n" in text):
        return f"Das steht auf einem Knopf: höchstens {LONGEST_BUTTON} Zeichen in einer Zeile, das sind {len(text)}."
    return find_misfit(key, read_default_sentences().get(key, ""), text)
