"""A back office with a little of everything: the people of the handbook over a handful of the seeded records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from sqlalchemy import update
from sqlalchemy.orm import sessionmaker

from bot.accounts.models import Account, AccountRole
from bot.accounts.passwords import hash_password
from bot.accounts.roles import ROLES
from bot.content.catalogue import Catalogue, read_catalogue
from bot.content.loader import seed_database
from bot.db import make_engine, make_session_factory
from bot.offers.importers.models import OfferUpload
from tests.browser.demo.clock import TODAY, standing_clock
from tests.browser.demo.database import fill_database
from tests.browser.demo.people import WFG
from tests.browser.screenshots import Studio
from tests.browser.shots import Shot
from tests.staff.desk import PASSWORD
from tests.staff.server import make_settings, run_gateway

# What the people of the handbook write about.
FAQ = (
    *("laufzeit-tregks", "kosten-teilnahme", "zielgruppe-tregks", "presseinformationen", "de-minimis", "foerderquote"),
    *("erreichbarkeit", "mitmachen-tregks", "kmu-definition", "projektleitung-kontakt", "foerderung-ueberblick"),
)
FUNDING = ("zim", "forschungszulage")
TRAINING = ("bsp-hochvolt-1s", "bsp-hochvolt-2s", "bsp-hochvolt-3s")
CONTACTS = ("michael-wieners", "wfg-zentrale")
REFERRALS = 3
EVERYTHING = "alex"  # who may do everything
TIMEOUT = 20_000  # milliseconds


@dataclass(frozen=True)
class Office:
    """A back office that is looked at: each in one window, as opening many takes long."""

    studio: Studio

    def show(self, shot: Shot) -> Page:
        """Open a page and do what is done before."""
        context = self.studio.enter(shot.who)
        page = context.pages[0] if context.pages else context.new_page()
        page.set_default_timeout(TIMEOUT)
        page.emulate_media(color_scheme="light")
        page.goto(self.studio.gateway.office + shot.path.format(invitation=self.studio.people.invitation))
        shot.prepare(page)
        return page


@contextmanager
def open_small_office(folder: Path, browser: Browser) -> Iterator[Office]:
    """Fill the empty database in a folder and serve it until the block ends."""
    settings = make_settings(folder, TODAY)
    engine = make_engine(settings.database_url)
    factory = make_session_factory(engine)
    with standing_clock():
        seed_database(factory, choose_records(read_catalogue()))
        people = fill_database(factory, "zweites")
        add_account(factory)
        engine.dispose()
        with run_gateway(settings) as gateway:
            studio = Studio(gateway, people, browser)
            yield Office(studio)
            for context in studio.contexts.values():
                context.close()  # what listens to the gateway holds it up


def choose_records(catalogue: Catalogue) -> Catalogue:
    """Return the part of a catalogue that is looked at; all topics are small enough to stay."""

    def choose(records: list[dict[str, Any]], slugs: tuple[str, ...]) -> list[dict[str, Any]]:
        return [record for record in records if record["slug"] in slugs]

    def relate(record: dict[str, Any]) -> dict[str, Any]:
        return record | {"related": [slug for slug in record["related"] if slug in FAQ]}

    return replace(
        catalogue,
        faq=[relate(record) for record in choose(catalogue.faq, FAQ)],
        funding=choose(catalogue.funding, FUNDING),
        training=choose(catalogue.training, TRAINING),
        contacts=choose(catalogue.contacts, CONTACTS),
        referrals=catalogue.referrals[:REFERRALS],
    )


def add_account(factory: sessionmaker) -> None:
    """Add somebody who has every role, and who has uploaded what others see no preview of."""
    with factory.begin() as session:
        account = Account(
            email=f"{EVERYTHING}@example.org",
            name="Alex Beispiel",
            organisation=WFG,
            password_hash=hash_password(PASSWORD),
            roles=[AccountRole(role=role) for role in ROLES],
        )
        session.add(account)
        session.flush()
        session.execute(update(OfferUpload).values(account_id=account.id))
