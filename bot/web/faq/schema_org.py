"""An entry as data for search engines (schema.org, as JSON-LD): a page of one question with its answer."""

from __future__ import annotations

from markupsafe import Markup

from bot.faq.public import PublicEntry
from bot.local_time import local_time
from bot.web.faq.versions import Version
from bot.web.public.marked_text import NEW_WINDOW, write_answer
from bot.web.public.search_engines import write_data


def describe_entry(entry: PublicEntry, version: Version, address: str) -> Markup:
    """Return what stands in a page's element for JSON-LD; ``address`` is that of the version."""
    answer = {
        "@type": "Answer",
        "text": str(write_answer(version.answer)).replace(NEW_WINDOW, ""),
        "url": address,
        "citation": entry.source_url,
    }
    question = {"@type": "Question", "name": version.question, "inLanguage": version.language, "acceptedAnswer": answer}
    return write_data(
        {
            "@type": "FAQPage",
            "url": address,
            "name": version.question,
            "inLanguage": version.language,
            "dateModified": local_time(entry.updated_at).isoformat(timespec="seconds"),
            "mainEntity": question,
        }
    )
