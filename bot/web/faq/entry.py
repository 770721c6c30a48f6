"""``/faq/{slug}``: one question with its answer, its source, and where to go on."""

from __future__ import annotations

from starlette.responses import Response

from bot.content.fields import GROUP
from bot.faq.addresses import page_of
from bot.faq.public import PublicEntry, Withdrawn, read_entry
from bot.handoff.transcript import unmark
from bot.offers.models import TYPES
from bot.offers.queries import OfferView, find_by_slug
from bot.search.sentences import sentence
from bot.web.faq.page import Visit
from bot.web.faq.schema_org import describe_entry
from bot.web.faq.versions import ENGLISH, NO_ENGLISH, PLAIN, list_versions
from bot.web.public.search_engines import shorten
from bot.web.public.visit import Refused

UNKNOWN = "Diese Seite gibt es nicht."
WITHDRAWN = "Diese Antwort ist nicht mehr aktuell, deshalb zeigen wir sie nicht mehr."
ABOUT_PROGRAMME = "programm-"  # an entry called so is about the programme of the rest of its name


def show_entry(visit: Visit) -> Response:
    """Show an entry in the version that the address asks for, else as usual."""
    entry = _find(visit)
    versions = list_versions(entry)
    asked = visit.request.query_params.get("fassung", "")
    version = versions.get(asked, versions[""])
    # Plain language is another wording of the same page, English is a page of its own.
    address = visit.public_address(page_of(entry.slug, version.name if version.name == ENGLISH else ""))
    return visit.show(
        "entry.html",
        entry=entry,
        version=version,
        versions=versions,
        missing=_say_missing(asked) if asked not in versions else None,
        group=GROUP[entry.topic_group],
        doubt=sentence("antwort.unsicher", version.language) if entry.certainty == "allgemein" else "",
        offers=_find_offers(visit, entry),
        offer_type=entry.topic_group if entry.topic_group in TYPES else "",
        address=address,
        description=shorten(unmark(version.answer)),
        data=describe_entry(entry, version, address),
    )


def _say_missing(asked: str) -> tuple[str, str] | None:
    """Return the language and the sentence that says that there is no such version, None for one that nobody knows."""
    return {PLAIN: ("de", sentence("antwort.nicht_einfach")), ENGLISH: ("en", NO_ENGLISH)}.get(asked)


def _find(visit: Visit) -> PublicEntry:
    """Return the entry of the slug in the path. Raises Refused."""
    try:
        entry = read_entry(visit.session, str(visit.request.path_params["slug"]), visit.today)
    except Withdrawn:
        raise Refused(410, WITHDRAWN) from None
    if entry is None:
        raise Refused(404, UNKNOWN)
    return entry


def _find_offers(visit: Visit, entry: PublicEntry) -> list[OfferView]:
    """Return the programme that an entry is about by its name, if there is such a one."""
    if not entry.slug.startswith(ABOUT_PROGRAMME):
        return []
    slug = entry.slug.removeprefix(ABOUT_PROGRAMME)
    return find_by_slug(visit.session, slug, show_samples=visit.settings.show_samples)
