"""The pages about hand-offs: who may change what on them, and what was changed last."""

from __future__ import annotations

from bot.accounts.audit import AuditFilter, AuditLine, find_audit_lines, record_audit
from bot.accounts.roles import ADMINISTRATOR
from bot.contacts.duty import Duty
from bot.staff.errors import no_right
from bot.staff.visit import Visit

# What the log names the subjects of these pages.
SUBJECT = "uebergabe"
SHOWN_CHANGES = 10


def may_administer(visit: Visit) -> bool:
    """Tell whether the visitor may change everything here."""
    return visit.account.may(ADMINISTRATOR)


def may_change(visit: Visit, duty: Duty) -> bool:
    """Tell whether the visitor may change a contact's hours and absences: one's own by the e-mail address, or all."""
    return may_administer(visit) or (duty.email != "" and duty.email.casefold() == visit.account.email.casefold())


def check_may_change(visit: Visit, duty: Duty) -> None:
    """Let only those go on who may change a contact's hours and absences. Raises Refused."""
    if not may_change(visit, duty):
        raise no_right()


def note_change(visit: Visit, action: str, subject: str, detail: str = "") -> None:
    """Write down a change; ``subject`` is what it was about, such as ``regel:hochvolt``."""
    record_audit(visit.session, visit.account, action, f"{SUBJECT}:{subject}", detail)


def read_changes(visit: Visit, *subjects: str) -> list[AuditLine]:
    """Return the latest changes of subjects that begin like one of these, such as ``regel:``; latest first."""
    beginnings = tuple(f"{SUBJECT}:{subject}" for subject in subjects)
    found = [
        line
        for beginning in beginnings
        for line in find_audit_lines(visit.session, AuditFilter(text=beginning), limit=SHOWN_CHANGES)
        if line.subject.startswith(beginning)
    ]
    return sorted(found, key=lambda line: line.at, reverse=True)[:SHOWN_CHANGES]
