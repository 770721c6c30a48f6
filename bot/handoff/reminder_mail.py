"""What a reminder of due content says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote

from bot.addresses import public_url
from bot.content.freshness import Concern
from bot.content.kinds import Kind
from bot.content.texts import write_date
from bot.handoff.plain_text import shorten, tidy_line
from bot.settings import Settings

MOST_LINES = 20  # of each part; the back office lists the rest
LONGEST_TITLE = 150

MAIL = """\
Guten Tag{name},

diese Inhalte des TRegKS-Lotsen brauchen Ihren Blick.

{parts}

Stimmt ein Eintrag noch, dann genügt ein Klick auf „Geprüft“:
{overview}

Diese Mail kommt höchstens einmal in der Woche, und nur solange etwas offen ist.
"""


@dataclass(frozen=True)
class DueItem:
    """A record to be looked at, why, and since or until when."""

    concern: Concern
    kind: Kind
    key: str
    title: str
    day: date | None


def write_reminder(settings: Settings, name: str, items: list[DueItem]) -> tuple[str, str]:
    """Return subject and text; the items come with all of one concern in a row."""
    base = f"{public_url(settings)}/redaktion"
    parts = (_write_part(base, concern, list(group)) for concern, group in groupby(items, lambda item: item.concern))
    body = MAIL.format(
        name=f" {tidy_line(name)}" if name else "", parts="\n\n".join(parts), overview=f"{base}/aktualitaet"
    )
    count = len({(item.kind.name, item.key) for item in items})
    return f"TRegKS-Lotse: {'ein Inhalt' if count == 1 else f'{count} Inhalte'} zu prüfen", body


def _write_part(base: str, concern: Concern, items: list[DueItem]) -> str:
    return "\n".join((f"{concern.title}:", *_write_lines(base, concern, items)))


def _write_lines(base: str, concern: Concern, items: list[DueItem]) -> Iterator[str]:
    for item in _soonest(items)[:MOST_LINES]:
        label = item.kind.field(concern.day).label
        yield f"- {shorten(item.title, LONGEST_TITLE)} ({item.kind.singular}, {label}: {write_date(item.day or '')})"
        yield f"  {base}/inhalte/{item.kind.name}/bearbeiten/{quote(item.key)}"
    if len(items) > MOST_LINES:
        yield f"- und {len(items) - MOST_LINES} weitere"


def _soonest(items: Iterable[DueItem]) -> list[DueItem]:
    return sorted(items, key=lambda item: (item.day or date.max, item.title))
