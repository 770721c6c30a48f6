"""The sections of the back office, each shown to those who may open it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.accounts.roles import (
    ADMINISTRATORS,
    ADVISERS,
    EVERYBODY,
    READERS_OF_CASES,
    READERS_OF_FIGURES,
    READERS_OF_MISSES,
    WRITERS,
)
from bot.accounts.sessions import AccountView
from bot.handoff.case_queries import count_waiting

if TYPE_CHECKING:
    from bot.staff.visit import Visit


@dataclass(frozen=True)
class Section:
    """One entry of the menu; ``page`` names the view that opens it."""

    title: str
    page: str
    roles: frozenset[str]


SECTIONS = (
    Section("Übersicht", "show_overview", EVERYBODY),
    Section("Anliegen", "show_cases", READERS_OF_CASES),
    Section("Inhalte", "show_kinds", WRITERS),
    Section("Freigaben", "show_reviews", WRITERS),
    Section("Excel und CSV", "show_imports", WRITERS),
    Section("Quellen", "show_sources", WRITERS),
    Section("Aktualität", "show_freshness", WRITERS),
    Section("Versionen", "show_versions", WRITERS),
    Section("Unbeantwortete Fragen", "show_inbox", READERS_OF_MISSES),
    Section("Suchaufträge", "show_subscriptions", READERS_OF_MISSES | ADMINISTRATORS),
    Section("Auswertung", "show_dashboard", READERS_OF_FIGURES),
    Section("Übergabe", "show_receivers", ADVISERS),
    Section("Konten", "show_accounts", ADMINISTRATORS),
    Section("Zuständigkeiten", "show_categories", ADMINISTRATORS),
    Section("Protokoll", "show_audit_log", ADMINISTRATORS),
)


def count_news(visit: Visit) -> dict[str, int]:
    """Return what waits in the sections of the visitor's account that count it, by the name of the view."""
    if not visit.account.may(*READERS_OF_CASES):
        return {}
    return {"show_cases": count_waiting(visit.session, visit.scope)}


def visible_sections(account: AccountView) -> list[Section]:
    """Return the sections that an account may open."""
    return [section for section in SECTIONS if account.may(*section.roles)]
