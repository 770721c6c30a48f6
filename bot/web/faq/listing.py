"""``/faq``: all entries by their groups, or those that a search finds.

A page shows questions only, and each leads to the page of its answer: so an answer has one address, for search engines
as for whoever passes it on, and the list of some hundred questions stays short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from bot.content.fields import GROUP
from bot.faq.public import Headline, list_headlines
from bot.faq.queries import FaqView
from bot.handoff.plain_text import tidy_line
from bot.handoff.transcript import unmark
from bot.search.faq_search import search_entries
from bot.web.faq.page import Visit
from bot.web.public.search_engines import shorten

LONGEST_SEARCH = 200  # characters
MOST_HITS = 20


@dataclass(frozen=True)
class Group:
    """A group of topics with its entries."""

    slug: str
    title: str
    entries: Sequence[Headline]


@dataclass(frozen=True)
class Hit:
    """An entry that a search has found, with how its answer begins."""

    slug: str
    question: str
    beginning: str


def show_list(visit: Visit) -> Response:
    """Show the index of all entries, of one group, or the hits of a search."""
    query = visit.request.query_params
    text = tidy_line(query.get("q", "")[:LONGEST_SEARCH])
    wanted = query.get("thema", "")
    groups = sort_into_groups(list_headlines(visit.session, visit.today))
    chosen = next((group for group in groups if group.slug == wanted), None)
    found = _search(visit, text)
    hits = [_make_hit(entry) for entry in found if chosen is None or entry.topic_group == chosen.slug]
    return visit.show(
        "list.html",
        text=text,
        all_groups=groups,
        chosen=chosen,
        shown=[] if hits else [chosen] if chosen and not text else groups,
        hits=hits,
        is_elsewhere=bool(found) and not hits,
        total=sum(len(group.entries) for group in groups),
    )


def sort_into_groups(headlines: Sequence[Headline]) -> list[Group]:
    """Return the groups that have entries, in the order of the back office."""
    by_group = {
        slug: Group(slug, title, [one for one in headlines if one.topic_group == slug]) for slug, title in GROUP.items()
    }
    return [group for group in by_group.values() if group.entries]


def _search(visit: Visit, text: str) -> list[FaqView]:
    if not text:
        return []
    return search_entries(visit.pages.read_knowledge(visit.session), text, limit=MOST_HITS)


def _make_hit(entry: FaqView) -> Hit:
    return Hit(entry.slug, entry.question, shorten(unmark(entry.answer)))
