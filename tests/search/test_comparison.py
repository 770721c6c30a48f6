"""The table of a comparison."""

from __future__ import annotations

from bot.search.comparison import make_table


def test_a_cell_with_strokes_or_lines_stays_one_cell() -> None:
    table = make_table(["Merkmal", "(1) A|B", "(2) C"], {"Preis": ["10\n Euro", "frei"]})
    assert table.splitlines() == [
        r"| Merkmal | (1) A\|B | (2) C |",
        "| --- | --- | --- |",
        "| Preis | 10 Euro | frei |",
    ]
