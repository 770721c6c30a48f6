"""Contacts: found by what they are responsible for, and named only where they may be turned to."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.contacts.models import Contact, ContactArea
from bot.contacts.queries import WAY_OUT, find_by_area, read_contact, read_contacts
from bot.db import read_content_version


def add_contact(session: Session, slug: str, *areas: str, **values: Any) -> None:
    values = {"name": "Kim Lang", "source_title": "Beispieldaten", "source_date": "2026-01-01", **values}
    session.add(Contact(slug=slug, areas=[ContactArea(area=area) for area in areas], **values))
    session.flush()


def test_a_contact_is_read_with_its_areas_in_their_order(session_factory: sessionmaker) -> None:
    with session_factory() as session:
        add_contact(session, "kim-lang", "weiterbildung", "automobil", email="kim@example.org")
        contact = read_contact(session, "kim-lang")
        assert contact is not None
        assert (contact.name, contact.email, contact.phone) == ("Kim Lang", "kim@example.org", "")
        assert contact.areas == ("weiterbildung", "automobil")
        assert read_contacts(session) == [contact]


@pytest.mark.parametrize("slug", ["niemand", "frueher", ""])
def test_an_unknown_or_archived_contact_is_not_read(session_factory: sessionmaker, slug: str) -> None:
    with session_factory() as session:
        add_contact(session, "frueher", "netzwerk", is_archived=True)
        assert read_contact(session, slug) is None
        assert read_contacts(session) == []


def test_who_has_the_area_first_on_the_list_comes_first(session_factory: sessionmaker) -> None:
    with session_factory() as session:
        add_contact(session, "a", "netzwerk", "foerderung")
        add_contact(session, "b", "foerderung", "netzwerk")
        add_contact(session, "c", "weiterbildung")
        assert [contact.slug for contact in find_by_area(session, ["foerderung"])] == ["b", "a"]


def test_a_contact_with_two_of_the_areas_is_named_once(session_factory: sessionmaker) -> None:
    with session_factory() as session:
        add_contact(session, "a", "foerderung", "netzwerk")
        add_contact(session, "b", "netzwerk")
        assert [contact.slug for contact in find_by_area(session, ["netzwerk", "foerderung"])] == ["b", "a"]


def test_who_has_the_first_of_the_wanted_areas_comes_first(session_factory: sessionmaker) -> None:
    with session_factory() as session:
        add_contact(session, "a", "foerderung")
        add_contact(session, "b", "weiterbildung", "kurzarbeit")
        assert [contact.slug for contact in find_by_area(session, ["kurzarbeit", "foerderung"])] == ["b", "a"]


@pytest.mark.parametrize("flag", [{"is_contactable": False}, {"is_archived": True}])
def test_nobody_is_named_who_may_not_be_turned_to(session_factory: sessionmaker, flag: dict[str, bool]) -> None:
    with session_factory() as session:
        add_contact(session, "a", "netzwerk", **flag)
        assert find_by_area(session, ["netzwerk"]) == []


def test_no_more_are_named_than_asked_for(session_factory: sessionmaker) -> None:
    with session_factory() as session:
        for slug in "abcde":
            add_contact(session, slug, "netzwerk")
        assert [contact.slug for contact in find_by_area(session, ["netzwerk"])] == ["a", "b", "c"]
        assert len(find_by_area(session, ["netzwerk"], limit=5)) == 5
        assert find_by_area(session, []) == []


@pytest.mark.parametrize(
    ("slug", "name", "organisation", "short_names"),
    [
        ("kim-lang", "Dr. Kim Lang", "WFG (Kassel)", ("Lang",)),
        ("org-ihk", "IHK Kassel-Marburg", "IHK Kassel-Marburg", ("IHK Kassel-Marburg",)),
        (
            "wfg-zentrale",
            "WFG Zentrale",
            "Wirtschaftsförderung Region Kassel GmbH (WFG)",
            ("WFG Zentrale", "Wirtschaftsförderung Region Kassel GmbH (WFG)", "WFG"),
        ),
        ("org-rkw", "RKW Hessen (RKW), Büro Kassel", "RKW", ("RKW Hessen", "RKW")),
    ],
)
def test_a_contact_is_known_by_its_short_names(
    session_factory: sessionmaker, slug: str, name: str, organisation: str, short_names: tuple[str, ...]
) -> None:
    with session_factory() as session:
        add_contact(session, slug, name=name, organisation=organisation)
        contact = read_contact(session, slug)
        assert contact is not None
        assert contact.short_names == short_names


def test_a_changed_contact_raises_the_version_of_the_content(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        add_contact(session, "a", "netzwerk")
    with session_factory.begin() as session:
        before = read_content_version(session)
        contact = session.get(Contact, 1)
        contact.areas.append(ContactArea(area="foerderung"))
    with session_factory() as session:
        assert read_content_version(session) > before
        assert [contact.slug for contact in find_by_area(session, ["foerderung"])] == ["a"]


def test_the_way_out_names_the_office_of_the_contacts(seeded: sessionmaker) -> None:
    with seeded() as session:
        office = read_contact(session, "wfg-zentrale")
    assert office is not None
    assert (office.phone in WAY_OUT, office.email in WAY_OUT) == (True, True)


def test_every_seeded_contact_has_a_source_and_can_be_called_by_name(seeded: sessionmaker) -> None:
    with seeded() as session:
        contacts = read_contacts(session)
    assert len(contacts) > 5
    assert [contact.slug for contact in contacts if not (contact.source_title and contact.source_date)] == []
    assert [contact.slug for contact in contacts if not all(contact.short_names)] == []
