"""Undoing a whole import."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.content.kinds import FAQ, TOPIC
from bot.content.records import blank_record, read_record, save_record
from bot.content.sheets.columns import SheetLine
from bot.revisions.categories import CategoryRules, save_rules
from bot.revisions.drafts import find_latest
from bot.revisions.imports.running import ImportClosed
from bot.revisions.imports.undoing import undo_import
from bot.revisions.publishing import publish, publish_now
from tests.revisions.imports.sheets import (
    FIRST,
    SECOND,
    change,
    export,
    new_line,
    outcomes,
    publish_entries,
    rows_of,
    run,
    store,
)
from tests.revisions.people import NOW, add_approver, add_person, faq_record


def answers(session: Session, *keys: str) -> list[str]:
    return [read_record(session, FAQ, key)["answer"] for key in keys]


def test_records_go_back_to_the_state_before_the_import(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika, FIRST)
    save_record(session, FAQ, SECOND, faq_record(question="Nie bearbeitet?"))
    before = export(session)
    found = run(session, erika, *(change(line, answer="Neu.", variants=["Wie?"]) for line in before.values()))
    assert undo_import(session, found, actor=erika, now=NOW) == 0
    assert {key: line.record for key, line in export(session).items()} == {k: line.record for k, line in before.items()}
    assert (found.state, found.undone_by, outcomes(session, found)) == ("undone", "Erika", ["undone"] * 2)


@pytest.mark.parametrize("kind", [FAQ, TOPIC], ids=lambda kind: kind.name)
def test_new_records_are_archived(session: Session, erika: AccountView, kind: object) -> None:
    line = new_line("neu") if kind is FAQ else SheetLine("neu", blank_record(TOPIC) | {"name": "Neu"}, "")
    found = run(session, erika, line, kind=kind)
    undo_import(session, found, actor=erika, now=NOW)
    name, archived = kind.archived
    assert read_record(session, kind, "neu")[name] == archived


def test_what_changed_since_stays_and_is_named_until_somebody_chooses(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    found = run(session, erika, *(change(line, answer="Neu.") for line in export(session).values()))
    publish_entries(session, add_person(session, "Otto"), FIRST, answer="Von Otto.")
    undo_import(session, found, actor=erika, now=NOW)
    assert answers(session, FIRST, SECOND) == ["Von Otto.", "Ein Netzwerk."]
    kept = rows_of(session, found)[0]
    assert (kept.outcome, kept.message) == ("kept", "Seit dem Import geändert, deshalb nicht zurückgesetzt.")
    undo_import(session, found, actor=erika, now=NOW, anyway=[kept.id])
    assert answers(session, FIRST) == ["Ein Netzwerk."]
    assert outcomes(session, found) == ["undone", "undone"]


def test_what_waits_for_approval_is_withdrawn(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    save_rules(session, CategoryRules("faq:netzwerk", needs_approval=True))
    found = run(session, erika, change(export(session)[FIRST], answer="Neu."))
    waiting = find_latest(session, FAQ, FIRST)
    undo_import(session, found, actor=erika, now=NOW)
    assert (waiting.status, outcomes(session, found)) == ("discarded", ["undone"])


def test_what_was_approved_meanwhile_goes_back_as_well(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    save_rules(session, CategoryRules("faq:netzwerk", needs_approval=True))
    found = run(session, erika, change(export(session)[FIRST], answer="Neu."))
    frida = add_approver(session)
    publish(session, find_latest(session, FAQ, FIRST), actor=frida, now=NOW)
    assert answers(session, FIRST) == ["Neu."]
    save_rules(session, CategoryRules("faq:netzwerk"))
    undo_import(session, found, actor=frida, now=NOW)
    assert answers(session, FIRST) == ["Ein Netzwerk."]


def test_with_four_eyes_going_back_waits_for_approval(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    found = run(session, erika, change(export(session)[FIRST], answer="Neu."))
    save_rules(session, CategoryRules("faq:netzwerk", needs_approval=True))
    undo_import(session, found, actor=erika, now=NOW)
    assert answers(session, FIRST) == ["Neu."]
    assert "Wartet auf Freigabe" in rows_of(session, found)[0].message


def test_rows_of_others_categories_stay_with_the_reason(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    found = run(session, erika, change(export(session)[FIRST], answer="Neu."))
    save_rules(session, CategoryRules("faq:netzwerk", organisation="WFG"))
    undo_import(session, found, actor=erika, now=NOW)
    assert (outcomes(session, found), answers(session, FIRST)) == (["kept"], ["Neu."])
    assert "Zuständig ist WFG" in rows_of(session, found)[0].message


def test_long_imports_are_undone_in_steps(session: Session, erika: AccountView) -> None:
    found = run(session, erika, *(new_line(f"neu-{number}", question=f"{number}?") for number in range(5)))
    assert [undo_import(session, found, actor=erika, now=NOW, limit=2) for _step in range(3)] == [3, 1, 0]
    assert outcomes(session, found) == ["undone"] * 5


def test_an_import_that_was_not_taken_cannot_be_undone(session: Session, erika: AccountView) -> None:
    with pytest.raises(ImportClosed, match="nichts geändert"):
        undo_import(session, store(session, erika, new_line("neu")), actor=erika, now=NOW)


def test_what_another_record_has_taken_over_stays_with_the_reason(session: Session, erika: AccountView) -> None:
    for key, words in (("ki", ["Roboter"]), ("logistik", [])):
        publish_now(session, TOPIC, key, {"name": key, "synonyms": words}, actor=erika, now=NOW)
    found = run(session, erika, change(export(session, TOPIC)["ki"], synonyms=[]), kind=TOPIC)
    publish_now(session, TOPIC, "logistik", {"name": "logistik", "synonyms": ["Roboter"]}, actor=erika, now=NOW)
    assert undo_import(session, found, actor=erika, now=NOW) == 0
    assert outcomes(session, found) == ["kept"]
    assert "schon bei einem anderen Eintrag" in rows_of(session, found)[0].message
