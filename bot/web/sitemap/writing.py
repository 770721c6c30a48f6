"""The map of the public pages as search engines read it (sitemaps.org), with the versions in other languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
MOST_PAGES = 50_000  # in one file


@dataclass(frozen=True)
class PublicPage:
    """A page by its whole address; ``alternates`` are all its languages, itself among them, with their addresses."""

    address: str
    changed_at: datetime | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)


def write_sitemap(pages: Iterable[PublicPage]) -> str:
    """Return the map."""
    return f"{HEAD}{''.join(map(_write_page, pages))}</urlset>\n"


def _write_page(page: PublicPage) -> str:
    changed = f"<lastmod>{page.changed_at.isoformat(timespec='seconds')}</lastmod>" if page.changed_at else ""
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(language)} href={quoteattr(address)}/>'
        for language, address in page.alternates.items()
    )
    return f"<url><loc>{escape(page.address)}</loc>{changed}{alternates}</url>\n"
