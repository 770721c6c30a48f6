"""One's own account: the password, and the second factor."""

from __future__ import annotations

import segno
from starlette.responses import Response

from bot.accounts.audit import record_audit
from bot.accounts.models import Account
from bot.accounts.own_password import change_password, find_refusal
from bot.accounts.passwords import SHORTEST, WeakPassword
from bot.accounts.register import role_titles
from bot.accounts.roles import EVERYBODY
from bot.accounts.second_factor import (
    WRONG_CODE,
    count_recovery_codes,
    find_prepared_secret,
    prepare_secret,
    renew_recovery_codes,
    switch_off,
    switch_on,
)
from bot.accounts.secrets import make_key
from bot.accounts.sessions import OpenSession, leave_notice
from bot.accounts.totp import write_uri
from bot.staff.links import read_new_password
from bot.staff.login import give_cookie
from bot.staff.pages import get, post
from bot.staff.visit import Visit

QR_SCALE = 5  # pixels for each module


def show_own_account(visit: Visit) -> Response:
    """``GET /mein-konto``."""
    return _show(visit)


def save_own_password(visit: Visit) -> Response:
    """``POST /mein-konto/passwort``: log-ins elsewhere end, this one gets a new token."""
    login, old = _login(visit), str(visit.form.get("current", ""))
    problem = find_refusal(visit.session, login, password=old, now=visit.now)
    if problem:
        return _show(visit, password_problem=problem)
    try:
        token = change_password(visit.session, login, old=old, new=read_new_password(visit), now=visit.now)
    except WeakPassword as refusal:
        return _show(visit, password_problem=str(refusal))
    leave_notice(visit.session, make_key(token), "Ihr Passwort ist geändert.")
    return give_cookie(visit, visit.redirect("show_own_account"), token)


def start_second_factor(visit: Visit) -> Response:
    """``POST /mein-konto/zweiter-faktor``: a new secret for this log-in, to be confirmed by a code."""
    problem = _check_password(visit)
    if problem or visit.account.has_second_factor:
        return _show(visit, factor_problem=problem)
    prepare_secret(visit.session, _login(visit))
    return visit.redirect("show_new_secret")


def show_new_secret(visit: Visit) -> Response:
    """``GET /mein-konto/zweiter-faktor``: the secret as a QR code and as letters."""
    return _show_secret(visit)


def confirm_second_factor(visit: Visit) -> Response:
    """``POST /mein-konto/zweiter-faktor/bestaetigen``: switched on with the first code; recovery codes, once."""
    codes = switch_on(visit.session, _login(visit), code=str(visit.form.get("code", "")), now=visit.now)
    if codes is None:
        return _show_secret(visit, problem=WRONG_CODE)
    return visit.page("accounts/recovery_codes.html", codes=codes, is_new=True)


def renew_codes(visit: Visit) -> Response:
    """``POST /mein-konto/wiederherstellung``: new recovery codes, shown once."""
    problem = _check_password(visit)
    if problem or not visit.account.has_second_factor:
        return _show(visit, factor_problem=problem)
    codes = renew_recovery_codes(visit.session, visit.account.id)
    record_audit(visit.session, visit.account, "Wiederherstellungscodes erneuert", f"konto:{visit.account.email}")
    return visit.page("accounts/recovery_codes.html", codes=codes, is_new=False)


def switch_off_second_factor(visit: Visit) -> Response:
    """``POST /mein-konto/zweiter-faktor/abschalten``."""
    problem = _check_password(visit)
    if problem:
        return _show(visit, factor_problem=problem)
    account = visit.session.get(Account, visit.account.id)
    switch_off(visit.session, visit.account, account, except_key=_login(visit).key)
    return visit.redirect("show_own_account", notice="Der zweite Faktor ist abgeschaltet.")


def draw_qr_code(text: str) -> str:
    """Return a QR code as the address of an image (SVG), dark on white whatever the colours of the page."""
    return str(segno.make(text, error="m").svg_data_uri(scale=QR_SCALE, dark="#000", light="#fff", border=4))


def _login(visit: Visit) -> OpenSession:
    assert visit.login is not None
    return visit.login


def _check_password(visit: Visit) -> str:
    password = str(visit.form.get("current", ""))
    return find_refusal(visit.session, _login(visit), password=password, now=visit.now)


def _show(visit: Visit, *, password_problem: str = "", factor_problem: str = "") -> Response:
    return visit.page(
        "accounts/own.html",
        status=422 if password_problem or factor_problem else 200,
        roles=role_titles(visit.account.roles),
        shortest=SHORTEST,
        codes_left=count_recovery_codes(visit.session, visit.account.id),
        password_problem=password_problem,
        factor_problem=factor_problem,
    )


def _show_secret(visit: Visit, *, problem: str = "") -> Response:
    secret = find_prepared_secret(visit.session, _login(visit))
    if not secret:
        return visit.redirect("show_own_account")
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return visit.page(
        "accounts/new_secret.html",
        status=422 if problem else 200,
        image=draw_qr_code(write_uri(secret, visit.account.email)),
        secret=groups,
        problem=problem,
    )


PAGES = (
    get("/mein-konto", show_own_account, EVERYBODY),
    post("/mein-konto/passwort", save_own_password, EVERYBODY),
    get("/mein-konto/zweiter-faktor", show_new_secret, EVERYBODY),
    post("/mein-konto/zweiter-faktor", start_second_factor, EVERYBODY),
    post("/mein-konto/zweiter-faktor/bestaetigen", confirm_second_factor, EVERYBODY),
    post("/mein-konto/zweiter-faktor/abschalten", switch_off_second_factor, EVERYBODY),
    post("/mein-konto/wiederherstellung", renew_codes, EVERYBODY),
)
