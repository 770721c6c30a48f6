"""How a command tells the person at the terminal what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from bot.settings import InvalidSetting


class UserError(click.ClickException):
    """A user error: one German sentence on the error stream, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence, without click's "Error:"."""
        click.echo(self.message, err=True)


@contextmanager
def german_errors(*refusals: type[Exception]) -> Iterator[None]:
    """Turn these refusals, and those of the settings, into user errors; their messages are German sentences."""
    caught: tuple[type[Exception], ...] = (InvalidSetting, *refusals)
    try:
        yield
    except caught as error:
        raise UserError(str(error)) from None
