"""Texts with marks as HTML, the same subset of Markdown as ``widget/markdown.js``; all else is the text it is.

Sentences of the assistant have paragraphs and emphasis. Curated answers have lists and links too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup, escape

_BOLD = r"\*\*(?P<bold>[^\s*](?:(?:[^*]|\*(?!\*))*[^\s*])?)\*\*"
# Not inside words: "Mitarbeiter*innen und Kolleg*innen" is German, not italics.
_ITALIC = r"(?<![^\W_])(?P<mark>[*_])(?P<italic>[^\s*_](?:[^*_]*[^\s*_])?)(?P=mark)(?![^\W_])"
_LINKS = (
    r"\\(?P<escaped>[\\*_\[\]()])",
    r"\[(?P<label>[^\[\]]+)\]\((?P<target>[^\s()]+)\)",
    r"(?P<address>https?://[^\s<>\"'„“”()\[\]]*[^\s<>\"'„“”()\[\].,;:!?])",
    r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)",
    r"(?P<phone>\+49[\d\s()/–-]{5,24}\d)",
)
_SENTENCE = re.compile(f"{_BOLD}|{_ITALIC}")  # no links: sentences hold titles that others have written
_ANSWER = re.compile("|".join((_LINKS[0], _BOLD, _ITALIC, *_LINKS[1:])))
_SAFE = re.compile(r"(?:https?://|mailto:|tel:)[^\s]+", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:(?P<bullet>[-*•])|(?P<number>\d{1,3})[.)])\s+(?P<text>.*)")
NEW_WINDOW = '<span class="spoken"> (neues Fenster)</span>'


def write_marked(text: str) -> Markup:
    """Return a sentence as HTML, escaped but for its paragraphs and emphasis."""
    paragraphs = (_write_inline(part.strip(), _SENTENCE) for part in text.split("\n\n") if part.strip())
    return Markup("".join(f"<p>{part}</p>" for part in paragraphs)).replace("\n", Markup("<br>"))  # noqa: S704


def write_answer(text: str) -> Markup:
    """Return a curated answer as HTML: paragraphs, lists, emphasis, and links to the web, to mail and to telephone."""
    blocks = groupby(_sort_lines(text), lambda line: line.kind)
    return Markup("").join(_write_block(kind, list(lines)) for kind, lines in blocks if kind)


def write_linked(text: str) -> Markup:
    """Return one line as HTML, with its emphasis and links."""
    return _write_inline(text, _ANSWER)


class _Line(NamedTuple):
    """A line without its bullet; ``kind`` is the element of its block, empty for a gap; ``number`` begins an item."""

    kind: str
    text: str
    number: int | None = None


def _sort_lines(text: str) -> Iterator[_Line]:
    """Yield the lines; one that is set in goes on with the item before it."""
    kind = ""
    for line in text.splitlines():
        item = _ITEM.fullmatch(line)
        if item:
            kind = "ol" if item["number"] else "ul"
            yield _Line(kind, item["text"], int(item["number"] or 1))
            continue
        if not line.strip():
            kind = ""
        elif not (kind in ("ul", "ol") and line[0].isspace()):
            kind = "p"
        yield _Line(kind, line.strip())


def _write_block(kind: str, lines: list[_Line]) -> Markup:
    if kind == "p":
        return Markup("<p>{}</p>").format(Markup("<br>").join(write_linked(line.text) for line in lines))
    items: list[list[str]] = []
    for line in lines:
        if line.number is not None:
            items.append([])
        items[-1].append(line.text)
    written = Markup("").join(Markup("<li>{}</li>").format(write_linked(" ".join(item))) for item in items)
    start = Markup(' start="{}"').format(lines[0].number) if lines[0].number != 1 else ""
    return Markup("<{0}{1}>{2}</{0}>").format(kind, start, written)


def _write_inline(text: str, pattern: re.Pattern[str]) -> Markup:
    parts, rest = [], 0
    for match in pattern.finditer(text):
        parts += [escape(text[rest : match.start()]), _write_match(match, pattern)]
        rest = match.end()
    return Markup("").join([*parts, escape(text[rest:])])


def _write_match(match: re.Match[str], pattern: re.Pattern[str]) -> Markup:
    found = {name: value for name, value in match.groupdict().items() if value}
    if "bold" in found:
        return Markup("<strong>{}</strong>").format(_write_inline(found["bold"], pattern))
    if "italic" in found:
        return Markup("<em>{}</em>").format(_write_inline(found["italic"], pattern))
    if "escaped" in found:
        return escape(found["escaped"])
    if "label" in found:
        target = found["target"]
        return _write_link(target, found["label"]) if _SAFE.fullmatch(target) else escape(match[0])
    if "address" in found:
        return _write_link(found["address"], re.sub(r"^https?://|/$", "", found["address"]))
    if "mail" in found:
        return _write_link(f"mailto:{found['mail']}", found["mail"])
    return _write_link("tel:" + re.sub(r"[^+\d]", "", found["phone"].replace("(0)", "")), found["phone"])


def _write_link(target: str, label: str) -> Markup:
    if not target.lower().startswith("http"):
        return Markup('<a href="{}">{}</a>').format(target, label)
    link = '<a href="{}" target="_blank" rel="noopener noreferrer">{}' + NEW_WINDOW + "</a>"
    return Markup(link).format(target, label)  # noqa: S704 - only the pattern, what is filled in is escaped
