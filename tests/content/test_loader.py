from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker

from bot.contacts.models import Contact
from bot.content.catalogue import Catalogue
from bot.content.loader import fingerprint, seed_database
from bot.db import make_engine, make_session_factory, read_content_version
from bot.faq.models import FaqEntry
from bot.migrations.upgrade import upgrade_database
from bot.offers.models import FundingProgramme, TrainingOffer
from bot.topics.models import Topic

ENTRY: dict[str, Any] = {
    "slug": "was-ist-das",
    "topic_group": "netzwerk",
    "question": "Was ist das?",
    "answer": "Ein Netzwerk.",
    "plain_answer": "",
    "question_en": "",
    "answer_en": "",
    "source_title": "Quelle",
    "source_url": None,
    "source_date": "2023-04-12",
    "valid_until": None,
    "certainty": "belegt",
    "status": "published",
    "keywords": ["Netz", "Werk"],
    "related": ["wer-ist-das"],
    "variants": ["Worum geht es?", "Wozu das Ganze?"],
}
COURSE: dict[str, Any] = {
    "slug": "kurs",
    "title": "Kurs",
    "provider": "Träger",
    "source_date": "2026",
    "price_eur": 680.0,
    "topics": ["hochvolt"],
    "variants": [],
}


def make_catalogue(**changes: Any) -> Catalogue:
    topic = {"slug": "hochvolt", "name": "Hochvolt", "synonyms": ["HV", "Hochvolt"]}
    contact = {"slug": "kim", "name": "Kim", "source_title": "Quelle", "source_date": "2023", "areas": ["hochvolt"]}
    funding = {"slug": "zim", "title": "ZIM", "provider": "Bund", "source_date": "2025", "level": "bund", "area": "x"}
    funding |= {
        "certainty": "belegt",
        "max_employees": 999,
        "kinds": ["zuschuss"],
        "topics": ["hochvolt"],
        "variants": [],
    }
    records = {
        "topics": [topic],
        "faq": [ENTRY],
        "funding": [funding],
        "training": [COURSE],
        "contacts": [contact],
        "referrals": [{"text": "Wo melde ich mein Auto an?", "office": "Zulassungsstelle"}],
    }
    return Catalogue(**deepcopy({**records, **changes}))


def read_entry(factory: sessionmaker) -> FaqEntry:
    with factory() as session:
        row = session.scalars(select(FaqEntry)).one()
        assert [row.variants, row.keywords, row.related]  # loaded while the session is open
        return row


def test_the_first_seed_writes_every_record(session_factory: sessionmaker) -> None:
    report = seed_database(session_factory, make_catalogue())
    assert report.lines() == [
        "Themen: 1 neu",
        "FAQ-Einträge: 1 neu",
        "Förderprogramme: 1 neu",
        "Weiterbildungsangebote: 1 neu",
        "Kontakte: 1 neu",
        "Verweise an andere Stellen: 1 neu",
    ]
    entry = read_entry(session_factory)
    assert [keyword.text for keyword in entry.keywords] == ["Netz", "Werk"]
    assert [variant.text for variant in entry.variants] == ["Worum geht es?", "Wozu das Ganze?"]


@pytest.mark.slow
def test_a_second_seed_of_the_whole_catalogue_changes_nothing(seeded: sessionmaker) -> None:
    with seeded() as session:
        version = read_content_version(session)
    report = seed_database(seeded)
    assert [line.partition(": ")[2] for line in report.lines()] == ["unverändert"] * 6
    with seeded() as session:
        assert read_content_version(session) == version


@pytest.mark.slow
def test_a_second_seed_changes_nothing_on_postgresql_either(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    upgrade_database(engine)
    factory = make_session_factory(engine)
    seed_database(factory)
    assert [line.partition(": ")[2] for line in seed_database(factory).lines()] == ["unverändert"] * 6
    engine.dispose()


def make_rules_known(catalogue: Catalogue, *rules: str) -> Catalogue:
    """Return the catalogue as it is since programmes have rules."""
    catalogue.funding[0]["rules"] = list(rules)
    return catalogue


def read_rules(factory: sessionmaker) -> list[str]:
    with factory() as session:
        return [rule.text for rule in session.scalars(select(FundingProgramme)).one().rules]


def test_a_programme_from_before_there_were_rules_gets_them(session_factory: sessionmaker) -> None:
    seed_database(session_factory, make_catalogue())
    report = seed_database(session_factory, make_rules_known(make_catalogue(), "KMU: Nur KMU."))
    assert "Förderprogramme: 1 geändert" in report.lines()
    assert read_rules(session_factory) == ["KMU: Nur KMU."]


def test_rules_that_staff_took_away_stay_away(session_factory: sessionmaker) -> None:
    seed_database(session_factory, make_rules_known(make_catalogue(), "KMU: Nur KMU."))
    with session_factory.begin() as session:
        programme = session.scalars(select(FundingProgramme)).one()
        programme.rules.clear()
    report = seed_database(session_factory, make_rules_known(make_catalogue(), "KMU: Auch größere."))
    assert "Förderprogramme: 1 von der Redaktion geändert, behalten" in report.lines()
    assert read_rules(session_factory) == []


def test_a_change_of_the_catalogue_reaches_the_database(session_factory: sessionmaker) -> None:
    seed_database(session_factory, make_catalogue())
    newer = make_catalogue(faq=[{**ENTRY, "answer": "Ein Bund.", "source_date": "2024"}])
    assert "FAQ-Einträge: 1 geändert" in seed_database(session_factory, newer).lines()
    entry = read_entry(session_factory)
    assert (entry.answer, entry.source_date) == ("Ein Bund.", "2024")
    assert "FAQ-Einträge: unverändert" in seed_database(session_factory, newer).lines()


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("keywords", ["Werk"]),
        ("keywords", ["Werk", "Netz"]),
        ("keywords", ["Bund", "Netz", "Werk"]),
        ("variants", ["Worum geht es?", "Was soll das?", "Wozu das Ganze?"]),
        ("variants", ["Wozu das Ganze?"]),
        ("related", ["was-sonst", "wer-ist-das"]),
    ],
)
def test_lists_of_the_catalogue_may_grow_shrink_and_change_their_order(
    session_factory: sessionmaker, name: str, texts: list[str]
) -> None:
    seed_database(session_factory, make_catalogue())
    newer = make_catalogue(faq=[{**ENTRY, name: texts}])
    assert "FAQ-Einträge: 1 geändert" in seed_database(session_factory, newer).lines()
    rows = getattr(read_entry(session_factory), name)
    assert [row.slug if name == "related" else row.text for row in rows] == texts
    assert "FAQ-Einträge: unverändert" in seed_database(session_factory, newer).lines()


def test_a_synonym_may_move_from_one_topic_to_another(session_factory: sessionmaker) -> None:
    first, second = (
        {"slug": slug, "name": slug, "synonyms": [word]} for slug, word in (("a", "HV"), ("hochvolt", "X"))
    )
    seed_database(session_factory, make_catalogue(topics=[first, second]))
    moved = [{**first, "synonyms": ["X"]}, {**second, "synonyms": ["HV"]}]
    assert "Themen: 2 geändert" in seed_database(session_factory, make_catalogue(topics=moved)).lines()


def test_a_change_by_staff_survives_the_next_seed(session_factory: sessionmaker) -> None:
    seed_database(session_factory, make_catalogue())
    with session_factory.begin() as session:
        session.scalars(select(FaqEntry)).one().answer = "Von der Redaktion."
    for catalogue in (make_catalogue(), make_catalogue(faq=[{**ENTRY, "answer": "Aus dem Katalog."}])):
        report = seed_database(session_factory, catalogue)
        assert "FAQ-Einträge: 1 von der Redaktion geändert, behalten" in report.lines()
    assert read_entry(session_factory).answer == "Von der Redaktion."


def test_a_variant_added_by_staff_survives_the_next_seed(session_factory: sessionmaker) -> None:
    seed_database(session_factory, make_catalogue())
    with session_factory.begin() as session:
        entry = session.scalars(select(FaqEntry)).one()
        entry.variants.append(type(entry.variants[0])(text="Was soll das?"))
    seed_database(session_factory, make_catalogue(faq=[{**ENTRY, "answer": "Neu."}]))
    assert len(read_entry(session_factory).variants) == 3


def test_what_staff_removed_does_not_come_back(session_factory: sessionmaker) -> None:
    seed_database(session_factory, make_catalogue())
    with session_factory.begin() as session:
        session.delete(session.scalars(select(FaqEntry)).one())
    seed_database(session_factory, make_catalogue())
    with session_factory() as session:
        assert session.scalars(select(FaqEntry)).all() == []


def test_what_staff_wrote_under_a_slug_of_the_catalogue_is_kept(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        session.add(Topic(slug="hochvolt", name="Von uns"))
    report = seed_database(session_factory, make_catalogue())
    assert "Themen: 1 von der Redaktion geändert, behalten" in report.lines()
    with session_factory() as session:
        assert session.scalars(select(Topic.name)).all() == ["Von uns"]


def test_a_new_row_of_the_catalogue_is_added(session_factory: sessionmaker) -> None:
    seed_database(session_factory, make_catalogue())
    second = {**COURSE, "slug": "zweiter-kurs"}
    report = seed_database(session_factory, make_catalogue(training=[COURSE, second]))
    assert "Weiterbildungsangebote: 1 neu" in report.lines()
    with session_factory() as session:
        assert session.scalars(select(TrainingOffer.slug)).all() == ["kurs", "zweiter-kurs"]


def test_a_bad_record_leaves_the_database_as_it_was(session_factory: sessionmaker) -> None:
    with pytest.raises(IntegrityError):
        seed_database(session_factory, make_catalogue(training=[{**COURSE, "topics": ["gibt-es-nicht"]}]))
    with session_factory() as session:
        assert session.scalars(select(FundingProgramme)).all() == []
        assert read_content_version(session) == 0


def test_a_fingerprint_depends_on_values_and_not_on_their_order_or_type_of_number() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1.0})
    assert fingerprint({"a": 1}) != fingerprint({"a": 1.5})
    assert fingerprint({"a": ["x", "y"]}) != fingerprint({"a": ["y", "x"]})


def test_the_first_receivers_are_switched_on_once_and_staff_may_switch_them_off(session_factory: sessionmaker) -> None:
    contact = {"slug": "michael-wieners", "name": "M", "source_title": "Quelle", "source_date": "2023", "areas": []}
    other = {**contact, "slug": "kim", "name": "Kim"}
    for takes in (True, False):
        seed_database(session_factory, make_catalogue(contacts=[contact, other]))
        with session_factory.begin() as session:
            rows = {row.slug: row for row in session.scalars(select(Contact))}
            assert {slug: row.takes_handoffs for slug, row in rows.items()} == {"michael-wieners": takes, "kim": False}
            rows["michael-wieners"].takes_handoffs = False
