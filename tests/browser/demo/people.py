"""The people of the handbook: who they are, and how they log in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.accounts.invitations import make_invitation
from bot.accounts.models import Account, AccountRole
from bot.accounts.passwords import hash_password
from bot.accounts.sessions import AccountView, view_account
from bot.revisions.models import Category
from tests.browser.demo.clock import ago
from tests.staff.desk import PASSWORD

WFG = "Wirtschaftsförderung Region Kassel"


@dataclass(frozen=True)
class People:
    """The accounts that act, and the token of the one invitation that is still open."""

    erika: AccountView  # writes
    frank: AccountView  # approves
    vera: AccountView  # administers
    ute: AccountView  # writes for a partner
    invitation: str


def add_people(session: Session) -> People:
    """Make the accounts and the rules for categories; the caller commits."""
    with ago(days=40):
        vera = _add(session, "Vera Beispiel", WFG, "verwaltung", "freigabe", "auswertung", "redaktion")
        erika = _add(session, "Erika Beispiel", WFG, "redaktion", "auswertung", "beratung")
        frank = _add(session, "Frank Beispiel", WFG, "redaktion", "freigabe", "auswertung")
        ute = _add(session, "Ute Beispiel", "Universität Kassel", "redaktion")
    session.add(Category(key="faq:foerderung", organisation="", needs_approval=True))
    session.add(Category(key="faq:netzwerk", organisation=WFG, needs_approval=False))
    with ago(days=2):
        _add(session, "Tina Beispiel", WFG, "freigabe").totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    with ago(hours=3) as now:
        nils = _add(session, "Nils Beispiel", "DGB Bildungswerk Hessen", "redaktion", has_password=False)
        invitation = make_invitation(session, nils, now=now)
    return People(*(view_account(one) for one in (erika, frank, vera, ute)), invitation)


def _add(session: Session, name: str, organisation: str, *roles: str, has_password: bool = True) -> Account:
    account = Account(
        email=f"{name.split()[0].lower()}@example.org",
        name=name,
        organisation=organisation,
        password_hash=hash_password(PASSWORD) if has_password else "",
        roles=[AccountRole(role=role) for role in roles],
    )
    session.add(account)
    session.flush()
    return account
