"""A command group that imports a command when it is called, and speaks German about wrong calls."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click

from bot.cli.errors import UserError


@dataclass(frozen=True)
class LazyCommand:
    """Where a command is, as ``module:name``, and its one sentence of help."""

    target: str
    help: str

    def load(self) -> click.Command:
        """Import the command."""
        module, _, name = self.target.partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command


class LazyGroup(click.Group):
    """Lists its commands without importing them: ``lotse --help`` must not wait for NumPy and the database."""

    def __init__(self, *args: Any, lazy: Mapping[str, LazyCommand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        command = self.lazy.get(cmd_name)
        return command.load() if command else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands."""
        with formatter.section("Befehle"):
            formatter.write_dl([(name, command.help) for name, command in self.lazy.items()])

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments of the group itself."""
        with _german_usage():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Read the arguments of the command and run it."""
        with _german_usage():
            return super().invoke(ctx)


@contextmanager
def _german_usage() -> Iterator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "lotse"
        raise UserError(f"{_describe(error)} Hilfe gibt „{path} --help“.") from None


def _describe(error: click.UsageError) -> str:
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"Den Befehl „{error.command_name}“ gibt es nicht."
    if isinstance(error, click.NoSuchOption):
        return f"Die Option „{error.option_name}“ gibt es nicht."
    name = getattr(getattr(error, "param", None), "human_readable_name", None)
    if isinstance(error, click.MissingParameter):
        return f"Die Angabe „{name}“ fehlt."
    if isinstance(error, click.BadParameter) and name:
        return f"Die Angabe „{name}“ hat einen unbrauchbaren Wert."
    if isinstance(error, click.BadOptionUsage):
        return f"Die Option „{error.option_name}“ ist unvollständig."
    return "So lässt sich der Befehl nicht aufrufen."
