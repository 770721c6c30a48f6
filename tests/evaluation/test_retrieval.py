from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.evaluation.errors import UnusableFile
from bot.evaluation.report import retrieval_table
from bot.evaluation.retrieval import (
    DocumentRanker,
    Query,
    RankedQuery,
    RetrievalReport,
    build_ranker,
    count_retrieval_figures,
    rank_queries,
    read_documents,
    read_queries,
)
from bot.search.documents import Document
from bot.search.reply import Reference
from tests.words import compiled_words

DOCUMENTS = """slug,question,answer
ausweis,Wo beantrage ich einen Personalausweis?,Im Bürgerbüro.
ausweis,Mein Ausweis ist abgelaufen,
ausweis,Ich brauche einen neuen Ausweis,Im Bürgerbüro.
hund,Wie melde ich meinen Hund an?,Die Hundesteuer beträgt 90 Euro.
hund,Was kostet ein Hund?,Die Anmeldung geht online.
hund,Muss ich für einen Dackel Steuern zahlen?,
muell,Wann kommt die Müllabfuhr?,Die Tonnen werden dienstags geleert.
"""


@pytest.fixture
def documents(tmp_path: Path) -> list[Document]:
    path = tmp_path / "documents.csv"
    path.write_text(DOCUMENTS, encoding="utf-8")
    return read_documents(path)


@pytest.fixture
def ranker(documents: list[Document]) -> DocumentRanker:
    return DocumentRanker(documents, compiled_words())


def measure(documents: Sequence[Document], *queries: Query) -> RetrievalReport:
    ranker, watch = build_ranker(documents, compiled_words())
    return count_retrieval_figures(ranker, queries, rank_queries(ranker, queries), building=watch)


def test_rows_of_one_slug_are_one_document_with_several_phrases(documents: list[Document]) -> None:
    assert [(document.reference.slug, len(document.phrases)) for document in documents] == [
        ("ausweis", 3),
        ("hund", 3),
        ("muell", 1),
    ]
    assert documents[0].title == "Wo beantrage ich einen Personalausweis?"
    assert documents[0].text == "Im Bürgerbüro."
    assert documents[1].text == "Die Hundesteuer beträgt 90 Euro. Die Anmeldung geht online."


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("Der Ausweis meiner Tochter läuft ab", "ausweis"),
        ("Guten Tag! Was muss ich für den Hund bezahlen?", "hund"),
        ("Muellabfur?", "muell"),  # misspelt
        ("Welche Tonnen werden geleert", "muell"),  # only the answer says so
        ("wann kommt die muellabfuhr", "muell"),
    ],
)
def test_the_right_document_comes_first(ranker: DocumentRanker, question: str, slug: str) -> None:
    assert ranker.rank(question)[0] == slug


def test_all_documents_are_learnt_where_there_are_two_ways_to_ask_on_average(ranker: DocumentRanker) -> None:
    assert ranker.classifier is not None
    assert ranker.classifier.labels == ["faq:ausweis", "faq:hund", "faq:muell"]


def test_documents_with_hardly_any_ways_to_ask_are_ranked_by_their_words() -> None:
    titles = {"tuer": "Die Tür klemmt", "dach": "Das Dach ist undicht", "licht": "Das Licht geht nicht an"}
    singles = [Document(Reference("faq", slug), title, (title,)) for slug, title in titles.items()]
    ranker = DocumentRanker(singles, compiled_words())
    assert ranker.classifier is None
    assert ranker.rank("Regen kommt durchs Dach") == ["dach"]
    assert ranker.rank("Zebra") == []


def test_recall_and_reciprocal_rank_are_counted_by_the_first_right_document(ranker: DocumentRanker) -> None:
    ranks = [1, 2, 4, 0]
    results = [RankedQuery("Frage", ["x"], rank, [], 2.0) for rank in ranks]
    _, watch = build_ranker(ranker.index.documents, compiled_words())
    queries = [Query("Frage", frozenset({"ausweis"}))] * 4
    report = count_retrieval_figures(ranker, queries, results, building=watch)
    assert (report.r1, report.r3, report.mrr, report.query_ms) == (25.0, 50.0, 0.4375, 2.0)
    assert report.mrr_ci[0] < report.mrr < report.mrr_ci[1]


def test_any_acceptable_slug_is_right(documents: list[Document]) -> None:
    report = measure(documents, Query("Hund anmelden", frozenset({"katze", "hund"})))
    assert (report.r1, report.mrr, report.results[0].expected) == (100.0, 1.0, ["hund", "katze"])


def test_questions_without_an_answer_are_left_out_and_unknown_slugs_are_named(documents: list[Document]) -> None:
    report = measure(
        documents,
        Query("Hund?", frozenset({"hund"})),
        Query("Katze?", frozenset({"katze"})),
        Query("Wetter?", frozenset()),
    )
    assert (report.queries, report.left_out, report.unknown_slugs, report.r1) == (2, 1, ["katze"], 50.0)
    assert "Achtung: 1 Fragen haben keinen richtigen Eintrag" in retrieval_table(report)
    assert "Achtung: Diese Einträge gibt es nicht: katze" in retrieval_table(report)


def test_the_table_names_every_figure(documents: list[Document]) -> None:
    table = retrieval_table(measure(documents, Query("Hund?", frozenset({"hund"}))))
    assert "3 mit 7 Formulierungen, gelernt" in table
    assert "R@1:              100,00 %  (95 %: 100,0–100,0)" in table
    assert "MRR:              1,000  (95 %: 1,000–1,000)" in table
    assert all(word in table for word in ("R@3:", "Aufbau:", "Je Frage:"))


def test_queries_are_read_with_several_acceptable_slugs(tmp_path: Path) -> None:
    path = tmp_path / "queries.csv"
    path.write_text("question,slugs\nHund?,hund; tier;\nWetter?,\n", encoding="utf-8")
    assert read_queries(path) == [Query("Hund?", frozenset({"hund", "tier"})), Query("Wetter?", frozenset())]


def test_queries_none_of_which_can_be_right_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "queries.csv"
    path.write_text("question,slugs\nWetter?,\n", encoding="utf-8")
    with pytest.raises(UnusableFile, match="keine einzige Frage einen richtigen Eintrag"):
        read_queries(path)
