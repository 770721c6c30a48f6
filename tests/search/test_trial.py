"""Trying a change before it is published, over the real seed and without a trained classifier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import sessionmaker

from bot.faq.models import FaqEntry
from bot.faq.queries import FaqView
from bot.search.reduced import ReducedBrain
from bot.search.trial import Trials
from bot.settings import Settings
from tests.words import tables_folder

ENTRY = FaqView(
    slug="kaffeekasse",
    topic_group="netzwerk",
    question="Gibt es beim Netzwerktreffen eine Kaffeekasse?",
    answer="Nein, der Kaffee ist frei.",
    plain_answer="",
    source_title="Hausordnung",
    source_url=None,
    source_date="2026",
    certainty="belegt",
    keywords=(),
    related=(),
)


@pytest.fixture
def trials(seeded: sessionmaker, tmp_path: Path) -> Trials:
    settings = Settings(today=date(2026, 11, 22), var_dir=tables_folder().parent, models_dir=tmp_path)
    return Trials(ReducedBrain(seeded, settings))


def test_a_new_entry_is_found_with_the_change_and_not_without(seeded: sessionmaker, trials: Trials) -> None:
    entry = replace(ENTRY, variants=("Muss ich den Kaffee beim Netzwerktreffen bezahlen?",))
    with seeded() as session:
        now, then = trials.compare(session, "Muss man für Kaffee beim Netzwerktreffen bezahlen?", entry)
    assert not any(hit.is_own for hit in now.hits)
    assert then.hits[0].is_own
    assert then.hits[0].phrase == entry.variants[0]
    assert then.verdict == "Der Lotse antwortet"


def test_a_trial_changes_nothing(seeded: sessionmaker, trials: Trials) -> None:
    with seeded() as session:
        trials.compare(session, "Kaffeekasse?", ENTRY)
        now, _ = trials.compare(session, "Kaffeekasse?", replace(ENTRY, slug="andere"))
    assert all(hit.reference.slug != "kaffeekasse" for hit in now.hits)


def test_phrases_that_belong_to_another_entry_name_it(seeded: sessionmaker, trials: Trials) -> None:
    with seeded() as session:
        knowledge = trials._reduced.parts()[0].knowledge(session)
        taken = knowledge.snapshot.entries["laufzeit-tregks"]
        entry = replace(ENTRY, variants=(*taken.variants[:4], "Wer spült beim Netzwerktreffen die Kaffeetassen?"))
        rivals = trials.find_rivals(session, entry)
    assert [(rival.reference.slug, len(rival.phrases)) for rival in rivals] == [("laufzeit-tregks", 4)]


def test_an_entry_is_no_rival_of_itself(seeded: sessionmaker, trials: Trials) -> None:
    with seeded() as session:
        entry = trials._reduced.parts()[0].knowledge(session).snapshot.entries["laufzeit-tregks"]
        assert trials.find_rivals(session, entry) == []


def test_a_phrase_is_asked_once_for_each_state_of_the_content(
    seeded: sessionmaker, trials: Trials, monkeypatch: pytest.MonkeyPatch
) -> None:
    with seeded() as session:
        taken = trials._reduced.parts()[0].knowledge(session).snapshot.entries["laufzeit-tregks"]
        entry = replace(ENTRY, variants=taken.variants[:4])
        rivals = trials.find_rivals(session, entry)
        asked: list[str] = []
        monkeypatch.setattr("bot.search.trial._find_landing", lambda *arguments: asked.append(arguments[-1]))
        assert trials.find_rivals(session, entry) == rivals
        assert asked == []
    with seeded.begin() as session:
        session.query(FaqEntry).filter_by(slug="laufzeit-tregks").one().status = "archived"
    with seeded() as session:
        assert trials.find_rivals(session, entry) == []
    assert asked == list(entry.variants)
