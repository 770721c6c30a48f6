"""The tiles of the overview: each counts one thing that waits, and leads to it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.analytics.miss_queries import count_states
from bot.content.kinds import KINDS
from bot.content.picks import EXPIRING, OVERDUE, PICKS
from bot.content.queries import ListFilter, count_listed
from bot.handoff.case_queries import count_waiting as count_waiting_cases
from bot.handoff.inbound.open_mails import count_open
from bot.handoff.mail_watch import read_mail_state
from bot.revisions.queries import count_own, count_scheduled, find_waiting
from bot.staff.visit import Visit


@dataclass(frozen=True)
class Tile:
    """A number with its name, and where to go on; ``is_urgent`` sets it off."""

    title: str
    number: int
    links: tuple[tuple[str, str], ...] = ()  # text and address
    is_urgent: bool = False


def count_cases(visit: Visit) -> Tile:
    """Count the cases that wait for somebody."""
    number = count_waiting_cases(visit.session, visit.scope)
    links = (("Ansehen und antworten", visit.url("show_cases")),) if number else ()
    return Tile("Anliegen warten" if number != 1 else "Anliegen wartet", number, links, is_urgent=number > 0)


def count_failed_mails(visit: Visit) -> Tile:
    """Count the mails that were given up within a week; one that waits for too long is urgent as well."""
    state = read_mail_state(visit.session, now=visit.now)
    is_late = state.is_late(visit.now)
    title = f"Mails nicht zugestellt{', eine wartet über eine Stunde' if is_late else ''}"
    links = (("Ansehen und noch einmal senden", visit.url("show_failed_mails")),)
    return Tile(title, state.failed, links, is_urgent=is_late or state.failed > 0)


def count_received_mails(visit: Visit) -> Tile:
    """Count the mails in the mailbox that went to nobody."""
    number = count_open(visit.session)
    links = (("Ansehen", visit.url("show_failed_mails") + "#eingang"),) if number else ()
    return Tile("Mails im Postfach nicht zugeordnet", number, links, is_urgent=number > 0)


def count_waiting(visit: Visit) -> Tile:
    """Count what others have handed in for this person."""
    number = len(find_waiting(visit.session, visit.account))
    links = (("Ansehen und freigeben", visit.url("show_reviews")),) if number else ()
    return Tile("wartet auf Ihre Freigabe", number, links, is_urgent=number > 0)


def count_drafts(visit: Visit) -> Tile:
    """Count this person's own open drafts."""
    number = count_own(visit.session, visit.account)
    links = (("Weiterschreiben", visit.url("show_reviews") + "#entwuerfe"),) if number else ()
    return Tile("Entwürfe von Ihnen", number, links)


def count_planned(visit: Visit) -> Tile:
    """Count what the clock will publish."""
    number = count_scheduled(visit.session)
    links = (("Termine ansehen", visit.url("show_reviews") + "#eingeplant"),) if number else ()
    return Tile("eingeplant", number, links)


def count_overdue(visit: Visit) -> Tile:
    """Count current content past its review date, by kind."""
    return _count_pick(visit, "über der Wiedervorlage", OVERDUE)


def count_expiring(visit: Visit) -> Tile:
    """Count current content that is out of date, or will be within a month."""
    return _count_pick(visit, "abgelaufen oder in 30 Tagen", EXPIRING)


def _count_pick(visit: Visit, title: str, pick: str) -> Tile:
    kinds = [KINDS[name] for name in PICKS[pick].where]
    wanted = ListFilter(pick=pick, today=visit.today)
    counts = [(kind, count_listed(visit.session, kind, wanted)) for kind in kinds]
    links = tuple(
        (f"{kind.title}: {count}", f"{visit.url('list_records', kind=kind.name)}?auswahl={pick}")
        for kind, count in counts
        if count
    )
    return Tile(title, sum(count for _, count in counts), links, is_urgent=bool(links))


def count_unanswered(visit: Visit) -> Tile:
    """Count the groups of questions that the assistant could not answer."""
    number = count_states(visit.session).get("open", 0)
    links = (("Ansehen und beantworten", visit.url("show_inbox")),) if number else ()
    return Tile("unbeantwortete Fragen", number, links)
