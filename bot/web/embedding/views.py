"""The chat as a page, the page for developers, and a page with the worst styles there are."""

from __future__ import annotations

from starlette.responses import Response

from bot.topics.queries import read_topics
from bot.web.embedding.options import list_options
from bot.web.embedding.page import EmbeddingPages
from bot.web.embedding.recipe import write_host_policy
from bot.web.public.visit import PublicVisit
from bot.web.widget_bundle import ENTRY, Bundle

LANGUAGES = ("de", "en")


class Visit(PublicVisit):
    """A visit of one of these pages; it only reads."""

    pages: EmbeddingPages

    def admit(self) -> None:
        """Refuse what comes too often. Raises Refused."""
        self.admit_by(self.pages.limits)

    @property
    def bundle(self) -> Bundle:
        """The widget as it is served."""
        return self.pages.bundle


def show_chat(visit: Visit) -> Response:
    """Show the chat as a page; a question in the address is put into the input line by the page's script."""
    language = visit.request.query_params.get("sprache", "")
    return visit.show("chat.html", language=language if language in LANGUAGES else "")


def show_embedding(visit: Visit) -> Response:
    """Show how the chat comes into a website."""
    topics = [(topic.slug, topic.name) for topic in read_topics(visit.session)]
    known = visit.pages.topics
    return visit.show(
        "embedding.html",
        server=visit.public_address(""),
        current=visit.public_address(f"/widget/{ENTRY}"),
        fixed=visit.public_address(f"/widget/{visit.bundle.versioned_name}"),
        bundle=visit.bundle,
        options=list_options(topics, known),
        policy=write_host_policy(visit.public_address("")),
        origins=visit.settings.origins,
    )


def show_probe(visit: Visit) -> Response:
    """Show the chat on a page that does its worst, or on the same page without styles."""
    return visit.show("probe.html", is_calm=visit.request.query_params.get("stile") == "aus")
