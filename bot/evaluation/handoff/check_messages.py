"""Nothing is lost, doubled or out of order, and the assistant is silent while a person talks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

from bot.conversations.models import Message
from bot.evaluation.handoff.evidence import Evidence
from bot.evaluation.handoff.findings import Finding, is_in_order
from bot.evaluation.handoff.journal import Visit
from bot.handoff.models import TicketEvent
from bot.search.sentences import sentence

RETURNS = ("answered", "closed", "released", "resolved")
# Announces the person, with whose words the assistant's end begins.
PERSON_IS_THERE = sentence("fall.person_da", name="").strip("* ")


def check_words_of_persons(evidence: Evidence) -> Finding:
    """Each reply stands once in its ticket and once in the visitor's chat, in the order in which it was written."""
    finding = Finding("Antworten von Personen: keine verloren, doppelt oder vertauscht")
    by_case: dict[str, list[str]] = defaultdict(list)
    for reply in evidence.played.journal.replies:
        by_case[reply.case_number].append(reply.text)
    for case_number, written in by_case.items():
        ticket = evidence.tickets.get(case_number)
        if ticket is None:
            finding.look(False, f"{case_number} wurde beantwortet, ist aber nicht gespeichert")
            continue
        kept = evidence.texts_of(ticket, "person")
        shown = [m.text for m in evidence.messages.get(ticket.conversation_key, []) if m.author == "person"]
        for text in written:
            finding.look(kept.count(text) == 1, f"{case_number}: „{text}“ steht {kept.count(text)}-mal im Vorgang")
            finding.look(shown.count(text) == 1, f"{case_number}: „{text}“ steht {shown.count(text)}-mal im Chat")
        finding.look(is_in_order(kept, shown), f"{case_number}: die Reihenfolge im Chat ist eine andere als im Vorgang")
    for visit in evidence.played.journal.visits:
        _check_history(finding, evidence, visit)
    return finding


def _check_history(finding: Finding, evidence: Evidence, visit: Visit) -> None:
    """What a page opened anew is shown is what was written; by mail comes what the page has not shown."""
    shown = [message["text"] for message in visit.history if message["from"] == "person"]
    mails = [mail.text for mail in evidence.played.server.received if mail.recipient == visit.character.email]
    streamed = {message["text"] for _position, message in visit.events}
    for ticket in evidence.tickets_of(visit.conversation):
        kept = evidence.texts_of(ticket, "person")
        finding.look(is_in_order(kept, shown), f"{ticket.case_number}: die Antworten stehen falsch im Verlauf")
        for text in kept:
            has_come = text in streamed or not ticket.email or any(text in mail for mail in mails)
            finding.look(has_come, f"{ticket.case_number}: „{text}“ kam weder im Chat noch per Mail an")


def check_words_of_visitors(evidence: Evidence) -> Finding:
    """What a visitor wrote to a person stands once in one of the tickets, in order."""
    finding = Finding("Nachrichten an Personen: keine verloren, doppelt oder vertauscht")
    for visit in evidence.played.journal.visits:
        tickets = evidence.tickets_of(visit.conversation)
        kept = Counter(text for ticket in tickets for text in evidence.texts_of(ticket, "visitor"))
        for text, count in Counter([*visit.written_to_person, *visit.added]).items():
            who = f"Besuch {visit.character.number}"
            finding.look(kept[text] == count, f"{who}: „{text}“ steht {kept[text]}-mal statt {count}-mal im Vorgang")
        for ticket in tickets:
            texts = evidence.texts_of(ticket, "visitor")
            written = [text for text in visit.written_to_person if text in texts]
            finding.look(is_in_order(written, texts), f"{ticket.case_number}: Nachrichten in anderer Reihenfolge")
    return finding


def check_streams(evidence: Evidence) -> Finding:
    """A stream, over all its breaks, shows every message once and in order."""
    finding = Finding("Ereignisströme: jede Nachricht einmal und in Ordnung")
    for visit in evidence.played.journal.visits:
        who = f"Besuch {visit.character.number}"
        ids = [message["id"] for _position, message in visit.events]
        positions = [position for position, _message in visit.events]
        finding.look(positions == sorted(set(positions)), f"{who}: Positionen {positions}")
        known = [message["id"] for message in visit.history]
        finding.look(is_in_order(ids, known), f"{who}: der Strom zeigte anderes als der Verlauf")
        between = known[known.index(ids[0]) : known.index(ids[-1]) + 1] if set(ids) & set(known) else []
        persons = {message["id"] for message in visit.history if message["from"] == "person"}
        missed = [one for one in between if one in persons and one not in ids]
        finding.look(not missed, f"{who}: {len(missed)} Nachrichten fehlten im Strom")
    return finding


def check_silence(evidence: Evidence) -> Finding:
    """Between a claim and the return the assistant says nothing; only the number of a case may still come late."""
    finding = Finding("Der Lotse schweigt, solange eine Person spricht")
    for ticket in evidence.tickets.values():
        said = [one for one in evidence.messages.get(ticket.conversation_key, []) if is_word_of_bot(one)]
        for begin, end in find_claims(evidence.events[ticket.id]):
            finding.checked += 1
            # A claim may have waited for an answer that was faster: what counts is when the person came in.
            came_in = [one.created_at for one in said if one.created_at >= begin and PERSON_IS_THERE in one.text]
            for message in said:
                if min(came_in, default=begin) < message.created_at < end:
                    finding.broken.append(f"{ticket.case_number}, {message.created_at:%H:%M:%S}: „{message.text[:80]}“")
    return finding


def is_word_of_bot(message: Message) -> bool:
    """Tell whether the assistant has to keep a message to itself while a person speaks."""
    return bool(message.author == "bot" and message.body.get("kind") != "handoff")


def find_claims(events: list[TicketEvent]) -> Iterator[tuple[datetime, datetime]]:
    """Yield from when to when a ticket was claimed."""
    begin: datetime | None = None
    for event in events:
        if event.kind == "claimed":
            begin = event.at
        elif event.kind in RETURNS and begin is not None:
            yield begin, event.at
            begin = None
