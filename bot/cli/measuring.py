"""What all measurements of the command line share: where the figures go, and progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

json_option = click.option(
    "--json", "json_file", type=click.Path(path_type=Path), help="Alles in diese Datei schreiben."
)


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Show progress on the error stream, so that the output stays a table."""
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update
