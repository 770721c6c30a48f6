"""The sections of the back office, each shown to those who may open it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.accounts.roles import ADMINISTRATORS, ADVISERS, EVERYBODY, READERS_OF_FIGURES, READERS_OF_MISSES, WRITERS
from bot.accounts.sessions import AccountView


@dataclass(frozen=True)
class Section:
    """One entry of the menu; ``page`` names the view that opens it."""

    title: str
    page: str
    roles: frozenset[str]


SECTIONS = (
    Section("Übersicht", "show_overview", EVERYBODY),
    Section("Inhalte", "show_kinds", WRITERS),
    Section("Freigaben", "show_reviews", WRITERS),
    Section("Excel und CSV", "show_imports", WRITERS),
    Section("Aktualität", "show_freshness", WRITERS),
    Section("Versionen", "show_versions", WRITERS),
    Section("Unbeantwortete Fragen", "show_inbox", READERS_OF_MISSES),
    Section("Auswertung", "show_dashboard", READERS_OF_FIGURES),
    Section("Übergabe", "show_receivers", ADVISERS),
    Section("Konten", "show_accounts", ADMINISTRATORS),
    Section("Zuständigkeiten", "show_categories", ADMINISTRATORS),
    Section("Protokoll", "show_audit_log", ADMINISTRATORS),
)


def visible_sections(account: AccountView) -> list[Section]:
    """Return the sections that an account may open."""
    return [section for section in SECTIONS if account.may(*section.roles)]
