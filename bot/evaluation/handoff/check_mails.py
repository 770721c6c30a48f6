"""No mail comes twice, beyond what SMTP makes unavoidable."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from bot.evaluation.handoff.evidence import Evidence
from bot.evaluation.handoff.findings import Finding
from bot.evaluation.handoff.mail_server import ReceivedMail


def check_mails(evidence: Evidence) -> tuple[Finding, int]:
    """Return the finding, and how often a mail came twice because its sender was killed in between.

    Such a mail has the same Message-ID both times, by which mail programs recognise it. Whoever had sent it first did
    not live to write that down, so that it is marked as sent once; a sender that lives would have marked it as well.
    """
    finding = Finding("Keine Mail kam zweimal")
    unavoidable = 0
    by_id: dict[str, list[ReceivedMail]] = defaultdict(list)
    by_content: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for mail in evidence.played.server.received:
        by_id[mail.message_id].append(mail)
        by_content[mail.recipient, mail.subject, mail.text].add(mail.message_id)
    for mails in by_id.values():
        excused = [_was_killed_between(evidence, *pair) for pair in pairwise(mails)]
        unavoidable += excused.count(True)
        finding.look(all(excused), f"{len(mails)}-mal „{mails[0].subject[:60]}“ an {mails[0].recipient}")
    for (recipient, subject, _text), ids in by_content.items():
        finding.look(len(ids) == 1, f"{len(ids)} gleiche Mails „{subject[:60]}“ an {recipient}")
    for ticket in evidence.tickets.values():
        sent, marks = evidence.sent.get(ticket.id, 0), _count_marks(evidence, ticket.id)
        finding.look(sent == marks, f"{ticket.case_number}: {sent} Mails, aber {marks}-mal als gesendet vermerkt")
    return finding, unavoidable


def _was_killed_between(evidence: Evidence, first: ReceivedMail, second: ReceivedMail) -> bool:
    return any(first.seconds <= killed <= second.seconds for killed in evidence.played.fleet.senders_killed_at)


def _count_marks(evidence: Evidence, ticket_id: int) -> int:
    return sum(event.kind == "mail_sent" for event in evidence.events.get(ticket_id, []))
