"""``lotse``: one command group per subject, loaded only when it is called."""

from __future__ import annotations

import click

from bot.cli.lazy_group import LazyCommand, LazyGroup

COMMANDS = {
    "setup": LazyCommand("bot.cli.setup:setup", "Alles einrichten, was zum Start fehlt."),
    "serve": LazyCommand("bot.cli.serve:serve", "Den Assistenten starten: Gateway, Rasa und Action-Server."),
    "ask": LazyCommand("bot.cli.ask:ask", "Eine Frage im Terminal stellen."),
    "train": LazyCommand("bot.cli.train:train", "Das Modell trainieren, wenn es fehlt oder veraltet ist."),
    "calibrate": LazyCommand("bot.cli.calibrate:calibrate", "Die Schwellen der Antworten an die Inhalte anpassen."),
    "db": LazyCommand("bot.cli.db:db", "Die Datenbank einrichten und füllen."),
    "accounts": LazyCommand("bot.cli.accounts:accounts", "Konten der Redaktion anlegen und abschalten."),
    "faq": LazyCommand("bot.cli.faq:faq", "FAQ-Einträge als Tabelle holen, einlesen und prüfen."),
    "offers": LazyCommand("bot.cli.offers:offers", "Angebote als Tabelle holen und einlesen."),
    "reminders": LazyCommand("bot.cli.reminders:reminders", "An fällige Inhalte erinnern."),
    "content": LazyCommand("bot.cli.content:content", "Archivierte Inhalte endgültig löschen."),
    "widget": LazyCommand("bot.cli.widget:widget", "Die Zeile zeigen, die den Chat in eine Website einbindet."),
    "report": LazyCommand("bot.cli.report:report", "Den Monatsbericht für Fördergeber schreiben."),
    "evaluate": LazyCommand(
        "bot.cli.evaluate:evaluate", "Den Assistenten messen: Fragen, Dialoge, Last, Erkennung, Suche."
    ),
}


@click.group(cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Der TRegKS-Lotse: Assistent des Transformationsnetzwerks Region Kassel.

    \b
    Beispiel: lotse ask "Was ist TRegKS?"
    """
