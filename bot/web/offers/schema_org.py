"""Offers as data for search engines (schema.org, as JSON-LD): Course, EducationEvent, Service, GovernmentService."""

from __future__ import annotations

from markupsafe import Markup

from bot.offers.names import KIND_NAMES
from bot.offers.queries import FundingView, OfferView, TrainingView
from bot.web.public.search_engines import Node, write_data

_AREAS = {
    "bundesweit": {"@type": "Country", "name": "Deutschland"},
    "hessen": {"@type": "State", "name": "Hessen"},
    "eu": {"@type": "AdministrativeArea", "name": "Europäische Union"},
}
_MODES = {"praesenz": "Onsite", "inhouse": "Onsite", "online": "Online", "blended": "Blended"}  # as Google lists them
_ATTENDANCE = {
    "Onsite": "https://schema.org/OfflineEventAttendanceMode",
    "Online": "https://schema.org/OnlineEventAttendanceMode",
    "Blended": "https://schema.org/MixedEventAttendanceMode",
}


def describe_offer(offer: OfferView, address: str) -> Markup:
    """Return what stands in a page's element for JSON-LD; ``address`` is the page's. What is not known is left out."""
    if isinstance(offer, FundingView):
        node = _describe_programme(offer, address)
    else:
        assert isinstance(offer, TrainingView)
        node = _describe_training(offer, address)
    return write_data(node)


def _describe_programme(offer: FundingView, address: str) -> Node:
    audience = {"@type": "BusinessAudience", "name": offer.audience} if offer.audience else None
    return {
        "@type": "GovernmentService",
        **_describe_any(offer, address),
        "serviceType": ", ".join(KIND_NAMES[kind] for kind in offer.kinds),
        "areaServed": _AREAS.get(offer.area),
        "audience": audience,
    }


def _describe_training(offer: TrainingView, address: str) -> Node:
    if offer.format == "beratung":
        return {"@type": "Service", **_describe_any(offer, address), "serviceType": "Beratung"}
    if _is_one_day(offer):
        event = {"@type": "EducationEvent", **_describe_any(offer, address, by="organizer"), **_describe_date(offer)}
        return {**event, "eventAttendanceMode": _ATTENDANCE.get(_MODES.get(offer.format, ""))}
    instance = {"@type": "CourseInstance", "courseMode": _MODES.get(offer.format), **_describe_date(offer)}
    workload = f"PT{offer.hours}H" if offer.hours else ""
    return {
        "@type": "Course",
        **_describe_any(offer, address),
        "timeRequired": workload,
        "hasCourseInstance": instance if offer.starts_on else None,
    }


def _describe_any(offer: OfferView, address: str, *, by: str = "provider") -> Node:
    return {
        "name": offer.title,
        "description": offer.description,
        "url": address,
        by: {"@type": "Organization", "name": offer.provider},
    }


def _describe_date(offer: TrainingView) -> Node:
    place = {"@type": "Place", "name": offer.place, "address": offer.place} if _is_on_site(offer) else None
    fee = {"@type": "Offer", "price": offer.price_eur, "priceCurrency": "EUR"}
    return {
        "startDate": offer.starts_on.isoformat() if offer.starts_on else "",
        "endDate": offer.ends_on.isoformat() if offer.ends_on else "",
        "location": place,
        "offers": fee if offer.price_eur is not None else None,
    }


def _is_one_day(offer: TrainingView) -> bool:
    return offer.starts_on is not None and offer.ends_on in (None, offer.starts_on)


def _is_on_site(offer: TrainingView) -> bool:
    return bool(offer.place) and offer.format not in ("online", "inhouse")
