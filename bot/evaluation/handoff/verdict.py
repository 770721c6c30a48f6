"""All checks of a simulation, as a German report and as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from bot.evaluation.handoff.check_cases import (
    check_callbacks,
    check_delivery,
    check_timers,
    check_transitions,
    check_visits,
)
from bot.evaluation.handoff.check_mails import check_mails
from bot.evaluation.handoff.check_messages import (
    check_silence,
    check_streams,
    check_words_of_persons,
    check_words_of_visitors,
)
from bot.evaluation.handoff.check_promises import check_promises
from bot.evaluation.handoff.evidence import Evidence
from bot.evaluation.handoff.findings import Finding
from bot.evaluation.report import german

SHOWN = 5  # examples of each broken rule


@dataclass(frozen=True)
class Verdict:
    """What a simulation has shown."""

    findings: list[Finding]
    figures: dict[str, Any]

    @property
    def holds(self) -> bool:
        """Whether nothing is broken."""
        return not any(finding.broken for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {"holds": self.holds, "figures": self.figures, "findings": [asdict(one) for one in self.findings]}


def judge(evidence: Evidence) -> Verdict:
    """Make all checks."""
    mails, unavoidable = check_mails(evidence)
    findings = [
        check_visits(evidence),
        check_delivery(evidence),
        check_words_of_persons(evidence),
        check_words_of_visitors(evidence),
        check_streams(evidence),
        check_silence(evidence),
        check_promises(evidence),
        check_transitions(evidence),
        check_timers(evidence),
        check_callbacks(evidence),
        mails,
    ]
    return Verdict(findings, count_figures(evidence, unavoidable))


def count_figures(evidence: Evidence, unavoidable: int) -> dict[str, Any]:
    """Return how much was played."""
    played, journal = evidence.played, evidence.played.journal
    return {
        "plan": asdict(played.plan),
        "seconds": round(played.seconds),
        "visitors": len(journal.visits),
        "told": len(journal.told_cases),
        "tickets": len(evidence.tickets),
        "statuses": Counter(ticket.status for ticket in evidence.tickets.values()),
        "events": Counter(event.kind for events in evidence.events.values() for event in events),
        "replies": len(journal.replies),
        "visitor_messages": sum(len(visit.written_to_person) + len(visit.added) for visit in journal.visits),
        "callbacks": sum(len(visit.booked) for visit in journal.visits),
        "stream_events": sum(len(visit.events) for visit in journal.visits),
        "mails": len(played.server.received),
        "mails_refused": played.server.refused,
        "mails_twice_unavoidably": unavoidable,
        "kills": dict(played.fleet.kills),
        "jumps": played.jumps,
        "retries": dict(journal.retries),
    }


def verdict_lines(verdict: Verdict) -> list[str]:
    """Return the report for the terminal."""
    figures = verdict.figures
    kills = ", ".join(f"{name} {count}" for name, count in sorted(figures["kills"].items()))
    lines = [
        f"Übergaben:   {figures['told']} genannt, {figures['tickets']} gespeichert, {figures['visitors']} Besuche",
        f"Nachrichten: {figures['replies']} von Personen, {figures['visitor_messages']} an Personen",
        f"Mails:       {figures['mails']} angenommen, {figures['mails_refused']}-mal abgewiesen, "
        f"{figures['mails_twice_unavoidably']} unvermeidlich doppelt (gleiche Message-ID)",
        f"Abstürze:    {sum(figures['kills'].values())} ({kills or 'keine'})",
        f"Zeitsprünge: {figures['jumps']}; Dauer {german(figures['seconds'] / 60)} Minuten",
        "",
    ]
    for finding in verdict.findings:
        state = "hält" if not finding.broken else f"GEBROCHEN: {len(finding.broken)}"
        lines.append(f"{finding.title:66} {finding.checked:>7} geprüft  {state}")
        lines += [f"    {example}" for example in finding.broken[:SHOWN]]
    return lines
