from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import sessionmaker

from bot.db import make_engine, make_session_factory
from bot.faq.models import FaqEntry, FaqVariant
from bot.search.brain import Brain, Decision
from bot.search.classifier import Guess
from bot.search.gate import read_gate
from bot.search.labels import OUT_OF_SCOPE
from bot.search.reply import Reference
from tests.migrations.rows import contact, faq_entry, funding, training
from tests.words import compiled_words

TODAY = date(2026, 11, 22)
Decide = Callable[..., Decision]


@pytest.fixture
def decide(brain: Brain) -> Decide:
    def decide_by(text: str, *pairs: tuple[str, float], **options: Any) -> Decision:
        guesses = [Guess(label, probability) for label, probability in pairs] or None
        return brain.decide(text, guesses, brain.knowledge(), **options)

    return decide_by


def make_brain(factory: sessionmaker, **options: Any) -> Brain:
    return Brain(factory, compiled_words(), **{"current_day": lambda: TODAY, **options})


def find(brain: Brain, text: str) -> str:
    decision = brain.decide(text, None, brain.knowledge())
    return str(decision.candidates[0].reference) if decision.kind == "answer" else decision.kind


def test_a_sure_guess_is_answered(decide: Decide) -> None:
    decision = decide("Was bringt uns dieses Forschungsding?", ("foerderung:zim", 0.9), ("faq:kmu-definition", 0.1))
    assert decision.kind == "answer"
    assert str(decision.candidates[0].reference) == "foerderung:zim"
    assert sum(candidate.probability for candidate in decision.candidates) == pytest.approx(1.0, abs=0.05)


def test_several_half_sure_guesses_become_choices(decide: Decide) -> None:
    slugs = "hausbankprinzip aktualitaet-informationen bildungsurlaub-hessen pressekontakt rueckruf adresse-wfg"
    labels = [f"faq:{slug}" for slug in slugs.split()]
    decision = decide("Und wie ist das bei denen da drüben", *((label, 0.16) for label in labels))
    assert decision.kind == "choices"
    assert {str(candidate.reference) for candidate in decision.candidates[:6]} == set(labels)


def test_a_flat_posterior_is_unsure(decide: Decide, brain: Brain) -> None:
    references = [str(document.reference) for document in brain.knowledge().index.documents][:40]
    decision = decide("xyz", *((reference, 0.025) for reference in references))
    assert decision.kind == "unsure"


def test_doubt_about_the_scope_lowers_the_certainty(decide: Decide) -> None:
    sure = [("foerderung:zim", 0.3), ("faq:kmu-definition", 0.25)]
    assert decide("Und was ist damit", *sure).kind == "answer"
    assert decide("Und was ist damit", *sure, ("out_of_scope", 0.7)).kind != "answer"


def test_words_that_the_content_lacks_lower_the_certainty(decide: Decide) -> None:
    pairs = [("foerderung:zim", 0.3), ("faq:kmu-definition", 0.25)]
    assert decide("Und was ist damit", *pairs).kind == "answer"
    assert decide("Und was ist damit, Zebra, Papagei, Nashorn", *pairs).kind != "answer"


def test_a_move_or_a_foreign_question_outweighs_the_content(decide: Decide) -> None:
    assert decide("Blubb", ("smalltalk_dank", 0.8), ("foerderung:zim", 0.2)) == Decision("move", label="smalltalk_dank")
    assert decide("Blubb", ("out_of_scope", 0.9), ("foerderung:zim", 0.1)).kind == "out_of_scope"


def test_the_very_words_of_staff_are_answered_whatever_the_posterior(decide: Decide) -> None:
    decision = decide("was ist TRegKS", ("foerderung:zim", 0.9))
    assert str(decision.candidates[0].reference) == "faq:was-ist-tregks"


def test_a_message_that_only_names_a_subject_is_asked_back(decide: Decide) -> None:
    assert decide("Ich habe eine Frage zu ZIM", ("foerderung:zim", 0.95)).kind == "choices"


def test_a_name_in_the_question_outweighs_the_posterior(decide: Decide) -> None:
    pairs = [("foerderung:distral", 0.4), ("foerderung:eurostars", 0.3)]
    assert str(decide("Läuft da was", *pairs).candidates[0].reference) == "foerderung:distral"
    assert str(decide("Läuft Eurostars noch", *pairs).candidates[0].reference) == "foerderung:eurostars"


def test_what_was_talked_about_decides_a_question_that_leans_on_it(decide: Decide) -> None:
    pairs = [("faq:eigenanteil", 0.3), ("faq:wer-finanziert-tregks", 0.25)]
    question = "und wie ist das da?"
    assert str(decide(question, *pairs).candidates[0].reference) == "faq:eigenanteil"
    focus = [Reference("faq", "foerdersumme-tregks")]
    assert str(decide(question, *pairs, focus=focus).candidates[0].reference) == "faq:wer-finanziert-tregks"


def test_a_label_that_is_no_longer_content_is_passed_over(decide: Decide) -> None:
    decision = decide("Blubb", ("faq:geloescht", 0.9), ("foerderung:zim", 0.1))
    assert "faq:geloescht" not in {str(candidate.reference) for candidate in decision.candidates}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wer koordiniert das netzwerk", "faq:koordination-tregks"),
        ("WER KOORDINIERT DAS NETZWERK?", "faq:koordination-tregks"),
        ("wer koordiniert das netzwek", "choices"),
        ("xqzvw", "unsure"),
        ("", "unsure"),
    ],
)
def test_without_a_classifier_words_alone_decide(brain: Brain, text: str, found: str) -> None:
    assert find(brain, text) == found


def test_the_gate_can_be_set(brain: Brain) -> None:
    strict = Brain(brain.factory, compiled_words(), current_day=lambda: TODAY, gate=replace(read_gate(), lexical=1.1))
    text = "Wer koordiniert denn eigentlich das Netzwerk der Region?"
    assert (find(brain, text), find(strict, text)) == ("faq:koordination-tregks", "choices")


def test_a_change_of_content_is_found_at_once_and_without_training(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        session.add(faq_entry(slug="zebra", question="Was frisst ein Zebra?"))
    brain = make_brain(session_factory)
    assert find(brain, "Was frisst ein Zebra?") == "faq:zebra"
    assert find(brain, "Was trinkt ein Nashorn?") != "faq:zebra"
    with session_factory.begin() as session:
        entry = session.scalars(select(FaqEntry)).one()
        entry.variants = [FaqVariant(text="Was trinkt ein Nashorn?")]
    assert find(brain, "Was trinkt ein Nashorn?") == "faq:zebra"
    with session_factory.begin() as session:
        session.scalars(select(FaqEntry)).one().status = "archived"
    assert find(brain, "Was frisst ein Zebra?") == "unsure"


def test_a_new_entry_is_found_by_its_words_where_the_posterior_is_weak(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        session.add(faq_entry(slug="alt", question="Wer leitet das Projekt?"))
    brain = make_brain(session_factory, read_trained=lambda: frozenset({"faq:alt"}))
    brain.knowledge()
    with session_factory.begin() as session:
        session.add(faq_entry(slug="neu", question="Was kostet ein Stand auf der Messe?"))
    guesses = [Guess("faq:alt", 0.08), Guess("smalltalk_dank", 0.05)]
    decision = brain.decide("Was kostet denn so ein Stand auf der Messe?", guesses, brain.knowledge())
    assert str(decision.candidates[0].reference) == "faq:neu"


@pytest.mark.parametrize("label", [OUT_OF_SCOPE, "dialog_folgefrage_kosten"])
@pytest.mark.parametrize(
    ("text", "is_ours"), [("Was kostet der Stand auf der Messe?", True), ("Was kostet ein Urlaub?", False)]
)
def test_what_looks_foreign_is_ours_where_a_new_entry_says_it_in_these_words(
    session_factory: sessionmaker, label: str, text: str, is_ours: bool
) -> None:
    with session_factory.begin() as session:
        session.add(faq_entry(slug="alt", question="Wer leitet das Projekt?"))
        session.add(faq_entry(slug="neu", question="Was kostet ein Stand auf der Messe?"))
    brain = make_brain(session_factory, read_trained=lambda: frozenset({"faq:alt"}))
    decision = brain.decide(text, [Guess(label, 0.95), Guess("faq:alt", 0.01)], brain.knowledge())
    assert (decision.kind in ("answer", "choices")) is is_ours


def test_what_is_learnt_later_is_no_longer_marked_and_the_content_is_not_read_again(
    session_factory: sessionmaker,
) -> None:
    trained = [frozenset({"faq:alt"})]
    with session_factory.begin() as session:
        session.add_all([faq_entry(slug="alt", question="Alt?"), faq_entry(slug="neu", question="Neu?")])
    brain = make_brain(session_factory, read_trained=lambda: trained[0])
    before = brain.knowledge()
    assert before.untrained.tolist() == [False, True]
    trained[0] = frozenset({"faq:alt", "faq:neu"})
    after = brain.knowledge()
    assert after.untrained.tolist() == [False, False]
    assert after.index is before.index
    assert brain.knowledge() is after


def test_another_process_sees_the_change_too(session_factory: sessionmaker) -> None:
    other = make_session_factory(make_engine(str(session_factory.kw["bind"].url)))
    brain = make_brain(session_factory)
    assert len(brain.knowledge().index) == 0
    with other.begin() as session:
        session.add(funding())
    assert len(brain.knowledge().index) == 1


def test_an_entry_disappears_with_the_day_it_ends(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        session.add(faq_entry(valid_until=TODAY))
    day = [TODAY]
    brain = make_brain(session_factory, current_day=lambda: day[0])
    assert len(brain.knowledge().index) == 1
    day[0] = date(2026, 11, 23)
    assert len(brain.knowledge().index) == 0


def test_an_entry_without_a_single_content_word_does_no_harm(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        session.add(faq_entry(question="Was ist das?", answer="Das."))
    assert find(make_brain(session_factory), "Was ist das?") == "faq:was"


def test_knowledge_is_kept_while_nothing_changes(brain: Brain) -> None:
    assert brain.knowledge() is brain.knowledge()


def test_the_whole_content_is_read_with_a_handful_of_statements(content: sessionmaker) -> None:
    seen: list[str] = []
    engine = content.kw["bind"]
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: seen.append(statement))
    make_brain(content).knowledge()
    assert 10 < len(seen) < 25


def test_samples_are_left_out_where_the_setting_says_so(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        session.add_all([training(is_sample=True), training(slug="echt"), contact()])
    shown = make_brain(session_factory, show_samples=False).knowledge().index.documents
    assert [str(document.reference) for document in shown] == ["weiterbildung:echt", "kontakt:kim"]
