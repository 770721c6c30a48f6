"""What search engines read of a page: its description, and its data as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

LONGEST_DESCRIPTION = 155  # characters: what search engines show

Node = dict[str, Any]


def shorten(text: str) -> str:
    """Return a text in one line that is short enough for a search engine, cut between two words."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_DESCRIPTION:
        return line
    return line[:LONGEST_DESCRIPTION].rpartition(" ")[0].rstrip(",;:–-") + " …"


def write_data(node: Node) -> Markup:
    """Return a node of schema.org as JSON that cannot end the element it stands in, without what is empty."""
    text = json.dumps(_filled({"@context": "https://schema.org", **node}), ensure_ascii=False)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - nothing in it can be taken for markup any more


def _filled(value: Any) -> Any:
    """Return a node without what is empty."""
    if isinstance(value, dict):
        return {name: _filled(one) for name, one in value.items() if one not in (None, "", {})}
    return value
