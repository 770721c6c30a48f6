"""The product's side of a comparison: its classifier alone, and the ranking that joins it with the content's words."""

from __future__ import annotations

from collections.abc import Callable

from bot.evaluation.compare import Answer, Run, Task
from bot.evaluation.errors import UnusableFile
from bot.evaluation.nlu import LabelledText, predict_labels
from bot.evaluation.retrieval import Query, build_ranker, rank_queries
from bot.german.words import Words
from bot.search.reply import Reference

CLASSIFIER, RANKING = "Klassifikator", "Rangfolge"


def run_ours(task: Task, words: Words, *, done: Callable[[int], None] = lambda count: None) -> list[Run]:
    """Learn once, then ask the classifier and the ranking; ``done`` is called with 1 after each of both's answers.

    The time of training is that of both together, classifier and search index. Raises UnusableFile.
    """
    ranker, watch = build_ranker(task.documents, words)
    if ranker.classifier is None:
        raise UnusableFile("Zum Lernen braucht es mindestens zwei Labels mit im Mittel zwei ähnlichen Texten.")
    predictions = predict_labels(ranker.classifier, [LabelledText(text, "") for text in task.questions], done=done)
    ranked = rank_queries(ranker, [Query(text, frozenset({""})) for text in task.questions], done=done)
    answers = {
        CLASSIFIER: [Answer(Reference.parse(row.predicted).slug, row.milliseconds) for row in predictions],
        RANKING: [Answer(row.found[0] if row.found else None, row.milliseconds) for row in ranked],
    }
    return [Run(name, own, watch.seconds, watch.cpu_seconds) for name, own in answers.items()]
