"""Jinja templates of pages and mails: everything is escaped, and a missing name is an error."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def make_environment(*folders: Path) -> Environment:
    """Return the environment of the templates in some folders; the first that has one gives it."""
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
