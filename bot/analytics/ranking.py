"""Rankings: counts of anything as a table, the most frequent first."""

from __future__ import annotations

from collections.abc import Mapping

from bot.analytics.table import NUMBER, PERCENT, Column, Table, share

MOST = 25  # rows


def rank(name: str, title: str, columns: tuple[str, str], counts: Mapping[str, int], *, empty: str = "") -> Table:
    """Return counts with their share of all; ``columns`` are the heads of the first two."""
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    rows = tuple((key, count, share(count, total)) for key, count in ordered)
    heads = (Column(columns[0]), Column(columns[1], NUMBER), Column("Anteil", PERCENT))
    return Table(name, title, heads, rows, bar=1, **({"empty": empty} if empty else {}))
