"""Cells of a spreadsheet that are sure to be read as texts."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that could be gets an apostrophe in front."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
