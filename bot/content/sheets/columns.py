"""The columns of a kind's sheet: the short name, each field under its German label, and the state it was taken from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.fields import CHOICE, CHOICES, DATE, FLAG, MONEY, NUMBER, STAND, Field
from bot.content.kinds import CONTACT, FAQ, FUNDING, REFERRAL, TOPIC, TRAINING, Kind
from bot.content.records import Record

KINDS_IN_SHEETS = {kind.name: kind for kind in (FAQ, FUNDING, TRAINING, CONTACT, TOPIC, REFERRAL)}
STAMP_LABEL = "Fassung"

KEY_HELP = "Daran erkennt der Lotse den Eintrag. Bitte nicht ändern; bei neuen Einträgen darf die Zelle leer bleiben."
STAMP_HELP = "Daran erkennt der Lotse, ob inzwischen jemand anderes geändert hat. Bitte nicht ändern."
HOW = {
    DATE: "Ein Datum: 31.12.2026.",
    STAND: "Ein Datum oder nur ein Jahr: 31.12.2026 oder 2026.",
    NUMBER: "Eine ganze Zahl.",
    MONEY: "Ein Betrag in Euro: 1250,50.",
    FLAG: "ja oder nein.",
}
SEVERAL = "Mehrere Angaben stehen untereinander in einer Zelle, neue Zeile mit Alt+Eingabe."


@dataclass(frozen=True)
class SheetLine:
    """A record on its way into a sheet; ``stamp`` is the state it is in."""

    key: str
    record: Record
    stamp: str


def key_label(kind: Kind) -> str:
    """Return the label of the column that holds the key."""
    return "Kurzname" if kind.key == "slug" else "Frage"


def all_labels(kind: Kind) -> list[str]:
    """Return the labels of all columns in their order."""
    return [key_label(kind), *(one.label for one in kind.fields), STAMP_LABEL]


def explain_columns(kind: Kind) -> Iterator[tuple[str, str]]:
    """Return what stands in each column, for the person who fills it in."""
    yield key_label(kind), KEY_HELP
    for one in kind.fields:
        yield one.label, " ".join(filter(None, _explain(one)))
    yield STAMP_LABEL, STAMP_HELP


def _explain(one: Field) -> Iterator[str]:
    yield f"{one.help}." if one.help and one.help[-1] not in ".?!" else one.help
    yield "Nötig." if one.is_required else ""
    yield HOW.get(one.kind, "")
    if one.kind in (CHOICE, CHOICES):
        yield f"Möglich: {'; '.join(filter(None, one.choices.values()))}."
    yield SEVERAL if one.is_list else ""
    yield f"Höchstens {one.max_length} Zeichen{' je Zeile' if one.is_list else ''}." if one.max_length else ""
