"""The pictures of the handbook as data: which page, who looks at it, how wide, and what is done before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

DESKTOP, PHONE = 1280, 390
NOBODY, ERIKA, FRANK, VERA, TINA = "", "erika", "frank", "vera", "tina"


def nothing(_page: Page) -> None:
    """Leave the page as it opens."""


@dataclass(frozen=True)
class Shot:
    """One picture; ``view`` names the page of the back office that it shows, ``path`` is its address below it."""

    name: str
    view: str
    path: str
    who: str = ERIKA
    width: int = DESKTOP
    height: int = 800
    prepare: Callable[[Page], None] = nothing


def await_check(page: Page) -> None:
    """Wait until the column beside the form says what it found."""
    page.get_by_role("heading", name="Was auffällt").wait_for()


def await_answers(page: Page) -> None:
    """Wait until the table says what the assistant answers today."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-now]')].every((one) => one.querySelector('.state'))"
    )


def fill_newcomer(page: Page) -> None:
    """Write an entry that is too near to another one, and have it checked."""
    page.get_by_label("Frage (nötig)").fill("Wie lange gibt es das Netzwerk noch?")
    page.get_by_label("So fragen Menschen danach").fill(
        "Wie lange läuft TRegKS?\nBis wann gibt es euch?\nWann endet das Projekt?\nWie lange gibt es das Netzwerk noch?"
    )
    page.get_by_label("Antwort (nötig)").fill("Das Netzwerk arbeitet **bis Ende 2026**.")
    page.get_by_label("Quelle (nötig)", exact=True).fill("Projektleitung")
    page.get_by_label("Stand der Quelle (nötig)").fill("24.11.2026")
    page.get_by_label("Frage eines Besuchers").fill("Wie lange gibt es euch noch?")
    page.get_by_role("button", name="Prüfen").click()
    page.get_by_text("Verwechslungsgefahr").wait_for()
    page.evaluate("scrollTo(0, 0)")


def open_first_case(page: Page) -> None:
    """Open the concern that has waited longest."""
    page.locator("table.cases a").first.click()
    page.get_by_role("heading", name="Nachrichten").wait_for()


def choose_second_factor(page: Page) -> None:
    """Begin to set up the second factor."""
    form = page.locator("#zweiter-faktor")
    form.get_by_label("Ihr jetziges Passwort").fill("vier zufällige Wörter hier")
    form.get_by_role("button", name="Einrichten").click()
    page.get_by_role("heading", name="2. Mit einem Code bestätigen").wait_for()


CONTENT, HANDOFF = "/inhalte", "/uebergabe"
SHOTS = (
    Shot("einladung", "show_link", "/einladung/{invitation}", NOBODY, height=720),
    Shot("anmelden", "show_login", "/anmelden", NOBODY, height=500),
    Shot("zweiter-schritt", "show_second_factor", "/zweiter-schritt", TINA, height=500),
    Shot("mein-konto", "show_own_account", "/mein-konto"),
    Shot("zweiter-faktor", "show_new_secret", "/mein-konto", prepare=choose_second_factor, height=900),
    Shot("uebersicht", "show_overview", "/", height=560),
    Shot("uebersicht-telefon", "show_overview", "/", width=PHONE),
    Shot("inhalte", "show_kinds", CONTENT),
    Shot("faq-liste", "list_records", f"{CONTENT}/faq"),
    Shot("faq-neu", "new_record", f"{CONTENT}/faq/neu", prepare=await_check),
    Shot("faq-pruefen", "new_record", f"{CONTENT}/faq/neu", prepare=fill_newcomer, height=1300),
    Shot("faq-bearbeiten", "edit_record", f"{CONTENT}/faq/bearbeiten/laufzeit-tregks", prepare=await_check),
    Shot("faq-telefon", "edit_record", f"{CONTENT}/faq/bearbeiten/laufzeit-tregks", width=PHONE),
    Shot("entwurf", "show_draft", f"{CONTENT}/faq/entwurf/foerderquote", FRANK),
    Shot("freigaben", "show_reviews", "/freigaben", FRANK),
    Shot("verlauf", "show_history", f"{CONTENT}/faq/verlauf/laufzeit-tregks", FRANK),
    Shot("angebote", "list_records", f"{CONTENT}/weiterbildung"),
    Shot("angebot", "edit_record", f"{CONTENT}/weiterbildung/bearbeiten/bsp-hochvolt-2s"),
    Shot("satz", "edit_record", f"{CONTENT}/satz/bearbeiten/auswahl.frage"),
    Shot("importe", "show_imports", "/importe"),
    Shot("import", "show_import", "/importe/1?stand=rejected"),
    Shot("quellen", "show_sources", "/quellen", height=1000),
    Shot("quellen-vorschau", "show_preview", "/quellen/vorschau/1"),
    Shot("quellen-import", "show_source_import", "/quellen/2", height=1000),
    Shot("quellen-entscheiden", "show_conflicts", "/quellen/konflikte", height=900),
    Shot("quellen-telefon", "show_conflicts", "/quellen/konflikte", width=PHONE, height=844),
    Shot("aktualitaet", "show_freshness", "/aktualitaet", height=900),
    Shot("aktualitaet-liste", "list_aging", "/aktualitaet/wiedervorlage/faq#liste", height=700),
    Shot("unbeantwortet", "show_inbox", "/unbeantwortet"),
    Shot("gruppe", "show_group", "/unbeantwortet/1", height=1000, prepare=await_answers),
    Shot("aussortiert", "show_sorted_away", "/unbeantwortet/aussortiert", height=500),
    Shot("fehlende-angebote", "show_offer_gaps", "/unbeantwortet/angebote", height=700),
    Shot("benachrichtigungen", "show_subscriptions", "/benachrichtigungen", VERA, height=900),
    Shot("auswertung", "show_dashboard", "/auswertung", FRANK, height=1000),
    Shot("auswertung-faq", "show_entries", "/auswertung/faq", FRANK),
    Shot("auswertung-angebote", "show_offers", "/auswertung/angebote", FRANK),
    Shot("auswertung-luecken", "show_gaps", "/auswertung/luecken", FRANK),
    Shot("auswertung-bewertungen", "show_quality", "/auswertung/bewertungen", FRANK),
    Shot("auswertung-zeiten", "show_times", "/auswertung/zeiten", FRANK),
    Shot("auswertung-aktualitaet", "show_how_fresh", "/auswertung/aktualitaet", FRANK),
    Shot("berichte", "list_reports", "/auswertung/bericht", FRANK, height=600),
    Shot("bericht", "show_report", "/auswertung/bericht/2026-10", FRANK, height=1000),
    Shot("versionen", "show_versions", "/versionen", FRANK, height=900),
    Shot("prueffragen", "show_golden", "/versionen/prueffragen", FRANK),
    Shot("zurueck", "show_rollback", "/versionen/1/zurueck", FRANK, height=600),
    Shot("konten", "show_accounts", "/konten", VERA, height=640),
    Shot("konto-neu", "new_account", "/konten/neu", VERA, height=980),
    Shot("konto", "show_account", "/konten/2", VERA, height=980),
    Shot("zustaendigkeiten", "show_categories", "/zustaendigkeiten", VERA),
    Shot("protokoll", "show_audit_log", "/protokoll", VERA),
    Shot("anliegen", "show_cases", "/faelle", height=640),
    Shot("anliegen-lesen", "show_case", "/faelle", prepare=open_first_case, height=1500),
    Shot("anliegen-telefon", "show_case", "/faelle", width=PHONE, prepare=open_first_case),
    Shot("mails", "show_failed_mails", "/mails", VERA, height=560),
    Shot("empfaenger", "show_receivers", HANDOFF, VERA, height=900),
    Shot("wege", "show_routes", f"{HANDOFF}/wege", VERA, height=900),
    Shot("sprechzeiten", "show_all_hours", f"{HANDOFF}/zeiten", VERA, height=640),
    Shot("sprechzeiten-aendern", "show_hours", f"{HANDOFF}/zeiten/michael-wieners", VERA, height=1000),
    Shot("abwesenheit", "show_leave", f"{HANDOFF}/abwesenheit", VERA, height=900),
    Shot("bausteine", "list_texts", f"{HANDOFF}/bausteine", VERA, height=760),
    Shot("baustein-neu", "new_text", f"{HANDOFF}/bausteine/neu", VERA, height=760),
    Shot("baustein", "edit_text", f"{HANDOFF}/bausteine/1", VERA, height=760),
)
