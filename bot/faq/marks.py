"""What an editor should see while writing: marks on quality, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.german.readability import measure_readability

GOOD, MIND, MISSING = "good", "mind", "missing"

ENOUGH_VARIANTS = 6
LONG_ANSWER = 600  # characters: more than a phone shows at once
HARD_GRADE = 11.5  # school years; nine tenths of the seed lie below
PLAIN_GRADE = 8.0
LONG_SENTENCE = 25  # words
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Mark:
    """One remark: ``level`` is good, mind (could be better) or missing; ``field`` is where to mend it."""

    level: str
    field: str
    text: str


def mark_entry(entry: Mapping[str, Any], today: date) -> list[Mark]:
    """Return the marks of an FAQ entry (a record), the most urgent first."""
    marks = [*_mark_variants(entry), *_mark_answer(entry), *_mark_source(entry), *_mark_dates(entry, today)]
    return sorted(marks, key=lambda mark: (MISSING, MIND, GOOD).index(mark.level))


def _mark_variants(entry: Mapping[str, Any]) -> Iterator[Mark]:
    count = len(entry["variants"])
    if count == 0:
        yield Mark(MISSING, "variants", "Noch niemand hat aufgeschrieben, wie Menschen danach fragen.")
    elif count < ENOUGH_VARIANTS:
        yield Mark(MIND, "variants", f"{count} von {ENOUGH_VARIANTS} Arten zu fragen. Schreiben Sie einige mehr dazu.")
    else:
        yield Mark(GOOD, "variants", f"{count} Arten zu fragen")


def _mark_answer(entry: Mapping[str, Any]) -> Iterator[Mark]:
    answer = entry["answer"]
    measured = measure_readability(answer)
    if len(answer) > LONG_ANSWER:
        yield Mark(MIND, "answer", f"{len(answer)} Zeichen: Auf dem Telefon sind bis {LONG_ANSWER} gut zu lesen.")
    if measured.longest_sentence > LONG_SENTENCE:
        yield Mark(MIND, "answer", f"Ein Satz hat {measured.longest_sentence} Wörter. Teilen Sie ihn.")
    if measured.grade is not None and measured.grade > HARD_GRADE:
        yield Mark(MIND, "answer", "Schwer zu lesen: Nehmen Sie kürzere Sätze und kürzere Wörter.")
    plain = entry["plain_answer"]
    if not plain:
        yield Mark(MIND, "plain_answer", "Die Antwort in Einfacher Sprache fehlt.")
    elif (measure_readability(plain).grade or 0) > PLAIN_GRADE:
        yield Mark(MIND, "plain_answer", "Für Einfache Sprache ist der Text noch zu schwer.")


def _mark_source(entry: Mapping[str, Any]) -> Iterator[Mark]:
    if not entry["source_title"] or not entry["source_date"]:
        place = "source_date" if entry["source_title"] else "source_title"
        yield Mark(MISSING, place, "Ohne Quelle und Stand glaubt niemand der Antwort.")
    elif not entry["source_url"]:
        yield Mark(MIND, "source_url", "Die Adresse der Quelle fehlt: Besucher können nicht nachlesen.")
    if entry["certainty"] != "belegt":
        yield Mark(MIND, "certainty", "Nicht ganz belegt. Bitte bei Gelegenheit prüfen.")
    if not entry["responsible"]:
        yield Mark(MIND, "responsible", "Niemand ist verantwortlich, also wird niemand erinnert.")


def _mark_dates(entry: Mapping[str, Any], today: date) -> Iterator[Mark]:
    until, review = entry["valid_until"], entry["review_on"]
    if until and until < today:
        yield Mark(MISSING, "valid_until", "Abgelaufen: Der Eintrag wird nicht mehr gezeigt.")
    elif until and until <= today + SOON:
        yield Mark(MIND, "valid_until", f"Läuft in {(until - today).days} Tagen ab.")
    if review is None:
        yield Mark(MIND, "review_on", "Kein Termin zur Wiedervorlage.")
    elif review < today:
        yield Mark(MISSING, "review_on", "Die Wiedervorlage ist überfällig.")
