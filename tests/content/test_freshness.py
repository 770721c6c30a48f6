"""Lists of what has to be looked at again, over a handful of records."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.content.freshness import BY_NAME, CONCERNS, count_aging, count_concerns, find_aging
from bot.content.kinds import CONTACT, FAQ, FUNDING, KINDS, TRAINING, Kind
from bot.content.records import blank_record, save_record

TODAY = date(2026, 11, 22)
EVERY_KIND = ("faq", "foerderung", "weiterbildung", "kontakt")
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
# Records about which nothing is to be said.
FRESH: dict[str, dict[str, Any]] = {
    "faq": {"question": "Was?", "topic_group": "netzwerk", "answer": "Das.", "certainty": "belegt"},
    "foerderung": {
        "level": "bund",
        "area": "bundesweit",
        "certainty": "belegt",
        "apply_before_start": "ja",
        "status": "laufend",
    },
    "weiterbildung": {"azav": "ja", "education_voucher": "nein", "status": "laufend"},
    "kontakt": {"name": "Erika"},
}
SHARED = {
    "title": "Titel",
    "provider": "Träger",
    "source_title": "Website",
    "source_url": "https://example.org",
    "source_date": "2026",
    "responsible": "erika@example.org",
    "review_on": TOMORROW,
}


def add(session: Session, kind: Kind, key: str, **changes: Any) -> None:
    fields = {one.name for one in kind.fields}
    shared = {name: value for name, value in SHARED.items() if name in fields}
    save_record(session, kind, key, blank_record(kind) | shared | FRESH[kind.name] | changes)


@pytest.fixture
def session(session_factory: sessionmaker) -> Any:
    """A database with one fresh record of each kind."""
    with session_factory() as session, session.begin():
        for kind in (FAQ, FUNDING, TRAINING, CONTACT):
            add(session, kind, "frisch")
        yield session


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("concern", "kind", "change"),
    [
        *(("wiedervorlage", kind, {"review_on": YESTERDAY}) for kind in EVERY_KIND),
        *(("ohne-verantwortliche", kind, {"responsible": ""}) for kind in EVERY_KIND),
        *(("ohne-quelle", kind, {"source_url": ""}) for kind in ("faq", "foerderung", "weiterbildung")),
        *(("abgelaufen", kind, {"valid_until": YESTERDAY}) for kind in ("faq", "foerderung")),
        ("unklar", "faq", {"certainty": "teilweise"}),
        ("unklar", "foerderung", {"certainty": "allgemein"}),
        ("unklar", "foerderung", {"apply_before_start": "unbekannt"}),
        ("unklar", "weiterbildung", {"azav": "unbekannt"}),
        ("unklar", "weiterbildung", {"education_voucher": "unbekannt"}),
        ("unklar", "weiterbildung", {"status": "unsicher"}),
        ("beginn-vorbei", "weiterbildung", {"starts_on": YESTERDAY}),
        ("ohne-nachfolger", "foerderung", {"status": "ausgelaufen"}),
    ],
)
def test_each_concern_finds_its_records_and_no_other_does(
    session: Session, concern: str, kind: str, change: dict[str, Any]
) -> None:
    add(session, KINDS[kind], "alt", **change)
    counts = count_concerns(session, TODAY)
    assert {pair for pair, count in counts.items() if count} == {(concern, kind)}
    assert [one.key for one in find_aging(session, BY_NAME[concern], KINDS[kind], TODAY)] == ["alt"]


@pytest.mark.parametrize("kind", [FAQ, FUNDING])
@pytest.mark.parametrize(("day", "lists"), [(0, 3), (30, 3), (31, 2), (60, 2), (61, 1), (90, 1), (91, 0)])
def test_what_ends_soon_stands_in_the_lists_of_its_days(session: Session, kind: Kind, day: int, lists: int) -> None:
    add(session, kind, "endet", valid_until=in_days(day))
    counts = [count_aging(session, BY_NAME[f"ablauf-{days}"], kind, TODAY) for days in (30, 60, 90)]
    assert counts == [0] * (3 - lists) + [1] * lists


def test_nothing_is_to_be_done_about_what_is_archived(session: Session) -> None:
    add(session, FAQ, "alt", review_on=YESTERDAY, status="archived")
    add(session, TRAINING, "alt", review_on=YESTERDAY, starts_on=YESTERDAY, is_archived=True)
    assert not any(count_concerns(session, TODAY).values())


def test_a_programme_with_a_successor_needs_none(session: Session) -> None:
    add(session, FUNDING, "alt", status="ausgelaufen", successor="frisch")
    assert count_aging(session, BY_NAME["ohne-nachfolger"], FUNDING, TODAY) == 0


def test_what_is_unclear_is_named_without_what_is_known(session: Session) -> None:
    add(session, TRAINING, "kurs", azav="unbekannt")
    assert find_aging(session, BY_NAME["unklar"], TRAINING, TODAY)[0].facts == {"azav": "unbekannt"}


def test_lists_are_ordered_by_day_and_paged(session: Session) -> None:
    for number in (3, 1, 2):
        add(session, FUNDING, f"p{number}", valid_until=in_days(number))
    found = [find_aging(session, BY_NAME["ablauf-30"], FUNDING, TODAY, page=page, size=2) for page in (1, 2, 3)]
    assert [[one.key for one in page] for page in found] == [["p1", "p2"], ["p3"], []]
    assert found[0][0].day == in_days(1)


def test_one_pass_counts_what_single_counts_count(session: Session) -> None:
    for number, certainty in enumerate(("teilweise", "belegt", "allgemein")):
        add(session, FUNDING, f"p{number}", certainty=certainty, valid_until=in_days(number * 40), source_url="")
    counts = count_concerns(session, TODAY)
    single = {(one.name, kind.name): count_aging(session, one, kind, TODAY) for one in CONCERNS for kind in one.kinds}
    assert counts == single
