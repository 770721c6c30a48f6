"""Categories of content: whose they are, and whether a second pair of eyes is needed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.roles import ADMINISTRATOR, APPROVER, WRITERS
from bot.accounts.sessions import AccountView
from bot.content.fields import GROUP
from bot.content.kinds import FAQ, KINDS, Kind
from bot.content.records import Record
from bot.revisions.models import Category

CATEGORIES = {
    **{f"faq:{group}": f"FAQ: {title}" for group, title in GROUP.items()},
    **{kind.name: kind.title for kind in KINDS.values() if kind is not FAQ},
}


@dataclass(frozen=True)
class CategoryRules:
    """The rules of one category."""

    key: str
    organisation: str = ""
    needs_approval: bool = False

    def allows_writing(self, account: AccountView) -> bool:
        """Tell whether an account may write here: by its role, and by its organisation where one owns the category."""
        if not account.may(*WRITERS):
            return False
        return not self.organisation or account.organisation == self.organisation or account.may(ADMINISTRATOR)

    def allows_publishing(self, account: AccountView, *, author_id: int | None) -> bool:
        """Tell whether an account may publish what somebody wrote: with four eyes only as another one who approves."""
        if not self.allows_writing(account):
            return False
        return not self.needs_approval or (account.may(APPROVER) and account.id != author_id)


def category_key(kind: Kind, record: Record) -> str:
    """Return the category of a record."""
    return f"faq:{record['topic_group']}" if kind is FAQ else kind.name


def read_rules(session: Session, kind: Kind, record: Record) -> CategoryRules:
    """Return the rules for a record."""
    key = category_key(kind, record)
    row = session.get(Category, key)
    return CategoryRules(key, row.organisation, row.needs_approval) if row else CategoryRules(key)


def read_all_rules(session: Session) -> dict[str, CategoryRules]:
    """Return the rules of every category."""
    rows = {row.key: row for row in session.scalars(select(Category))}
    return {
        key: CategoryRules(key, rows[key].organisation, rows[key].needs_approval) if key in rows else CategoryRules(key)
        for key in CATEGORIES
    }


def save_rules(session: Session, rules: CategoryRules) -> None:
    """Write the rules of one category."""
    row = session.get(Category, rules.key) or Category(key=rules.key)
    row.organisation, row.needs_approval = rules.organisation, rules.needs_approval
    session.add(row)
