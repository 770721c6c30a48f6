"""What an administrator does to one account with one button."""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.audit import record_audit
from bot.accounts.invitations import revoke_invitations
from bot.accounts.models import Account
from bot.accounts.register import LastAdministrator, deactivate_account, reactivate_account
from bot.accounts.roles import ADMINISTRATORS
from bot.accounts.second_factor import switch_off
from bot.accounts.sessions import close_all_sessions
from bot.handoff.account_mail import forget_links
from bot.staff.accounts import find_visited, send_new_link
from bot.staff.errors import Refused
from bot.staff.pages import post
from bot.staff.visit import Visit


def close_account(visit: Visit) -> Response:
    """``POST /konten/{account}/abschalten``: nobody logs in with it any more."""
    account = find_visited(visit)
    try:
        deactivate_account(visit.session, visit.account, account)
    except LastAdministrator as refusal:
        raise Refused(409, str(refusal)) from None
    forget_links(visit.session, account.id)
    return _back(visit, account, "Das Konto ist abgeschaltet. Was die Person geschrieben hat, bleibt.")


def reopen_account(visit: Visit) -> Response:
    """``POST /konten/{account}/einschalten``."""
    account = find_visited(visit)
    reactivate_account(visit.session, visit.account, account)
    return _back(visit, account, "Das Konto ist wieder eingeschaltet, mit dem Passwort von vorher.")


def send_link(visit: Visit) -> Response:
    """``POST /konten/{account}/link``: a new link to choose a password; the one before ends."""
    account = find_visited(visit)
    if not account.is_active:
        raise Refused(409, "Das Konto ist abgeschaltet. Schalten Sie es zuerst wieder ein.")
    record_audit(visit.session, visit.account, "Link verschickt", f"konto:{account.email}")
    return send_new_link(visit, account)


def revoke_link(visit: Visit) -> Response:
    """``POST /konten/{account}/link-zuruecknehmen``."""
    account = find_visited(visit)
    if not revoke_invitations(visit.session, account.id):
        return _back(visit, account, "Es gab keinen offenen Link mehr.")
    forget_links(visit.session, account.id)
    record_audit(visit.session, visit.account, "Link zurückgenommen", f"konto:{account.email}")
    return _back(visit, account, "Der Link gilt nicht mehr.")


def reset_second_factor(visit: Visit) -> Response:
    """``POST /konten/{account}/zweiter-faktor``: for somebody who lost telephone and recovery codes."""
    account = find_visited(visit)
    switch_off(visit.session, visit.account, account)
    return _back(visit, account, "Der zweite Faktor ist abgeschaltet. Die Person kann ihn selbst neu einrichten.")


def end_sessions(visit: Visit) -> Response:
    """``POST /konten/{account}/abmelden``: end its log-ins everywhere."""
    account = find_visited(visit)
    close_all_sessions(visit.session, account.id)
    record_audit(visit.session, visit.account, "Anmeldungen beendet", f"konto:{account.email}")
    return _back(visit, account, "Alle Anmeldungen des Kontos sind beendet.")


def _back(visit: Visit, account: Account, notice: str) -> Response:
    return visit.redirect("show_account", notice=notice, account=account.id)


PAGES = (
    post("/konten/{account:int}/abschalten", close_account, ADMINISTRATORS),
    post("/konten/{account:int}/einschalten", reopen_account, ADMINISTRATORS),
    post("/konten/{account:int}/link", send_link, ADMINISTRATORS),
    post("/konten/{account:int}/link-zuruecknehmen", revoke_link, ADMINISTRATORS),
    post("/konten/{account:int}/zweiter-faktor", reset_second_factor, ADMINISTRATORS),
    post("/konten/{account:int}/abmelden", end_sessions, ADMINISTRATORS),
)
