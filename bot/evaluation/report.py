"""What an evaluation prints and writes: German tables and JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.evaluation.load import LoadReport, Phase
from bot.evaluation.nlu import NluReport
from bot.evaluation.questions import Figures, Result
from bot.evaluation.retrieval import RetrievalReport

FIGURE_COLUMNS = ("right", "right_or_offered", "unsure", "wrong", "error")
FIGURE_TITLES = ("richtig", "+angeboten", "unsicher", "falsch", "Fehler")
VERDICT_WORDS = {
    "right": "richtig",
    "offered": "angeboten",
    "unsure": "unsicher",
    "wrong": "falsch",
    "error": "Fehler",
}
SHOWN_CONFUSIONS = 15
GROUP_WORDS = {"all": "alle", "kind": "Art", "category": "Gruppe"}


def write_json(path: Path, data: Any) -> None:
    """Write data as readable JSON; the folder is made if it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def question_table(figures: Figures, latency: dict[str, float]) -> str:
    """Return the figures of the questions as a table: shares in percent, with 95 % intervals."""
    head = f"{'Anteile in %':28}{'n':>5}" + "".join(f"{title:>12}" for title in FIGURE_TITLES)
    lines = [f"{head}{'richtig 95 %':>16}{'falsch 95 %':>16}"]
    for name, row in figures.items():
        shares = "".join(f"{german(row[column]):>12}" for column in FIGURE_COLUMNS)
        intervals = f"{_interval(row['right_ci']):>16}{_interval(row['wrong_ci']):>16}"
        lines.append(f"{_group(name):28}{row['n']:>5}{shares}{intervals}")
    lines.append(f"Antwortzeit: p50 {german(latency['p50_ms'])} ms, p95 {german(latency['p95_ms'])} ms")
    return "\n".join(lines)


def question_lines(results: list[Result], show: str) -> list[str]:
    """Return one line per result with this verdict (or ``all``, ``none``)."""
    return [
        f"{VERDICT_WORDS[result.verdict]:10}{result.question.id:8} „{result.question.text[:90]}“ -> "
        f"{result.turn.kinds} {result.turn.references[:3]}, erwartet {sorted(result.question.expected)}"
        + (f" ({result.turn.error})" if result.turn.error else "")
        for result in results
        if show in ("all", result.verdict)
    ]


def dialogue_lines(summary: dict[str, Any]) -> list[str]:
    """Return one line per failure and the figures last."""
    failures = [f"{entry['id']}: {failure}" for entry in summary["report"] for failure in entry["failures"]]
    total = (
        f"Dialoge bestanden: {summary['passed']} von {summary['total']}, "
        f"Züge: {summary['turns_passed']} von {summary['turns_total']}"
    )
    return [*failures, total]


def load_table(report: LoadReport) -> str:
    """Return a load measurement as a table."""
    lines = [f"{'':24}{'Nachrichten':>12}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'je Sek.':>9}{'Fehler':>8}"]
    lines += [_phase_line("ein Besucher", report.single)]
    lines += [_phase_line(f"{report.steady.visitors} Besucher mit Pausen", report.steady)]
    lines += [_phase_line(f"{report.parallel.visitors} Besucher ohne Pause", report.parallel)]
    lines.append(f"Gateway allein (/healthz): p50 {german(report.healthz_ms)} ms")
    lines.append(f"Eine Nachricht dauert das {german(report.ratio)}-Fache davon.")
    for name, memory in report.memory.items():
        share = f", anteilig (PSS) {german(memory.pss_mb)} MB" if memory.pss_mb is not None else ""
        lines.append(f"Speicher {name + ':':10} {german(memory.rss_mb)} MB (RSS){share}")
    if report.start_seconds is not None:
        lines.append(f"Start:    {german(report.start_seconds)} s")
    if report.training_seconds is not None:
        lines.append(f"Training: {german(report.training_seconds)} s")
    lines.append(f"Rechner:  {report.cores} Kerne, {report.machine}")
    return "\n".join(lines + _load_warnings(report))


def nlu_table(report: NluReport) -> str:
    """Return a measurement of the classifier: its figures, and the most frequent confusions."""
    lines = [
        f"Texte:            {report.train_texts} gelernt, {report.test_texts} geprüft, {report.labels} Labels",
        f"Richtig (acc.):   {german(report.accuracy, 2)} %  (95 %: {_interval(report.accuracy_ci)})",
        f"Makro-F1:         {german(report.macro_f1, 2)} %",
        f"Training:         {german(report.training_seconds)} s  (Rechenzeit {german(report.training_cpu_seconds)} s)",
        f"Je Nachricht:     {german(report.message_ms, 2)} ms  (Median)",
    ]
    if report.unlearnt:
        names = ", ".join(f"{label} ({count})" for label, count in report.unlearnt.items())
        lines.append(f"Achtung: Diese Labels stehen nur in der Prüfdatei, sie zählen als falsch: {names}")
    if report.confusions:
        lines.append("Häufigste Verwechslungen (richtig -> erkannt):")
    lines += [f"{row.count:>6}  {row.expected} -> {row.predicted}" for row in report.confusions[:SHOWN_CONFUSIONS]]
    return "\n".join(lines)


def retrieval_table(report: RetrievalReport) -> str:
    """Return a measurement of the ranking."""
    learnt = "gelernt" if report.learnt else "zu wenigen zum Lernen: gesucht wird nach Wörtern allein"
    lines = [
        f"Einträge:         {report.documents} mit {report.phrases} Formulierungen, {learnt}",
        f"Fragen:           {report.queries}",
        f"R@1:              {german(report.r1, 2)} %  (95 %: {_interval(report.r1_ci)})",
        f"R@3:              {german(report.r3, 2)} %  (95 %: {_interval(report.r3_ci)})",
        f"MRR:              {german(report.mrr, 3)}  (95 %: {_interval(report.mrr_ci, 3)})",
        f"Aufbau:           {german(report.build_seconds)} s  (Rechenzeit {german(report.build_cpu_seconds)} s)",
        f"Je Frage:         {german(report.query_ms, 2)} ms  (Median)",
    ]
    if report.left_out:
        lines.append(f"Achtung: {report.left_out} Fragen haben keinen richtigen Eintrag und bleiben außen vor.")
    if report.unknown_slugs:
        lines.append(f"Achtung: Diese Einträge gibt es nicht: {', '.join(report.unknown_slugs)}")
    return "\n".join(lines)


def german(value: float, digits: int = 1) -> str:
    """Write a figure with a decimal comma."""
    return f"{value:.{digits}f}".replace(".", ",")


def _phase_line(title: str, phase: Phase) -> str:
    times = "".join(f"{german(value):>9}" for value in (phase.p50_ms, phase.p95_ms, phase.p99_ms, phase.per_second))
    return f"{title:24}{phase.messages:>12}{times}{phase.errors:>8}"


def _load_warnings(report: LoadReport) -> list[str]:
    lines = []
    for phase in (report.single, report.steady, report.parallel):
        if phase.first_error:
            lines.append(f"Achtung: {phase.errors} Fehler, der erste: {phase.first_error}")
        if phase.reduced:
            lines.append(f"Achtung: {phase.reduced} Antworten kamen aus dem eingeschränkten Betrieb.")
    return lines


def _group(name: str) -> str:
    kind, _, value = name.partition("=")
    return f"{GROUP_WORDS[kind]} {value}".strip()


def _interval(bounds: list[float], digits: int = 1) -> str:
    low, high = bounds
    return f"{german(low, digits)}–{german(high, digits)}"
