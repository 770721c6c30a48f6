"""axe-core inside a page: what it finds against WCAG 2.2 AA and good practice, in the page and in open shadow roots."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
MISSING = "axe-core fehlt: „make test“ holt es, wo npm eingerichtet ist (apt-get install npm)."
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

RUN = """async ([within, runOnly]) => {
  const { violations } = await axe.run(within ?? document, { runOnly, resultTypes: ["violations"], preload: false });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html, failureSummary }) => (
    { id, target: target.flat().join(" >>> "), html, why: failureSummary }
  )));
}"""


def find_axe() -> str | None:
    """Return the source of axe-core, None where it is not installed."""
    return SCRIPT.read_text(encoding="utf-8") if SCRIPT.is_file() else None


class Axe:
    """Looks for barriers; takes the source of axe-core."""

    def __init__(self, source: str) -> None:
        self._source = source

    def find_barriers(self, page: Page, state: str) -> list[str]:
        """Return what is wrong in a page, one line each: the state it is in, rule, place, markup, reason."""
        return self._run(page, state, None, {"type": "tag", "values": TAGS})

    def find_pale_text(self, page: Page, state: str, *, within: str | None = None) -> list[str]:
        """Return the texts of a page, or of an element, that stand out too little from their ground."""
        return self._run(page, state, within, {"type": "rule", "values": ["color-contrast"]})

    def _run(self, page: Page, state: str, within: str | None, rules: dict[str, Any]) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(self._source)  # not bound by the policy of the page
        return [_write(state, one) for one in page.evaluate(RUN, [within, rules])]


def _write(state: str, found: dict[str, str]) -> str:
    markup, reason = (" ".join(found[part].split())[:200] for part in ("html", "why"))
    return f"{state}: {found['id']} {found['target']} {markup} {reason}"
