from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import sessionmaker

from bot.evaluation.compare import (
    Task,
    find_kin,
    plain_text,
    read_foreign_task,
    select_documents,
    split_content,
    with_development,
)
from bot.evaluation.compare_ours import CLASSIFIER, RANKING, run_ours
from bot.evaluation.errors import UnusableFile
from bot.evaluation.questions import Question
from bot.evaluation.retrieval import Query
from bot.search.documents import Document
from bot.search.reply import Reference
from bot.search.snapshot import read_snapshot
from tests.words import compiled_words

LIGHT = ("Licht", "mach das Licht an", "schalte das Licht aus", "mehr Licht bitte", "das Licht ist zu hell")
MUSIC = ("Musik", "spiel Musik", "spiele ein Lied", "ich will Musik hören")


def document(label: str, *phrases: str, related: tuple[str, ...] = (), title: str = "") -> Document:
    links = tuple(Reference.parse(other) for other in related)
    return Document(Reference.parse(label), title or label, phrases, text="Antwort", related=links)


def question(kind: str, *expected: str) -> Question:
    return Question("D1", "Geht das [heute]?", kind, frozenset(expected), "clean")


@pytest.fixture
def task() -> Task:
    return split_content([document("faq:musik", *MUSIC), document("faq:licht", *LIGHT)], seed=1)


def test_half_of_the_phrasings_is_learnt_with_the_title_and_the_other_half_is_asked(task: Task) -> None:
    light, music = task.documents
    asked = {label: {query.question for query in task.queries if label in query.slugs} for label in task.kin}
    assert (len(asked["faq:licht"]), len(asked["faq:musik"])) == (2, 1)
    assert {*light.phrases, *asked["faq:licht"]} == set(LIGHT)
    assert {*music.phrases, *asked["faq:musik"]} == set(MUSIC)
    assert (light.phrases[0], music.phrases[0]) == ("Licht", "Musik")
    assert len(task.examples) == len(light.phrases) + len(music.phrases) == 6


def test_the_same_seed_splits_alike_in_any_order_and_another_one_differently(task: Task) -> None:
    documents = [document("faq:licht", LIGHT[0], *reversed(LIGHT[1:])), document("faq:musik", *MUSIC)]
    assert split_content(documents, seed=1) == task
    splits = {tuple(query.question for query in split_content(documents, seed=seed).queries) for seed in range(9)}
    assert len(splits) > 3


def test_of_many_phrasings_some_may_take_part(task: Task) -> None:
    few = split_content([document("faq:licht", *LIGHT), document("faq:musik", *MUSIC)], seed=1, most=2)
    assert [len(document.phrases) for document in few.documents] == [2, 2]  # the title, and one of the two
    assert len(few.queries) == 2
    assert len(task.queries) == 3


def test_a_phrasing_that_differs_in_spelling_only_is_not_asked_of_those_who_learnt_it() -> None:
    documents = [document("faq:kurz", "Kurz", "Für alle?", "fuer alle", "FÜR ALLE!"), document("faq:licht", *LIGHT)]
    task = split_content(documents, seed=1)
    assert task.documents[0].phrases == ("Kurz", "Für alle?")
    assert {label for query in task.queries for label in query.slugs} == {"faq:licht"}


def test_content_without_phrasings_is_refused() -> None:
    with pytest.raises(UnusableFile, match="keine Formulierungen"):
        split_content([document("faq:licht", "Licht")], seed=1)


def test_the_seed_content_is_split_by_entries_and_offers(seeded: sessionmaker) -> None:
    with seeded() as session:
        task = split_content(select_documents(read_snapshot(session, date(2026, 11, 22), show_samples=True)), seed=1)
    assert {document.reference.slug.partition(":")[0] for document in task.documents} == {
        "faq",
        "foerderung",
        "weiterbildung",
    }
    assert 0.9 < len(task.queries) / len(task.examples) < 1
    assert task.kin["faq:programm-zim"] >= {"foerderung:zim"}


def test_linked_entries_are_kin_either_way_and_twins_too() -> None:
    kin = find_kin(
        [
            document("faq:was", related=("faq:wer", "faq:fort")),
            document("faq:wer"),
            document("weiterbildung:kurs-1", title="Ein Kurs"),
            document("weiterbildung:kurs-2", title="Ein Kurs"),
        ]
    )
    assert kin == {
        "faq:was": {"faq:wer"},
        "faq:wer": {"faq:was"},
        "weiterbildung:kurs-1": {"weiterbildung:kurs-2"},
        "weiterbildung:kurs-2": {"weiterbildung:kurs-1"},
    }


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Was ist [ZIM](programm)?", "Was ist ZIM (programm)?"),
        ('das [Licht]{"entity": "lampe"} aus', 'das Licht "entity": "lampe" aus'),
        ("/restart bitte", "restart bitte"),
        ("mit/ohne Antrag\n  stellen ", "mit/ohne Antrag stellen"),
    ],
)
def test_nothing_is_left_that_rasa_takes_for_markup(text: str, plain: str) -> None:
    assert plain_text(text) == plain


def test_foreign_files_are_learnt_and_asked_as_they_are(tmp_path: Path) -> None:
    train, test = tmp_path / "train.csv", tmp_path / "test.csv"
    train.write_text("text,label\nLicht an,licht/an\nLICHT AN!,licht/an\nMusik,musik\n", encoding="utf-8")
    test.write_text("text,label\n/Lied spielen,musik\nRadio,radio\n", encoding="utf-8")
    task = read_foreign_task(train, test)
    assert [(example.text, example.label) for example in task.examples] == [
        ("Licht an", "licht/an"),
        ("Musik", "musik"),
    ]
    assert task.queries == [Query("Lied spielen", frozenset({"musik"})), Query("Radio", frozenset({"radio"}))]
    assert task.kin == {}


def test_development_questions_are_those_about_content_that_is_learnt(task: Task) -> None:
    questions = [question("answer", "faq:musik", "faq:tanz"), question("contact", "kontakt:x"), question("smalltalk")]
    extended = with_development(task, questions)
    assert extended.development == [Query("Geht das heute ?", frozenset({"faq:musik", "faq:tanz"}))]
    assert extended.questions[-1] == "Geht das heute ?"
    assert extended.queries == task.queries
    with pytest.raises(UnusableFile, match="Keine der Fragen"):
        with_development(task, questions[1:])


def test_classifier_and_ranking_answer_every_question_after_one_training(task: Task) -> None:
    task = with_development(task, [question("answer", "faq:musik")])
    counted: list[int] = []
    classifier, ranking = run_ours(task, compiled_words(), done=counted.append)
    assert (classifier.name, ranking.name) == (CLASSIFIER, RANKING)
    assert len(classifier.answers) == len(ranking.answers) == len(task.questions) == sum(counted) / 2
    assert classifier.training_seconds == ranking.training_seconds
    right = [answer.label in query.slugs for answer, query in zip(classifier.answers, task.queries, strict=False)]
    assert sum(right) >= 2
    assert {answer.label for answer in ranking.answers} <= {"faq:licht", "faq:musik", None}


def test_what_cannot_be_learnt_is_refused(task: Task) -> None:
    with pytest.raises(UnusableFile, match="mindestens zwei Labels"):
        run_ours(Task(task.documents[:1], task.queries), compiled_words())
