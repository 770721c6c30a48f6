"""What a mail says, described once and written twice: as plain text and as HTML.

A letter is made of blocks. What others have typed comes in as the content of a block only: as text it stands behind
a mark or a label in one line, as HTML it is escaped, so it can neither pass for a heading nor become a link of ours.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar, Protocol

from jinja2 import Template

from bot.handoff.plain_text import tidy_line
from bot.page_templates import make_environment

FOLDER = Path(__file__).parent / "templates"
WIDTH = 76


class Block(Protocol):
    """A part of a letter; ``kind`` chooses its form in HTML."""

    kind: ClassVar[str]

    def write(self) -> str:
        """Return it as text, empty where there is nothing to say."""
        ...


@dataclass(frozen=True)
class Paragraph:
    """Words of ours or of a member of staff; addresses in it become links."""

    text: str
    kind: ClassVar[str] = "paragraph"

    def write(self) -> str:
        """Return the lines as they are: a person's words are passed on untouched."""
        return self.text


@dataclass(frozen=True)
class Lead:
    """The first line of a mail, which the list of an inbox shows as well."""

    text: str
    kind: ClassVar[str] = "lead"

    def write(self) -> str:
        """Return it as one line."""
        return tidy_line(self.text)


@dataclass(frozen=True)
class Facts:
    """Labels with what they stand for; a missing one is said to be missing."""

    title: str
    rows: tuple[tuple[str, str], ...]
    kind: ClassVar[str] = "facts"

    def write(self) -> str:
        """Return a line for each fact."""
        return _under(self.title, "\n".join(f"{label}: {value}" for label, value in self.said()))

    def said(self) -> Iterator[tuple[str, str]]:
        """Yield labels and values as they are written."""
        for label, value in self.rows:
            yield tidy_line(label), tidy_line(value) or "nicht angegeben"


@dataclass(frozen=True)
class Quote:
    """What somebody else has said."""

    title: str
    text: str
    kind: ClassVar[str] = "quote"

    def write(self) -> str:
        """Return each line behind ``>``."""
        return _under(self.title, "\n".join(f"> {line}".rstrip() for line in _wrap(self.text)))


@dataclass(frozen=True)
class Points:
    """A list, each point one line; nothing without points."""

    title: str
    items: tuple[str, ...]
    kind: ClassVar[str] = "points"

    def write(self) -> str:
        """Return a line for each point, the next lines of a long one indented."""
        wrapped = (textwrap.wrap(tidy_line(item), WIDTH - 2, break_long_words=False) for item in self.items)
        return _under(self.title, "\n".join("- " + "\n  ".join(lines) for lines in wrapped if lines))


@dataclass(frozen=True)
class Action:
    """Something to be done by following a link, with what else there is to know about it."""

    title: str
    label: str
    url: str
    notes: tuple[str, ...] = ()
    kind: ClassVar[str] = "action"

    def write(self) -> str:
        """Return the link behind its label, and the notes below it."""
        notes = (line for note in self.notes for line in _wrap(note))
        return _under(self.title, "\n".join((f"{self.label}: {self.url}", *notes)))


@dataclass(frozen=True)
class Letter:
    """A mail: its subject, its blocks in order, and why the recipient gets it."""

    subject: str
    blocks: tuple[Block, ...]
    foot: str

    def write_text(self) -> str:
        """Return the plain text."""
        parts = (*(block.write() for block in self.blocks), "-- \n" + "\n".join(_wrap(self.foot)))
        return "\n\n".join(part for part in parts if part) + "\n"

    def write_html(self) -> str:
        """Return the HTML page: inline styles, tables and nothing from elsewhere, so that Outlook shows it, too."""
        return _template().render(letter=self, shown=[block for block in self.blocks if block.write()])


@cache
def _template() -> Template:
    return make_environment(FOLDER).get_template("letter.html")


def _under(title: str, content: str) -> str:
    """Return content below its heading; without content there is no heading."""
    return f"{title.upper()}\n{content}" if title and content else content


def _wrap(text: str) -> Iterator[str]:
    """Yield the lines of a text, none longer than WIDTH but for addresses; indented lines stay indented."""
    for line in text.splitlines():
        indent = "    " if line.startswith(" ") else ""
        yield from textwrap.wrap(
            line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
