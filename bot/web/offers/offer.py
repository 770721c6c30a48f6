"""``/angebote/{slug}``: all that is known of one offer, what is to be minded with it, and who helps."""

from __future__ import annotations

from starlette.responses import Response

from bot.calendar_file import write_event
from bot.clock import utc_now
from bot.contacts.queries import ContactView, find_by_area, read_contact
from bot.german.numbers import german_number
from bot.handoff.transcript import unmark
from bot.offers.addresses import page_of
from bot.offers.availability import is_available, is_over
from bot.offers.filters import FUNDING
from bot.offers.originals import read_original
from bot.offers.queries import FundingView, OfferView, TrainingView, find_by_slug
from bot.search.offer_notes import common_notes, doubt_notes, ending_notes, standing_notes
from bot.search.render import contact_line, offer_card, offer_source
from bot.search.sentences import sentence
from bot.search.sources import CENTRAL_OFFICE
from bot.topics.queries import read_topics
from bot.web.offers.page import Visit
from bot.web.offers.schema_org import describe_offer
from bot.web.public.search_engines import shorten
from bot.web.public.visit import Refused

AREA_NAMES = {"bundesweit": "bundesweit", "hessen": "Hessen", "eu": "Europäische Union"}
MOST_CONTACTS = 2
UNKNOWN = "Dieses Angebot gibt es nicht oder nicht mehr."
NO_DATE = "Zu diesem Angebot gibt es keinen Termin, der noch kommt."


def show_offer(visit: Visit) -> Response:
    """Show an offer; where a programme and a training share the name, ask which."""
    found = _find(visit)
    if len(found) > 1:
        return visit.show("which.html", status=300, offers=found)
    offer = found[0]
    contacts = find_contacts(visit, offer)
    data = describe_offer(offer, visit.public_address(page_of(offer.slug))) if _is_advertised(offer, visit) else None
    return visit.show(
        "offer.html",
        offer=offer,
        facts=facts_of(offer),
        source=offer_source(offer),
        standing=standing_notes(offer, visit.today),
        minding=_mind(offer, visit),
        binding=sentence(f"angebotsseite.unverbindlich_{offer.type}"),
        original=read_original(visit.session, offer),
        successor=_find_successor(visit, offer),
        contacts=contacts,
        without_number=_name_office(visit, contacts),
        topics=[topic for topic in read_topics(visit.session) if topic.slug in offer.topics],
        has_date=_has_date(offer, visit),
        description=shorten(offer.description or offer.title),
        data=data,
    )


def download_date(visit: Visit) -> Response:
    """Give out the date of a training that is still to come as a calendar file."""
    offer = next((one for one in _find(visit) if _has_date(one, visit)), None)
    if not isinstance(offer, TrainingView) or offer.starts_on is None:
        raise Refused(404, NO_DATE)
    page = visit.public_address(page_of(offer.slug))
    facts = [f"{name}: {value}" for name, value in facts_of(offer).items()]
    notes = [*common_notes([offer]), sentence(f"angebotsseite.unverbindlich_{offer.type}")]
    text = write_event(
        f"angebot-{offer.slug}@tregks-lotse",
        offer.starts_on,
        offer.ends_on or offer.starts_on,
        summary=offer.title,
        description=unmark("\n".join([*facts, "", *notes])),
        location=offer.place,
        url=page,
        stamp=utc_now(),
    )
    headers = {"Content-Disposition": 'attachment; filename="termin.ics"', "Cache-Control": "no-cache"}
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


def facts_of(offer: OfferView) -> dict[str, str]:
    """Return what the card of an offer says, and of a programme its limits."""
    facts = offer_card(offer).facts
    if not isinstance(offer, FundingView):
        return facts
    limits = {"Fördergebiet": AREA_NAMES.get(offer.area, offer.area)}
    if offer.max_employees:
        limits["Größe"] = f"höchstens {german_number(offer.max_employees)} Beschäftigte"
    if offer.max_quota_percent:
        limits["Quote"] = f"höchstens {offer.max_quota_percent} %"
    if offer.max_amount_eur:
        limits["Betrag"] = f"höchstens {german_number(offer.max_amount_eur)} Euro"
    stand = facts.pop("Stand")
    return {**facts, **limits, "Stand": stand}


def find_contacts(visit: Visit, offer: OfferView) -> list[ContactView]:
    """Return who is responsible for the topics of an offer, else the project lead, else the central office."""
    responsible = find_by_area(visit.session, list(offer.topics), limit=MOST_CONTACTS) if offer.topics else []
    others = (read_contact(visit.session, slug) for slug in (visit.settings.handoff_contact, CENTRAL_OFFICE))
    return responsible or [one for one in others if one and one.is_contactable][:1]


def _name_office(visit: Visit, contacts: list[ContactView]) -> str:
    """Return where to turn where a contact has neither telephone nor e-mail, else nothing."""
    office = read_contact(visit.session, CENTRAL_OFFICE)
    if office is None or all(contact.phone or contact.email for contact in contacts):
        return ""
    return sentence("kontakt.ohne_nummer", zentrale=contact_line(office))


def _find(visit: Visit) -> list[OfferView]:
    """Return the offers of the slug in the path, of the wanted type where one is. Raises Refused."""
    slug = str(visit.request.path_params["slug"])
    found = find_by_slug(visit.session, slug, show_samples=visit.settings.show_samples)
    wanted = visit.request.query_params.get("art")
    if not found:
        raise Refused(404, UNKNOWN)
    return [one for one in found if one.type == wanted] or found


def _mind(offer: OfferView, visit: Visit) -> list[str]:
    """Return what is to be minded; how to apply is of no use any more for what has ended."""
    advice = [] if is_over(offer, visit.today) else common_notes([offer])
    return [*doubt_notes(offer), *ending_notes(offer, visit.today), *advice]


def _find_successor(visit: Visit, offer: OfferView) -> OfferView | None:
    if not isinstance(offer, FundingView) or not offer.successor:
        return None
    found = find_by_slug(visit.session, offer.successor, show_samples=visit.settings.show_samples)
    return next((one for one in found if one.type == FUNDING), None)


def _has_date(offer: OfferView, visit: Visit) -> bool:
    return isinstance(offer, TrainingView) and offer.starts_on is not None and not is_over(offer, visit.today)


def _is_advertised(offer: OfferView, visit: Visit) -> bool:
    """Tell whether search engines are to show an offer as one: what can be had and is not invented."""
    return not offer.is_sample and is_available(offer, visit.today)
