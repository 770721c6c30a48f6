"""Who answers for which category of content, and where a second pair of eyes is needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from bot.accounts.audit import record_audit
from bot.accounts.register import LONGEST_TEXT, list_accounts, list_organisations
from bot.accounts.roles import ADMINISTRATORS, APPROVER
from bot.accounts.sessions import AccountView, view_account
from bot.handoff.plain_text import tidy_line
from bot.revisions.categories import CATEGORIES, CategoryRules, read_all_rules, save_rules
from bot.staff.errors import Refused
from bot.staff.pages import get, post
from bot.staff.visit import Visit

NOBODY_WRITES = "Kein aktives Konto darf hier schreiben."
NOBODY_APPROVES = "Kein aktives Konto darf hier freigeben."


@dataclass(frozen=True)
class CategoryLine:
    """One category with its rules and what is wrong with them, empty if nothing."""

    title: str
    rules: CategoryRules
    warning: str


def show_categories(visit: Visit) -> Response:
    """``GET /zustaendigkeiten``."""
    accounts = [view_account(account) for account in list_accounts(visit.session) if account.is_active]
    all_rules = read_all_rules(visit.session)
    lines = [CategoryLine(CATEGORIES[key], rules, find_gap(rules, accounts)) for key, rules in all_rules.items()]
    return visit.page("accounts/categories.html", lines=lines, organisations=list_organisations(visit.session))


def save_categories(visit: Visit) -> Response:
    """``POST /zustaendigkeiten``: all categories at once; those that changed are noted."""
    before = read_all_rules(visit.session)
    entered = [_read_rules(visit, key) for key in before]
    changed = [rules for rules in entered if rules != before[rules.key]]
    for rules in changed:
        save_rules(visit.session, rules)
        detail = f"{rules.organisation or 'alle'}, {'vier Augen' if rules.needs_approval else 'ohne Freigabe'}"
        record_audit(visit.session, visit.account, "Zuständigkeit geändert", f"bereich:{rules.key}", detail)
    return visit.redirect("show_categories", notice="Gespeichert." if changed else "Es war nichts zu ändern.")


def find_gap(rules: CategoryRules, accounts: Iterable[AccountView]) -> str:
    """Return what keeps a category from being looked after, in a sentence; empty if nothing does."""
    writers = [account for account in accounts if rules.allows_writing(account)]
    if not writers:
        return NOBODY_WRITES
    if rules.needs_approval and not any(account.may(APPROVER) for account in writers):
        return NOBODY_APPROVES
    return ""


def _read_rules(visit: Visit, key: str) -> CategoryRules:
    organisation = tidy_line(str(visit.form.get(f"organisation-{key}", "")))
    if len(organisation) > LONGEST_TEXT:
        raise Refused(422, f"Der Name einer Organisation hat höchstens {LONGEST_TEXT} Zeichen.")
    return CategoryRules(key, organisation, needs_approval=f"vier-augen-{key}" in visit.form)


PAGES = (
    get("/zustaendigkeiten", show_categories, ADMINISTRATORS),
    post("/zustaendigkeiten", save_categories, ADMINISTRATORS),
)
