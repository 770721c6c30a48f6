from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.content.catalogue import FOLDER, Catalogue, read_catalogue


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


def test_every_slug_is_given_once(catalogue: Catalogue) -> None:
    for records in (catalogue.topics, catalogue.faq, catalogue.funding, catalogue.training, catalogue.contacts):
        counts = Counter(record["slug"] for record in records)
        assert max(counts.values()) == 1
        assert len(counts) > 20


def test_offers_and_contacts_carry_known_topics_only(catalogue: Catalogue) -> None:
    topics = {topic["slug"] for topic in catalogue.topics}
    for offer in (*catalogue.funding, *catalogue.training):
        assert offer["topics"], offer["slug"]
        assert set(offer["topics"]) <= topics
    groups = {entry["topic_group"] for entry in catalogue.faq}
    assert {area for contact in catalogue.contacts for area in contact["areas"]} <= topics | groups


def test_every_variant_belongs_to_a_record(catalogue: Catalogue) -> None:
    known = {f"faq:{entry['slug']}" for entry in catalogue.faq}
    known |= {f"foerderung:{offer['slug']}" for offer in catalogue.funding}
    known |= {f"weiterbildung:{offer['slug']}" for offer in catalogue.training}
    with (FOLDER / "varianten.csv").open(encoding="utf-8", newline="") as file:
        assert {row["reference"] for row in csv.DictReader(file)} <= known
    variants = [entry["variants"] for entry in catalogue.faq]
    assert all(len(texts) == len(set(texts)) for texts in variants)
    assert sum(map(len, variants)) > 2000


def test_related_entries_and_successors_exist(catalogue: Catalogue) -> None:
    entries = {entry["slug"] for entry in catalogue.faq}
    assert {slug for entry in catalogue.faq for slug in entry["related"]} <= entries
    programmes = {offer["slug"] for offer in catalogue.funding}
    assert {offer["successor"] for offer in catalogue.funding if offer["successor"]} <= programmes


def test_german_columns_become_the_attributes_of_the_tables(catalogue: Catalogue) -> None:
    course = next(offer for offer in catalogue.training if offer["slug"] == "bsp-hochvolt-2s")
    assert (course["place"], course["format"], course["is_sample"]) == ("Baunatal", "praesenz", True)
    assert (course["starts_on"], course["price_eur"]) == (date(2027, 3, 2), 890.0)
    programme = next(offer for offer in catalogue.funding if offer["slug"] == "bafa-unternehmensberatung")
    assert programme["kinds"] == ["zuschuss", "beratung"]
    assert (programme["valid_until"], programme["max_employees"]) == (date(2026, 12, 31), 249)
    contact = next(contact for contact in catalogue.contacts if contact["slug"] == "jens-naehler")
    assert contact["is_contactable"] is False


def test_an_unknown_price_is_none_and_a_free_course_costs_zero(catalogue: Catalogue) -> None:
    prices = {offer["slug"]: offer["price_eur"] for offer in catalogue.training}
    assert prices["fakt-vsb-akademie"] is None
    assert prices["bsp-foerdermittel-antrag"] == 0.0


def test_programmes_that_inform_only_are_marked(catalogue: Catalogue) -> None:
    marked = {offer["slug"] for offer in catalogue.funding if offer["is_information_only"]}
    assert marked == {"transformationsnetzwerke-2027-2029", "transformationsstrategien-fahrzeug-zuliefer", "jtf"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"varianten\.csv"):
        read_catalogue(tmp_path)
