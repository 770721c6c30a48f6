from __future__ import annotations

import pytest

from bot.evaluation.compare import Answer, Run, Task
from bot.evaluation.compare_figures import CompareReport, count_comparison, find_hits
from bot.evaluation.compare_table import compare_table
from bot.evaluation.retrieval import Query
from bot.search.documents import Document
from bot.search.reply import Reference

DOCUMENTS = [Document(Reference("faq", label), label, (label, label * 2)) for label in ("a", "b", "c")]
QUERIES = [Query(f"Frage {label}", frozenset({label})) for label in ("a", "a", "b", "c")]
DEVELOPMENT = [Query("Noch eine?", frozenset({"a", "b"}))]
TASK = Task(DOCUMENTS, QUERIES, {"a": frozenset({"b"}), "b": frozenset({"a"}), "c": frozenset()}, DEVELOPMENT)


def run(name: str, labels: str, *, seconds: float = 1.0, rejected: int = 0) -> Run:
    answers = [Answer(label if label != "-" else None, 2.0, number < rejected) for number, label in enumerate(labels)]
    return Run(name, answers, seconds, 2 * seconds)


@pytest.fixture
def report() -> CompareReport:
    ours, stock = run("unser", "aabab"), run("Rasa", "bac-c", seconds=50.0, rejected=1)
    return count_comparison(TASK, [ours], stock, [(TASK, [run("unser", "cccca")])])


def test_a_label_is_right_or_nearly_right_or_wrong() -> None:
    assert find_hits(TASK, run("unser", "abc-b")) == {
        "strict": [True, False, False, False],
        "lenient": [True, True, False, False],
        "development": [True],
    }


def test_without_kin_and_development_questions_only_the_label_itself_counts() -> None:
    assert find_hits(Task(DOCUMENTS, QUERIES), run("unser", "abcc")) == {"strict": [True, False, False, True]}


def test_every_system_is_counted_with_intervals(report: CompareReport) -> None:
    ours, stock = report.systems
    assert {measure: share.value for measure, share in ours.r1.items()} == {
        "strict": 75.0,
        "lenient": 75.0,
        "development": 100.0,
    }
    assert (stock.r1["strict"].value, stock.r1["lenient"].value, stock.rejected) == (25.0, 50.0, 25.0)
    assert ours.r1["strict"].interval[0] < 75.0 < ours.r1["strict"].interval[1]
    assert (report.labels, report.train_texts, report.queries, report.development_queries) == (3, 6, 4, 1)


def test_the_lead_is_paired_and_the_times_are_a_ratio(report: CompareReport) -> None:
    (lead,) = report.leads
    assert (lead.points["strict"].value, lead.points["lenient"].value) == (50.0, 25.0)
    assert lead.points["strict"].interval == [0.0, 100.0]  # never worse: no draw can be below zero
    assert (lead.training_ratio, lead.training_cpu_ratio) == (50.0, 50.0)


def test_further_splits_give_mean_and_deviation_of_ours(report: CompareReport) -> None:
    (spread,) = report.spreads
    assert spread.values["strict"] == [75.0, 25.0]
    assert (spread.mean["strict"], spread.deviation["strict"]) == (50.0, 35.36)


def test_every_question_is_listed_with_what_each_system_put_first(report: CompareReport) -> None:
    assert report.to_dict()["questions"][3] == {
        "question": "Frage c",
        "expected": ["c"],
        "found": {"unser": "a", "Rasa": None},
    }
    assert len(report.questions) == 5


def test_the_table_shows_the_systems_side_by_side(report: CompareReport) -> None:
    lines = compare_table(report).splitlines()
    cells = {line[:32].strip(): line[32:].split() for line in lines}
    assert lines[0] == "Gelernt: 6 Texte mit 3 Labels; gefragt: 4 Texte, dazu 1 Entwicklungsfragen"
    assert cells[""] == ["unser", "Rasa"]
    assert cells["Training"] == ["1,0", "s", "50,0", "s"]
    assert cells["Je Nachricht (Median)"] == ["2,00", "ms", "2,00", "ms"]
    assert cells["Rasas Training dauert"] == ["50,0-mal", "so", "lang"]
    assert any(line.split()[:3] == ["genau", "das", "Label"] and "+50,0 (0,0 bis 100,0)" in line for line in lines)
    assert any("50,0 ± 35,4" in line for line in lines)
    assert lines[-1].endswith("als unsicher ablehnt (25,0 % der Texte).")


def test_without_rasa_and_further_splits_the_table_shows_ours_alone() -> None:
    table = compare_table(count_comparison(Task(DOCUMENTS, QUERIES), [run("unser", "aabc")], None))
    assert "genau das Label" in table
    assert not any(word in table for word in ("Vorsprung", "Mittel", "verwandtes", "Rasa", "Entwicklungsfragen"))
