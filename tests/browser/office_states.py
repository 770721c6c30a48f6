"""States of the back office that the handbook does not picture, as data: refused, done, searched for in vain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pyotp
from playwright.sync_api import Page

from tests.browser.demo.clock import NOW
from tests.browser.shots import CONTENT, HANDOFF, NOBODY, TINA, Shot, choose_second_factor, open_first_case

UTE = "ute"  # who may not change what others are responsible for
OPEN_EVERYTHING = "for (const one of document.querySelectorAll('details')) one.open = true"
SEND_ANYWAY = "for (const form of document.forms) form.noValidate = true"  # what the browser would refuse by itself
SEND_WITHOUT_SCRIPTS = """() => {
  const button = document.querySelector("[data-check]");
  Object.assign(button.form, { action: button.formAction });
  HTMLFormElement.prototype.submit.call(button.form);
}"""


def send(button: str, texts: Mapping[str, str] = MappingProxyType({})) -> Callable[[Page], None]:
    """Return what fills in texts by their label and presses a button, whatever the browser says."""

    def prepare(page: Page) -> None:
        page.evaluate(f"{OPEN_EVERYTHING}; {SEND_ANYWAY}")
        for label, text in texts.items():
            page.get_by_label(label, exact=True).first.fill(text)
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).first.click()

    return prepare


def mistake_code(page: Page) -> None:
    """Confirm the second factor with a wrong code."""
    choose_second_factor(page)
    send("Einschalten", {"Code aus der App": "000000"})(page)


def confirm_code(page: Page) -> None:
    """Switch the second factor on."""
    choose_second_factor(page)
    secret = page.locator("code").inner_text().replace(" ", "")
    send("Einschalten", {"Code aus der App": pyotp.TOTP(secret).at(NOW)})(page)


def fill_rival(page: Page) -> None:
    """Write an entry that asks what another one asks, and have it checked."""
    page.get_by_label("Frage (nötig)").fill("Wann gibt es den Stammtisch?")
    page.get_by_label("So fragen Menschen danach").fill(
        "Wie lange läuft TRegKS?\nBis wann läuft TRegKS?\nWie lange wird TRegKS gefördert?"
    )
    page.get_by_label("Frage eines Besuchers").fill("Wie lange läuft TRegKS?")
    page.get_by_role("button", name="Prüfen").click()
    page.get_by_text("Verwechslungsgefahr").wait_for()


def check_without_scripts(page: Page) -> None:
    """Have an entry checked as it is done without scripts."""
    with page.expect_navigation():
        page.evaluate(SEND_WITHOUT_SCRIPTS)


def save_over_another(page: Page) -> None:
    """Save what somebody else has saved meanwhile."""
    elsewhere = page.context.new_page()
    elsewhere.goto(page.url)
    send("Entwurf speichern", {"Quelle (nötig)": "Merkblatt der IHK"})(elsewhere)
    elsewhere.close()
    send("Entwurf speichern", {"Quelle (nötig)": "Merkblatt der HWK"})(page)


def decide_what_is_decided(page: Page) -> None:
    """Discard a draft that was discarded meanwhile."""
    elsewhere = page.context.new_page()
    elsewhere.goto(page.url)
    send("Entwurf verwerfen")(elsewhere)
    elsewhere.close()
    send("Entwurf verwerfen")(page)


def answer_nothing(page: Page) -> None:
    """Search for a text to paste and send an empty answer."""
    open_first_case(page)
    send("Antwort senden")(page)


def claim(page: Page) -> None:
    """Speak with the person, and look for a text to paste."""
    open_first_case(page)
    send("Live übernehmen")(page)
    page.evaluate(OPEN_EVERYTHING)
    page.get_by_label("Suchen", exact=True).fill("Begrüßung")
    page.get_by_role("button", name="Suchen", exact=True).click()
    page.get_by_role("button", name="Einfügen: Begrüßung").wait_for()


NEW = f"{CONTENT}/faq/neu"
DRAFT = f"{CONTENT}/faq/entwurf"
NOWHERE = "suche=xyzzy"
STATES = (
    Shot("Passwort falsch", "submit_login", "/anmelden", NOBODY, prepare=send("Anmelden", {"Passwort": "falsch"})),
    Shot(
        "Code falsch",
        "submit_second_factor",
        "/zweiter-schritt",
        TINA,
        prepare=send("Anmelden", {"Code aus der App": "000000"}),
    ),
    Shot(
        "Passwort zu kurz",
        "accept_invitation",
        "/einladung/{invitation}",
        NOBODY,
        prepare=send("Konto öffnen", {"Neues Passwort": "kurz", "Neues Passwort noch einmal": "kurz"}),
    ),
    Shot("Link ungültig", "show_link", "/einladung/erfunden", NOBODY),
    Shot("Seite fehlt", "show_overview", "/gibt-es-nicht"),
    Shot("Mein Konto, falsch", "save_own_password", "/mein-konto", prepare=send("Passwort ändern")),
    Shot("zweiter Faktor, Code falsch", "confirm_second_factor", "/mein-konto", prepare=mistake_code),
    Shot("zweiter Faktor an", "confirm_second_factor", "/mein-konto", prepare=confirm_code),
    Shot("Mein Konto mit zweitem Faktor", "show_own_account", "/mein-konto"),
    Shot("Einladung falsch", "invite", "/konten/neu", prepare=send("Einladen")),
    Shot("Konto falsch", "save_account", "/konten/2", prepare=send("Speichern", {"Name": ""})),
    Shot("Link zum Weitergeben", "send_link", "/konten/2", prepare=send("Link für neues Passwort schicken")),
    Shot("Konto abgeschaltet", "close_account", "/konten/3", prepare=send("Abschalten")),
    Shot("Protokoll leer", "show_audit_log", f"/protokoll?{NOWHERE}"),
    Shot("Förderprogramm neu", "new_record", f"{CONTENT}/foerderung/neu"),
    Shot("Liste leer", "list_records", f"{CONTENT}/faq?{NOWHERE}"),
    Shot("Eintrag falsch", "create_record", NEW, prepare=send("Entwurf speichern")),
    Shot("Verweis falsch", "create_record", f"{CONTENT}/verweis/neu", prepare=send("Entwurf speichern")),
    Shot("Eintrag anderer", "edit_record", f"{CONTENT}/faq/bearbeiten/laufzeit-tregks", UTE),
    Shot("Eintrag wie ein anderer", "check_entry", NEW, prepare=fill_rival),
    Shot("Prüfung ohne Skripte", "check_entry", NEW, prepare=check_without_scripts),
    Shot("Konflikt", "save_edit", f"{CONTENT}/faq/bearbeiten/foerderquote", prepare=save_over_another),
    Shot("Entwurf ohne Grund zurück", "decide_draft", f"{DRAFT}/de-minimis", prepare=send("Zurückgeben")),
    Shot("Entwurf eingeplant", "show_draft", f"{DRAFT}/erreichbarkeit"),
    Shot("schon entschieden", "decide_draft", f"{DRAFT}/mitmachen-tregks", prepare=decide_what_is_decided),
    Shot("ohne Verlauf", "show_history", f"{CONTENT}/foerderung/verlauf/zim"),
    Shot("Import ohne Datei", "upload_sheet", "/importe", prepare=send("Einlesen und ansehen")),
    Shot("Import, Geändertes", "show_import", "/importe/1?stand=changed"),
    Shot("Import fertig", "decide_import", "/importe/1", prepare=send("Ausgewählte übernehmen")),
    Shot("Quelle ohne Datei", "upload_source", "/quellen", prepare=send("Ansehen, was sich ändert")),
    Shot(
        "nichts angekreuzt",
        "decide_conflicts",
        "/quellen/konflikte",
        prepare=send("Angekreuzte: meine Angabe behalten"),
    ),
    Shot("entschieden", "decide_conflicts", "/quellen/konflikte", prepare=send("Überall meine Angabe behalten")),
    Shot("Unbeantwortetes leer", "show_inbox", "/unbeantwortet?zustand=answered"),
    Shot("Gruppe ohne Partner", "note_missing_offer", "/unbeantwortet/1", prepare=send("Als Lücke vormerken")),
    Shot("Gruppe mit Suche", "show_group", "/unbeantwortet/1?suche=KMU"),
    Shot("Antworten jetzt", "show_answers_now", "/unbeantwortet/1/jetzt"),
    Shot(
        "Gruppe verworfen",
        "dismiss_group",
        "/unbeantwortet/2",
        prepare=send("Verwerfen", {"Warum ist nichts zu tun?": "Erledigt"}),
    ),
    Shot("verworfene Gruppe", "show_group", "/unbeantwortet/2"),
    Shot("Zeitraum falsch", "show_dashboard", "/auswertung?von=2026-12-01&bis=2026-01-01"),
    Shot("Prüffrage falsch", "add_golden", "/versionen/prueffragen", prepare=send("Hinzufügen")),
    Shot("Anliegen leer", "show_cases", f"/faelle?{NOWHERE}"),
    Shot("Antwort leer", "answer_case", "/faelle", prepare=answer_nothing),
    Shot("live", "claim_case", "/faelle", prepare=claim),
    Shot(
        "Sprechzeit falsch",
        "save_hours",
        f"{HANDOFF}/zeiten/michael-wieners",
        prepare=send("Speichern", {"Montag": "neun"}),
    ),
    Shot("Abwesenheit falsch", "add_leave", f"{HANDOFF}/abwesenheit", prepare=send("Eintragen")),
    Shot("Baustein falsch", "add_text", f"{HANDOFF}/bausteine/neu", prepare=send("Speichern")),
    Shot("Bausteine leer", "list_texts", f"{HANDOFF}/bausteine?{NOWHERE}"),
    Shot(
        "Suchaufträge einer Adresse",
        "find_subscriptions",
        "/benachrichtigungen",
        prepare=send("Suchen", {"E-Mail-Adresse": "person00@example.org"}),
    ),
)
