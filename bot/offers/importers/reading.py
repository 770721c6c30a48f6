"""What every reader of a source gives: records, and what is to be said about the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

MOST_PROBLEMS = 200  # that are kept; all of them are counted

Values = dict[str, Any]  # field of an offer -> str, int, float, date, list of str or None


class UnreadableSource(ValueError):
    """A file cannot be read at all; the message is a German sentence."""


class RejectedRecord(ValueError):
    """One record of a file cannot be used; the message is a German sentence."""


@dataclass(frozen=True)
class Original:
    """Texts that must stay as their owner wrote them, with the attribution their licence asks for.

    ``sections`` are pairs of a German heading and a text.
    """

    licence: str
    attribution: str
    short_text: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceRecord:
    """One offer as a source has it.

    ``key`` is the same in every export of the source, ``place`` says where in the file it stands ("Zeile 12"),
    ``values`` are fields that follow the source, ``defaults`` are written only once, with a new offer.
    A record that ``is_gone`` has nothing but its key: the source says that it is no longer offered.
    """

    key: str
    place: str
    type: str = ""
    slug: str = ""  # that it would like to have
    values: Values = field(default_factory=dict)
    defaults: Values = field(default_factory=dict)
    original: Original | None = None
    is_gone: bool = False


@dataclass(frozen=True)
class ReadOptions:
    """What a file does not say itself: the provider of its events, and which day it is."""

    today: date
    provider: str = ""


@dataclass
class Reading:
    """What is known about a file once it has been read; a reader fills it while it yields records.

    ``scope`` narrows a source to the part that the file lists, a provider for example. Where it ``is_complete``,
    what it does not list is gone. ``seen`` are keys of records that stand in it but cannot be used.
    """

    scope: str = ""
    is_complete: bool = True
    has_nameless: bool = False  # a rejected record whose key nobody knows
    rejected: int = 0
    problems: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)  # by a German reason
    notes: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def reject(self, place: str, reason: str, *, key: str = "") -> None:
        """Note a record that cannot be used."""
        self.rejected += 1
        if key:
            self.seen.add(key)
        else:
            self.has_nameless = True
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(f"{place}: {reason}")

    def skip(self, reason: str) -> None:
        """Count a record that is fine but not meant for us."""
        self.skipped[reason] += 1


Reader = Callable[[Path, ReadOptions, Reading], Iterator[SourceRecord]]
