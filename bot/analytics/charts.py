"""Charts as geometry: plain numbers that a template draws as SVG, with everything a screen reader needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from bot.analytics.table import Table, write_number

WIDTH, HEIGHT = 720, 260  # units of the drawing
LEFT, RIGHT, TOP, BOTTOM = 52, 8, 12, 28
MOST_LABELS = 10
GRID_LINES = 4
AXIS_ENDS = (4, 8, 12, 16, 20, 24, 32)


@dataclass(frozen=True)
class Series:
    """One row of values; ``look`` is the class that colours it."""

    title: str
    look: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Bar:
    """A rectangle with what it stands for."""

    x: float
    y: float
    width: float
    height: float
    look: str
    title: str


@dataclass(frozen=True)
class Line:
    """A broken line; ``points`` as SVG wants them."""

    points: str
    look: str


@dataclass(frozen=True)
class Label:
    """A text beside an axis, at its distance from the left or the top."""

    at: float
    text: str


@dataclass(frozen=True)
class Chart:
    """A drawing of WIDTH by HEIGHT units."""

    name: str
    title: str
    description: str
    legend: tuple[tuple[str, str], ...]  # look and title
    grid: tuple[Label, ...]
    labels: tuple[Label, ...]
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()

    width = WIDTH
    height = HEIGHT
    left = LEFT
    right = WIDTH - RIGHT
    bottom = HEIGHT - BOTTOM


def columns_chart(table: Table, series: Sequence[Series]) -> Chart:
    """Return columns for the rows of a table, the series stacked on each other in their order."""
    labels = [str(row[0]) for row in table.rows]
    totals = [sum(one.values[place] for one in series) for place in range(len(labels))]
    top = round_up(max(totals, default=0))
    return Chart(
        table.name,
        table.title,
        _describe(table, labels, totals),
        tuple((one.look, one.title) for one in series),
        _grid(top),
        _labels(labels),
        bars=tuple(_stack(labels, series, top)),
    )


def lines_chart(table: Table, series: Sequence[Series], unit: str) -> Chart:
    """Return lines over the rows of a table; a row without a value interrupts nothing, it is left out."""
    labels = [str(row[0]) for row in table.rows]
    highest = [max(one.values[place] for one in series) for place in range(len(labels))]
    top = round_up(max(highest, default=0))
    lines = [Line(_points(one.values, top), one.look) for one in series]
    return Chart(
        table.name,
        table.title,
        _describe(table, labels, highest, unit),
        tuple((one.look, one.title) for one in series),
        _grid(top),
        _labels(labels),
        lines=tuple(lines),
    )


def round_up(value: float) -> int:
    """Return the next number that an axis can end with; its quarters are whole: 4, 8, 12, 16, 20, 24, 32, 40, 80 …"""
    power = 1
    while True:
        for step in AXIS_ENDS:
            if step * power >= value:
                return step * power
        power *= 10


def _stack(labels: Sequence[str], series: Sequence[Series], top: int) -> list[Bar]:
    slot = _slot(len(labels))
    bars = []
    for place, label in enumerate(labels):
        below = 0.0
        for one in series:
            value = one.values[place]
            if value:
                title = f"{label}: {one.title} {write_number(value)}"
                y, height = _y(below + value, top), _y(below, top) - _y(below + value, top)
                bars.append(
                    Bar(round(LEFT + slot * (place + 0.1), 2), y, round(slot * 0.8, 2), height, one.look, title)
                )
            below += value
    return bars


def _points(values: Sequence[float], top: int) -> str:
    slot = _slot(len(values))
    points = [(LEFT + slot * (place + 0.5), _y(value, top)) for place, value in enumerate(values) if value]
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)


def _slot(count: int) -> float:
    return (WIDTH - LEFT - RIGHT) / max(count, 1)


def _y(value: float, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 2)


def _grid(top: int) -> tuple[Label, ...]:
    values = [top * line // GRID_LINES for line in range(GRID_LINES + 1)]
    return tuple(Label(_y(value, top), write_number(value)) for value in values)


def _labels(labels: Sequence[str]) -> tuple[Label, ...]:
    every = ceil(len(labels) / MOST_LABELS) or 1
    slot = _slot(len(labels))
    return tuple(
        Label(round(LEFT + slot * (place + 0.5), 2), label) for place, label in enumerate(labels) if place % every == 0
    )


def _describe(table: Table, labels: Sequence[str], values: Sequence[float], unit: str = "") -> str:
    if not any(values):
        return "Alle Werte sind null."
    highest = max(range(len(values)), key=values.__getitem__)
    span = f"{labels[0]} bis {labels[-1].removesuffix('.')}"
    value = f"{write_number(values[highest])} {unit}".rstrip()
    return (
        f"{len(labels)} Werte von {span}. Höchster Wert: {value} ({labels[highest]}). "
        "Alle Zahlen stehen in der Tabelle darunter."
    )
