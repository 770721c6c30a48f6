"""What a website can set in the one line, as fields of the configurator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.content.fields import GROUP

TEXT, COLOUR, CHOICE = "text", "color", "choice"

# Groups of entries for which the greeting has questions of its own.
GROUPS = ("netzwerk", "foerderung", "weiterbildung", "transformation", "kontakt")


@dataclass(frozen=True)
class Option:
    """One attribute ``data-<name>``; ``usual`` is what holds without it, ``choices`` are values with their names."""

    name: str
    label: str
    help: str
    kind: str = TEXT
    usual: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def list_options(topics: Iterable[tuple[str, str]], known: Mapping[str, str]) -> tuple[Option, ...]:
    """Return all options; ``topics`` are slugs with names, ``known`` those that the widget has of its own."""
    return (
        Option("titel", "Titel", "Überschrift des Chats.", usual="TRegKS-Lotse"),
        Option("einstieg", "Knopf", "Text auf dem Knopf, der den Chat öffnet.", usual="Frage stellen"),
        Option(
            "farbe",
            "Farbe",
            "Ihre Akzentfarbe. Text darauf wird schwarz oder weiß; als Schriftfarbe wird sie so weit abgedunkelt oder "
            "aufgehellt, dass sie gut lesbar bleibt.",
            COLOUR,
            usual="#0b5566",
        ),
        Option("position", "Platz", "Ecke, in der der Chat steht.", CHOICE, "rechts", _named("rechts", "links")),
        Option("sprache", "Sprache", "Sprache der Oberfläche.", CHOICE, "de", (("de", "Deutsch"), ("en", "Englisch"))),
        Option(
            "thema",
            "Thema der Seite",
            "Bestimmt die Beispielfragen in der Begrüßung. In der Zeile dürfen auch eigene Worte stehen, etwa Drohnen.",
            CHOICE,
            "",
            (("", "keines"), *((group, GROUP[group]) for group in GROUPS), *_write_topics(topics, known)),
        ),
        Option(
            "begruessung",
            "Begrüßung",
            "Eigene erste Worte; **zwei Sterne** machen Text fett. Dass ein automatischer Assistent antwortet, steht "
            "immer dabei.",
        ),
        Option("datenschutz", "Datenschutz", "Adresse Ihrer Datenschutzhinweise, etwa /datenschutz."),
    )


def _write_topics(topics: Iterable[tuple[str, str]], known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return values with names; a topic of the staff's own goes by its name, which the questions of the widget take."""
    return [(slug if known.get(slug) == name else name, name) for slug, name in topics]


def _named(*values: str) -> tuple[tuple[str, str], ...]:
    return tuple((value, value) for value in values)
