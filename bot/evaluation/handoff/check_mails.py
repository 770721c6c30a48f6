"""No mail comes twice, beyond what SMTP makes unavoidable."""

from __future__ import annotations

import math
from collections import defaultdict

from bot.evaluation.handoff.evidence import Evidence
from bot.evaluation.handoff.findings import Finding
from bot.evaluation.handoff.mail_server import ReceivedMail

# So long after a mail server has taken a mail its sender may die without having written that down.
UNMARKED_SECONDS = 5.0


def check_mails(evidence: Evidence) -> tuple[Finding, int]:
    """Return the finding, and how often a mail came twice because its sender was killed in between.

    Such a mail has the same Message-ID both times, by which mail programs recognise it.
    """
    finding = Finding("Keine Mail kam zweimal")
    unavoidable = 0
    by_id: dict[str, list[ReceivedMail]] = defaultdict(list)
    by_content: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for mail in evidence.played.server.received:
        by_id[mail.message_id].append(mail)
        by_content[mail.recipient, mail.subject, mail.text].add(mail.message_id)
    for mails in by_id.values():
        repeated = [not _is_excused(evidence, earlier) for earlier in mails[:-1]]
        unavoidable += repeated.count(False)
        finding.look(not any(repeated), _describe(evidence, mails))
    for (recipient, subject, _text), ids in by_content.items():
        finding.look(len(ids) == 1, f"{len(ids)} gleiche Mails „{subject[:60]}“ an {recipient}")
    return finding, unavoidable


def _is_excused(evidence: Evidence, mail: ReceivedMail) -> bool:
    return _seconds_until_kill(evidence, mail) < UNMARKED_SECONDS


def _seconds_until_kill(evidence: Evidence, mail: ReceivedMail) -> float:
    later = (killed - mail.seconds for killed in evidence.played.fleet.killed_at if killed >= mail.seconds)
    return min(later, default=math.inf)


def _describe(evidence: Evidence, mails: list[ReceivedMail]) -> str:
    first, second = mails[0], mails[-1]
    apart, kill = second.seconds - first.seconds, _seconds_until_kill(evidence, first)
    name = f"„{first.subject[:60]}“ an {first.recipient}"
    return f"{len(mails)}-mal {name}, {apart:.1f} s auseinander, nächster Absturz nach {kill:.1f} s"
