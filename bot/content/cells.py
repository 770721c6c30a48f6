"""Cells of a spreadsheet that are sure to be read as texts."""

from __future__ import annotations

# OWASP's list, with the wide forms that some spreadsheets take for the narrow ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that could be gets an apostrophe in front."""
    return f"'{text}" if _is_risky(text) else text


def plain_cell(text: str) -> str:
    """Return the text that ``safe_cell`` was given."""
    return text[1:] if text.startswith("'") and _is_risky(text) else text


def _is_risky(text: str) -> bool:
    return text.lstrip("'").startswith(FORMULA_STARTS)
