"""Mails that did not get through: sent ones that were given up, and received ones that belong to no case.

Of a mail about a case only the number is shown: whoever looks after the mail need not know the concern.
"""

from __future__ import annotations

from starlette.responses import Response

from bot.accounts.audit import record_audit
from bot.accounts.roles import ADMINISTRATORS
from bot.handoff.inbound.open_mails import count_open, list_open, settle
from bot.handoff.mail_watch import read_mail_state
from bot.handoff.outbox import list_failed, try_again
from bot.staff.accounts import LARGEST_ID
from bot.staff.audit_log import LAST_PAGE, read_number
from bot.staff.errors import Refused
from bot.staff.pages import get, post
from bot.staff.visit import Visit

PAGE_SIZE = 50
MOST_RECEIVED = 50
OUTCOMES = {
    "unmatched": "gehört zu keinem Vorgang, den der Lotse kennt",
    "empty": "enthielt keinen lesbaren eigenen Text",
    "refused": "ließ sich nicht lesen",
}


def show_failed_mails(visit: Visit) -> Response:
    """``GET /mails``."""
    number = read_number(visit.query.get("seite", ""), largest=LAST_PAGE) or 1
    mails = list_failed(visit.session, size=PAGE_SIZE + 1, offset=(number - 1) * PAGE_SIZE)
    state = read_mail_state(visit.session, now=visit.now)
    return visit.page(
        "failed_mails.html",
        mails=mails[:PAGE_SIZE],
        received=list_open(visit.session, size=MOST_RECEIVED),
        received_count=count_open(visit.session),
        outcomes=OUTCOMES,
        has_more=len(mails) > PAGE_SIZE,
        number=number,
        state=state,
        is_late=state.is_late(visit.now),
    )


def send_mail_again(visit: Visit) -> Response:
    """``POST /mails/{mail}/noch-einmal``."""
    mail_id = int(visit.params["mail"])
    if mail_id > LARGEST_ID or not try_again(visit.session, mail_id, now=visit.now):
        raise Refused(409, "Diese Mail ist schon wieder unterwegs, oder es gibt sie nicht mehr.")
    record_audit(visit.session, visit.account, "Mail noch einmal gesendet", f"mail:{mail_id}")
    return visit.redirect("show_failed_mails", notice="Die Mail wird noch einmal gesendet.")


def settle_mail(visit: Visit) -> Response:
    """``POST /mails/eingang/{key}/erledigt``: somebody has looked at it in the mailbox."""
    key = visit.params["key"]
    if not settle(visit.session, key, now=visit.now):
        raise Refused(409, "Diese Mail ist schon erledigt, oder es gibt sie nicht mehr.")
    record_audit(visit.session, visit.account, "Eingegangene Mail erledigt", f"eingang:{key[:12]}")
    return visit.redirect("show_failed_mails", notice="Die Mail ist als erledigt vermerkt.", fragment="eingang")


PAGES = (
    get("/mails", show_failed_mails, ADMINISTRATORS),
    post("/mails/eingang/{key}/erledigt", settle_mail, ADMINISTRATORS),
    post("/mails/{mail:int}/noch-einmal", send_mail_again, ADMINISTRATORS),
)
