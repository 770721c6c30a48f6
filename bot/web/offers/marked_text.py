"""Sentences of the assistant as HTML: paragraphs and emphasis as the chat shows them, all else is the text it is."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# As in ``widget/markdown.js``. No links: the sentences hold titles that others have written.
_BOLD = re.compile(r"\*\*([^\s*](?:(?:[^*]|\*(?!\*))*[^\s*])?)\*\*")
# Not inside words: "Mitarbeiter*innen und Kolleg*innen" is German, not italics.
_ITALIC = re.compile(r"(?<![^\W_])([*_])([^\s*_](?:[^*_]*[^\s*_])?)\1(?![^\W_])")


def write_marked(text: str) -> Markup:
    """Return a sentence as HTML, escaped but for its emphasis."""
    paragraphs = (_emphasise(str(escape(part.strip()))) for part in text.split("\n\n") if part.strip())
    return Markup("".join(f"<p>{part}</p>" for part in paragraphs))  # noqa: S704 - escaped above


def _emphasise(escaped: str) -> str:
    return _ITALIC.sub(r"<em>\2</em>", _BOLD.sub(r"<strong>\1</strong>", escaped)).replace("\n", "<br>")
