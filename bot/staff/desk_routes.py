"""Hand-offs: which contact receives the concerns of a topic, a group of the FAQ or an organisation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from starlette.responses import Response

from bot.accounts.roles import ADMINISTRATORS, ADVISERS
from bot.contacts.duty import Duty, read_duties
from bot.contacts.queries import read_contacts
from bot.contacts.routing import HandoffRoute, find_route
from bot.contacts.rules import read_rules, save_rule
from bot.content.fields import GROUP
from bot.staff.desk_rights import may_administer, note_change, read_changes
from bot.staff.errors import Refused
from bot.staff.pages import get, post
from bot.staff.visit import Visit
from bot.topics.offering import read_offering, save_offering
from bot.topics.queries import read_topics

TOPICS, GROUPS, ORGANISATIONS = "Themen", "Bereiche der FAQ", "Organisationen"
SHELVES = (TOPICS, GROUPS, ORGANISATIONS)
LEAD = "Projektleitung"
DEAD_END = "{name} kann nichts empfangen. Bis das geändert ist, geht es an die Projektleitung."


@dataclass(frozen=True)
class Area:
    """What a rule can be about; only topics have ``offers_person``."""

    slug: str
    title: str
    shelf: str
    offers_person: bool = False


@dataclass(frozen=True)
class AreaLine:
    """An area with its rule, where it leads today, and what is wrong with it, empty if nothing."""

    area: Area
    contact_slug: str
    today: str
    is_stood_in_for: bool
    warning: str


def show_routes(visit: Visit) -> Response:
    """``GET /uebergabe/wege``."""
    duties = {duty.slug: duty for duty in read_duties(visit.session)}
    rules = read_rules(visit.session)
    find = _remember_routes(visit, rules)
    areas = list_areas(visit)
    lines = [_line(area, rules.get(area.slug, ""), duties, find(area.slug)) for area in areas]
    return visit.page(
        "desk/routes.html",
        shelves={shelf: [line for line in lines if line.area.shelf == shelf] for shelf in SHELVES},
        topics_shelf=TOPICS,
        receivers=[duty for duty in duties.values() if duty.can_receive],
        names={slug: duty.name for slug, duty in duties.items()},
        titles={area.slug: area.title for area in areas},
        lead=LEAD,
        warning_count=sum(bool(line.warning) for line in lines),
        may_save=may_administer(visit),
        changes=read_changes(visit, "regel:", "thema:"),
    )


def save_routes(visit: Visit) -> Response:
    """``POST /uebergabe/wege``: all areas of the form at once; those that changed are noted."""
    names = {duty.slug: duty.name for duty in read_duties(visit.session) if duty.can_receive}
    rules = read_rules(visit.session)
    changed = 0
    for area in list_areas(visit):
        field = f"ziel-{area.slug}"
        if field not in visit.form:
            continue
        wanted, before = str(visit.form[field]), rules.get(area.slug, "")
        if wanted != before:
            if wanted and wanted not in names:
                raise Refused(422, "Diese Person nimmt keine Anliegen an. Bitte laden Sie die Seite neu.")
            save_rule(visit.session, area.slug, wanted)
            note_change(visit, "Weg eines Anliegens geändert", f"regel:{area.slug}", names.get(wanted, LEAD))
            changed += 1
        changed += _save_offering(visit, area)
    return visit.redirect("show_routes", notice="Gespeichert." if changed else "Es war nichts zu ändern.")


def list_areas(visit: Visit) -> list[Area]:
    """Return everything that a rule can be about."""
    offering = read_offering(visit.session)
    topics = [Area(topic.slug, topic.name, TOPICS, topic.slug in offering) for topic in read_topics(visit.session)]
    groups = [Area(slug, title, GROUPS) for slug, title in GROUP.items()]
    offices = [
        Area(contact.slug, contact.name, ORGANISATIONS)
        for contact in read_contacts(visit.session)
        if contact.is_organisation
    ]
    return [*topics, *groups, *offices]


def _save_offering(visit: Visit, area: Area) -> bool:
    """Write whether a person is offered with a topic, and tell whether that is new."""
    offers_person = f"person-{area.slug}" in visit.form
    if area.shelf != TOPICS or offers_person == area.offers_person:
        return False
    save_offering(visit.session, area.slug, offers_person=offers_person)
    note_change(visit, "Person anbieten geändert", f"thema:{area.slug}", "ja" if offers_person else "nein")
    return True


def _remember_routes(visit: Visit, rules: Mapping[str, str]) -> Callable[[str], HandoffRoute]:
    """Return a look-up of an area's route that asks once for each contact: all areas of one contact go the same way."""

    @cache
    def find(contact_slug: str) -> HandoffRoute:
        area = next((area for area, slug in rules.items() if slug == contact_slug), "")
        return find_route(visit.session, [area] if area else [], visit.settings, today=visit.today)

    return lambda area: find(rules.get(area, ""))


def _line(area: Area, contact_slug: str, duties: Mapping[str, Duty], route: HandoffRoute) -> AreaLine:
    ruled = duties.get(contact_slug)
    is_dead_end = contact_slug != "" and (ruled is None or not ruled.can_receive)
    return AreaLine(
        area,
        contact_slug,
        today=route.to.name,
        is_stood_in_for=route.is_stood_in_for,
        warning=DEAD_END.format(name=ruled.name if ruled else f"„{contact_slug}“") if is_dead_end else "",
    )


PAGES = (
    get("/uebergabe/wege", show_routes, ADVISERS),
    post("/uebergabe/wege", save_routes, ADMINISTRATORS),
)
