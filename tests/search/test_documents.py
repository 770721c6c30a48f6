from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import sessionmaker

from bot.faq.models import FaqVariant, Referral
from bot.search.documents import make_documents, read_referral_documents
from bot.search.examples import Example, read_examples
from bot.search.snapshot import read_snapshot
from tests.migrations.rows import contact, faq_entry, funding, training

TODAY = date(2026, 11, 22)


@pytest.fixture
def small(session_factory: sessionmaker) -> sessionmaker:
    with session_factory.begin() as session:
        session.add(faq_entry(slug="was", variants=[FaqVariant(text="Wozu?")]))
        session.add(faq_entry(slug="entwurf", status="draft"))
        session.add(faq_entry(slug="abgelaufen", valid_until=date(2026, 11, 21)))
        session.add_all([funding(), funding(slug="weg", is_archived=True), training(slug="beispiel", is_sample=True)])
        session.add_all([contact(name="Kim Lang"), contact(slug="nein", name="Ute Nein", is_contactable=False)])
        session.add(Referral(text="Wo melde ich mein Auto an?", office="Zulassungsstelle"))
    return session_factory


@pytest.mark.parametrize(
    ("show_samples", "found"),
    [
        (True, ["faq:was", "foerderung:zim", "weiterbildung:beispiel", "kontakt:kim"]),
        (False, ["faq:was", "foerderung:zim", "kontakt:kim"]),
    ],
)
def test_only_visible_content_can_be_found(small: sessionmaker, show_samples: bool, found: list[str]) -> None:
    with small() as session:
        documents = make_documents(read_snapshot(session, TODAY, show_samples=show_samples))
    assert [str(document.reference) for document in documents] == found


def test_a_document_has_its_title_first_among_its_phrases(small: sessionmaker) -> None:
    with small() as session:
        entry, *_, person = make_documents(read_snapshot(session, TODAY, show_samples=True))
    assert (entry.title, entry.phrases, entry.group) == ("Was?", ("Was?", "Wozu?"), "netzwerk")
    assert person.phrases == ("Kim Lang", "Lang")


def test_examples_are_the_phrases_of_the_content_and_what_belongs_elsewhere(small: sessionmaker) -> None:
    with small() as session:
        examples = read_examples(session, TODAY)
        (referral,) = read_referral_documents(session)
    assert Example("Wozu?", "faq:was") in examples
    assert Example("Kurs", "weiterbildung:beispiel") in examples
    assert Example("Wo melde ich mein Auto an?", "out_of_scope") in examples
    assert len(examples) == len(set(examples)) == 7
    assert referral.text == "Zulassungsstelle"
