"""All kinds of content on one page, each with what can be done there."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.roles import WRITERS
from bot.content.kinds import CONTACT, FAQ, FUNDING, KINDS, REFERRAL, SENTENCE, TOPIC, TRAINING
from bot.content.queries import ListFilter, count_listed
from bot.content.shown import read_default_sentences
from bot.revisions.queries import count_open
from bot.staff.pages import get
from bot.staff.visit import Visit

EXPLAINED = {
    FAQ.name: "Fragen mit geprüften Antworten. Hier ändern Sie, was der Lotse sagt.",
    FUNDING.name: "Zuschüsse, Darlehen und andere Hilfen, die der Lotse vorschlägt.",
    TRAINING.name: "Kurse und Beratungen, nach Thema, Ort und Termin zu finden.",
    CONTACT.name: "Menschen und Stellen, an die der Lotse verweist.",
    TOPIC.name: "Worum es in Angeboten geht, mit den Wörtern, die Menschen dafür benutzen.",
    REFERRAL.name: "Fragen, für die eine andere Stelle zuständig ist.",
    SENTENCE.name: "Begrüßung, Rückfragen und Hinweise des Lotsen im Wortlaut.",
}


def show_kinds(visit: Visit) -> Response:
    """``GET /inhalte``."""
    counts = {
        kind.name: len(read_default_sentences())
        if kind is SENTENCE
        else count_listed(visit.session, kind, ListFilter())
        for kind in KINDS.values()
    }
    drafts = {kind.name: count_open(visit.session, kind) for kind in KINDS.values()}
    kinds = [KINDS[name] for name in EXPLAINED]
    return visit.page("records/kinds.html", kinds=kinds, explained=EXPLAINED, counts=counts, drafts=drafts)


PAGES = (get("/inhalte", show_kinds, WRITERS),)
