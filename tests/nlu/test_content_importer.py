from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from bot.db import make_session_factory
from bot.faq.models import FaqEntry, FaqVariant
from bot.search.examples import read_held_out
from bot.settings import ROOT
from tests.nlu.bench import find_component

if TYPE_CHECKING:
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu.content_importer import ContentImporter

pytestmark = pytest.mark.slow  # reads the whole seeded content again and again

SLUG = "kmu-definition"
VARIANT = "Sind wir mit achtzig Leuten noch klein?"


@pytest.fixture
def importer(seeded_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> ContentImporter:
    """An importer on the seeded database of this test."""
    monkeypatch.setenv("LOTSE_DATABASE_URL", str(seeded_engine.url))
    return find_component("bot.nlu.content_importer.ContentImporter")()


@pytest.fixture
def factory(seeded_engine: Engine) -> sessionmaker:
    """A session factory on the same database."""
    return make_session_factory(seeded_engine)


def messages_of(importer: ContentImporter, reference: str) -> list[Message]:
    messages = importer.get_nlu_data().training_examples
    return [message for message in messages if message.get("reference") == reference]


def find_entry(session: sessionmaker) -> FaqEntry:
    return session.scalars(select(FaqEntry).where(FaqEntry.slug == SLUG)).one()


def test_every_kind_of_content_is_learnt_under_an_intent_of_the_domain(importer: ContentImporter) -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    data = importer.get_nlu_data()
    assert len(data.intent_examples) > 5000
    assert data.intents >= {"faq", "foerderung_suchen", "weiterbildung_suchen", "kontakt_suchen", "out_of_scope"}
    assert data.intents <= set(domain["intents"])


def test_examples_of_content_carry_a_reference_and_referrals_none(importer: ContentImporter) -> None:
    for message in importer.get_nlu_data().intent_examples:
        assert (message.get("reference") is None) == (message.get("intent") == "out_of_scope")


def test_the_question_and_its_variants_are_examples_of_an_entry(
    importer: ContentImporter, factory: sessionmaker
) -> None:
    with factory() as session:
        entry = find_entry(session)
        phrases = {entry.question, *(variant.text for variant in entry.variants)}
        held_out = {example.text for example in read_held_out(session, date.today())}
    examples = messages_of(importer, f"faq:{SLUG}")
    assert {message.get("text") for message in examples} == phrases - held_out
    assert {message.get("intent") for message in examples} == {"faq"}


def test_a_new_variant_is_learnt_and_a_withdrawn_entry_is_not(importer: ContentImporter, factory: sessionmaker) -> None:
    with factory.begin() as session:
        entry = find_entry(session)
        entry.variants.append(FaqVariant(text=VARIANT))
    assert VARIANT in {message.get("text") for message in messages_of(importer, f"faq:{SLUG}")}
    with factory.begin() as session:
        find_entry(session).status = "draft"
    assert messages_of(type(importer)(), f"faq:{SLUG}") == []  # an importer reads once


def test_lookup_tables_hold_the_words_of_topics_and_the_places(importer: ContentImporter) -> None:
    tables = {table["name"]: table["elements"] for table in importer.get_nlu_data().lookup_tables}
    assert "Wasserstoff" in tables["thema/wasserstoff"]
    assert {"Kassel", "Hann. Münden"} <= set(tables["ort"])
    assert not {"online", "im Betrieb", "bundesweit", "Hessen"} & set(tables["ort"])


def test_domain_stories_and_configuration_come_from_the_files_only(importer: ContentImporter) -> None:
    assert importer.get_domain().is_empty()
    assert importer.get_stories().is_empty()
    assert importer.get_conversation_tests().is_empty()
    assert importer.get_config() == {}
    assert importer.get_config_file_for_auto_config() is None


@pytest.mark.slow
def test_rasa_puts_files_and_content_together(importer: ContentImporter) -> None:
    from rasa.shared.importers.importer import TrainingDataImporter

    combined = TrainingDataImporter.load_from_config(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")]
    )
    data = combined.get_nlu_data()
    assert {"faq", "dialog_mehr", "smalltalk_dank", "handoff"} <= data.intents
    assert len(data.intent_examples) > len(importer.get_nlu_data().intent_examples)
    assert data.lookup_tables
