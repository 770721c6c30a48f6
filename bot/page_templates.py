"""Jinja templates of pages and mails, escaped and strict about missing names; and the look that all pages share."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

LOOK = Path(__file__).parent / "look"  # the style sheets that pages for visitors and the back office share


def make_environment(*folders: Path) -> Environment:
    """Return the environment of the templates in some folders; the first that has one gives it."""
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
