"""What members of staff may do: five roles, each with the German words that the back office shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """A role as people read it."""

    title: str
    explanation: str


EDITOR = "redaktion"
APPROVER = "freigabe"
ADVISER = "beratung"
ANALYST = "auswertung"
ADMINISTRATOR = "verwaltung"

ROLES = {
    EDITOR: Role("Redaktion", "Inhalte schreiben und veröffentlichen; wo vier Augen nötig sind, zur Freigabe geben"),
    APPROVER: Role("Freigabe", "Inhalte anderer prüfen, freigeben oder zurückgeben; ältere Stände zurückholen"),
    ADVISER: Role("Beratung", "Anliegen von Besucherinnen und Besuchern lesen und beantworten"),
    ANALYST: Role("Auswertung", "Zahlen, Berichte und unbeantwortete Fragen ansehen"),
    ADMINISTRATOR: Role("Verwaltung", "Konten, Zuständigkeiten und das Protokoll verwalten"),
}
EVERYBODY = frozenset(ROLES)
READERS_OF_CASES = frozenset({ADVISER})
ADMINISTRATORS = frozenset({ADMINISTRATOR})
WRITERS = frozenset({EDITOR, APPROVER})
READERS_OF_MISSES = frozenset({EDITOR, APPROVER, ANALYST})
READERS_OF_FIGURES = frozenset({ANALYST, APPROVER, ADMINISTRATOR})
ADVISERS = frozenset({ADVISER, ADMINISTRATOR})
