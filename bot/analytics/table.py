"""Tables of figures: the same rows for the page, for the chart beside them and for the download."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date | None

TEXT, NUMBER, PERCENT, MILLISECONDS, HOURS, DAY = "text", "number", "percent", "milliseconds", "hours", "day"
NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """A column; the kind says how its cells are written. Percentages are shares between 0 and 1."""

    title: str
    kind: str = TEXT

    @property
    def is_number(self) -> bool:
        """Whether its cells stand on the right."""
        return self.kind not in (TEXT, DAY)


@dataclass(frozen=True)
class Table:
    """Figures under a title; ``bar`` names the column whose figures are also drawn as bars."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bar: int | None = None
    empty: str = "In diesem Zeitraum gibt es dazu noch keine Zahlen."

    @property
    def has_figures(self) -> bool:
        """Whether there is anything to show: a row of texts, or any figure that is not zero."""
        if not any(column.is_number for column in self.columns):
            return bool(self.rows)
        return any(cell for row in self.rows for cell in row if isinstance(cell, int | float))

    def texts(self) -> list[list[str]]:
        """Return the cells as people read them."""
        return [[write_cell(cell, column.kind) for cell, column in self.pairs(row)] for row in self.rows]

    def bar_lengths(self) -> list[float]:
        """Return the length of each row's bar as a share of the longest; without bars nothing."""
        if self.bar is None:
            return []
        values = [float(row[self.bar] or 0) for row in self.rows]  # type: ignore[arg-type]
        longest = max(values, default=0) or 1
        return [value / longest for value in values]

    def pairs(self, row: tuple[Cell, ...]) -> list[tuple[Cell, Column]]:
        """Return the cells of a row, each with its column."""
        return list(zip(row, self.columns, strict=True))


def write_cell(value: Cell, kind: str) -> str:
    """Return a value as people read it in German."""
    if value is None:
        return NOTHING
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, str):
        return value
    if kind == PERCENT:
        return f"{write_number(value * 100)} %"
    if kind == MILLISECONDS:
        return f"{write_number(value)} ms"
    if kind == HOURS:
        return write_hours(value)
    return write_number(value)


def write_number(value: float, digits: int = 0) -> str:
    """Return a number with German separators: 12.345,6."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def write_hours(hours: float) -> str:
    """Return a span of time in the unit that fits: minutes, hours or days."""
    if hours < 1:
        return f"{write_number(hours * 60)} Minuten"
    return f"{write_number(hours, 1)} Stunden" if hours < 48 else f"{write_number(hours / 24, 1)} Tage"


def share(part: int, whole: int) -> float | None:
    """Return a part as a share of the whole, None of nothing."""
    return part / whole if whole else None
