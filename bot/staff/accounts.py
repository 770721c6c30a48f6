"""Accounts: who has one, inviting somebody, changing name, organisation and roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from bot.accounts.invitations import find_open_links, make_invitation
from bot.accounts.lockout import is_locked
from bot.accounts.models import Account
from bot.accounts.register import (
    AccountData,
    InvalidAccount,
    LastAdministrator,
    change_account,
    create_account,
    list_accounts,
    list_organisations,
    read_data,
    role_titles,
)
from bot.accounts.roles import ADMINISTRATOR, ADMINISTRATORS, ROLES
from bot.accounts.sessions import count_sessions
from bot.handoff.account_mail import queue_link, write_link
from bot.handoff.plain_text import tidy_line
from bot.staff.errors import not_found
from bot.staff.pages import get, post
from bot.staff.visit import Visit

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class AccountLine:
    """One line of the list: the account, its roles as words, and its state with the look of it."""

    account: Account
    roles: str
    state: str
    look: str


def show_accounts(visit: Visit) -> Response:
    """``GET /konten``."""
    links = find_open_links(visit.session, now=visit.now)
    lines = [_line(visit, account, links.get(account.id)) for account in list_accounts(visit.session)]
    return visit.page("accounts/list.html", lines=lines)


def new_account(visit: Visit) -> Response:
    """``GET /konten/neu``."""
    return _show_invitation(visit, "", AccountData(""), {})


def invite(visit: Visit) -> Response:
    """``POST /konten/neu``: make the account and send the link."""
    email, data = tidy_line(str(visit.form.get("email", ""))), read_account_form(visit)
    try:
        account = create_account(visit.session, visit.account, email=email, data=data)
    except InvalidAccount as refusal:
        return _show_invitation(visit, email, data, refusal.problems)
    return send_new_link(visit, account)


def show_account(visit: Visit) -> Response:
    """``GET /konten/{account}``."""
    account = find_visited(visit)
    return show_account_page(visit, account, read_data(account), {})


def save_account(visit: Visit) -> Response:
    """``POST /konten/{account}``: the log-ins of the account end, but for the one that saves."""
    assert visit.login is not None
    account, data = find_visited(visit), read_account_form(visit)
    try:
        is_changed = change_account(visit.session, visit.account, account, data, except_key=visit.login.key)
    except InvalidAccount as refusal:
        return show_account_page(visit, account, data, refusal.problems)
    except LastAdministrator as refusal:
        return show_account_page(visit, account, data, {"roles": str(refusal)})
    notice = f"Gespeichert. {account.name} muss sich neu anmelden." if is_changed else "Es war nichts zu ändern."
    if account.id == visit.account.id:
        target = "show_accounts" if ADMINISTRATOR in data.roles else "show_overview"
        return visit.redirect(target, notice="Gespeichert.")
    return visit.redirect("show_account", notice=notice, account=account.id)


def find_visited(visit: Visit) -> Account:
    """Return the account whose number stands in the path. Raises Refused."""
    number = int(visit.params["account"])
    account = visit.session.get(Account, number) if number <= LARGEST_ID else None
    if account is None:
        raise not_found("Dieses Konto gibt es nicht.")
    return account


def read_account_form(visit: Visit) -> AccountData:
    """Return what was entered about an account."""
    form = visit.form
    name, organisation = (tidy_line(str(form.get(field, ""))) for field in ("name", "organisation"))
    return AccountData(name, organisation, frozenset(str(role) for role in form.getlist("roles")))


def send_new_link(visit: Visit, account: Account) -> Response:
    """Send a link by mail; without a mail server show it, to be handed on."""
    token = make_invitation(visit.session, account, now=visit.now)
    queue_link(visit.session, visit.settings, account, token)
    if not visit.settings.smtp_url:
        return visit.page("accounts/link.html", account=account, link=write_link(visit.settings, token))
    notice = f"Der Link ist unterwegs an {account.email}. Er gilt 72 Stunden."
    return visit.redirect("show_account", notice=notice, account=account.id)


def show_account_page(visit: Visit, account: Account, data: AccountData, problems: dict[str, str]) -> Response:
    """Show an account with what was entered last."""
    link_until = find_open_links(visit.session, now=visit.now).get(account.id)
    return visit.page(
        "accounts/account.html",
        status=422 if problems else 200,
        line=_line(visit, account, link_until),
        link_until=link_until,
        session_count=count_sessions(visit.session, account.id, now=visit.now),
        **_form_context(visit, data, problems),
    )


def _show_invitation(visit: Visit, email: str, data: AccountData, problems: dict[str, str]) -> Response:
    context = _form_context(visit, data, problems)
    return visit.page("accounts/new.html", status=422 if problems else 200, email=email, **context)


def _form_context(visit: Visit, data: AccountData, problems: dict[str, str]) -> dict[str, object]:
    return {
        "data": data,
        "problems": problems,
        "all_roles": ROLES,
        "organisations": list_organisations(visit.session),
    }


def _line(visit: Visit, account: Account, link_until: datetime | None) -> AccountLine:
    roles = ", ".join(role_titles(read_data(account).roles))
    return AccountLine(account, roles, *_state(account, link_until, visit.now))


def _state(account: Account, link_until: datetime | None, now: datetime) -> tuple[str, str]:
    """Return the state of an account and its look."""
    if not account.is_active:
        return "abgeschaltet", "bad"
    if is_locked(account, now):
        return "nach Fehlversuchen gesperrt", "bad"
    if account.password_hash:
        return "aktiv", "good"
    return ("eingeladen", "mind") if link_until else ("Einladung abgelaufen", "bad")


PAGES = (
    get("/konten", show_accounts, ADMINISTRATORS),
    get("/konten/neu", new_account, ADMINISTRATORS),
    post("/konten/neu", invite, ADMINISTRATORS),
    get("/konten/{account:int}", show_account, ADMINISTRATORS),
    post("/konten/{account:int}", save_account, ADMINISTRATORS),
)
