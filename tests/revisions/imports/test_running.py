"""Taking the chosen rows of an import."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.sessions import AccountView
from bot.content.kinds import FAQ, TOPIC
from bot.content.records import blank_record, find_rows, read_record
from bot.content.sheets.columns import SheetLine
from bot.revisions.categories import CategoryRules, save_rules
from bot.revisions.drafts import find_latest
from bot.revisions.imports.models import Import
from bot.revisions.imports.queries import count_outcomes
from bot.revisions.imports.running import ImportClosed, run_import
from bot.revisions.imports.storing import choose_rows, choose_state, drop_import
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
from tests.revisions.people import NOW, add_person


def test_taken_rows_are_live_under_the_mark_of_their_import(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    found = run(session, erika, change(export(session)[FIRST], answer="Neu."), new_line("neu", question="Neu?"))
    assert outcomes(session, found) == ["published", "published"]
    assert read_record(session, FAQ, FIRST)["answer"] == "Neu."
    revision = find_latest(session, FAQ, "neu")
    assert (revision.batch, revision.note, revision.author) == (
        found.batch,
        "Aus der Tabelle „faq.csv“, Zeile 3",
        "Erika",
    )
    assert (found.state, found.finished_at) == ("done", NOW)


def test_only_chosen_rows_are_taken(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    found = store(session, erika, *(change(line, answer="Neu.") for line in export(session).values()))
    rows = rows_of(session, found)
    choose_rows(session, found, shown=[row.id for row in rows], chosen=[rows[1].id])
    run_import(session, found, actor=erika, now=NOW)
    assert outcomes(session, found) == ["", "published"]
    assert [read_record(session, FAQ, key)["answer"] for key in (FIRST, SECOND)] == ["Ein Netzwerk.", "Neu."]


def test_rejected_rows_cannot_be_chosen(session: Session, erika: AccountView) -> None:
    found = store(session, erika, new_line(question=""), new_line("neu"))
    choose_rows(session, found, shown=[], chosen=[row.id for row in rows_of(session, found)])
    choose_state(session, found, "rejected", is_chosen=True)
    assert [row.is_chosen for row in rows_of(session, found)] == [False, True]


def test_with_four_eyes_rows_wait_for_approval(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    save_rules(session, CategoryRules("faq:netzwerk", needs_approval=True))
    found = run(session, erika, change(export(session)[FIRST], answer="Neu."))
    assert outcomes(session, found) == ["handed_in"]
    assert find_latest(session, FAQ, FIRST).status == "review"
    assert read_record(session, FAQ, FIRST)["answer"] == "Ein Netzwerk."


def test_a_record_that_changed_after_reading_is_left_alone(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    found = store(session, erika, change(export(session)[FIRST], answer="Von Erika."), new_line(SECOND + "-neu"))
    publish_entries(session, add_person(session, "Otto"), FIRST, SECOND + "-neu", answer="Von Otto.")
    run_import(session, found, actor=erika, now=NOW)
    assert outcomes(session, found) == ["refused", "refused"]
    assert "nach dem Einlesen geändert" in rows_of(session, found)[0].message
    assert read_record(session, FAQ, FIRST)["answer"] == "Von Otto."


def test_a_row_that_may_not_be_written_any_more_is_reported_and_the_others_are_taken(
    session: Session, erika: AccountView
) -> None:
    publish_entries(session, erika)
    lines = [change(line, answer="Neu.") for line in export(session).values()]
    found = store(session, erika, *lines, new_line("neu", topic_group="kontakt", question="Neu?"))
    save_rules(session, CategoryRules("faq:netzwerk", organisation="WFG"))
    run_import(session, found, actor=erika, now=NOW)
    assert outcomes(session, found) == ["refused", "refused", "published"]
    assert "Zuständig ist WFG" in rows_of(session, found)[0].message


def test_a_row_that_breaks_a_rule_of_the_database_takes_no_other_with_it(session: Session, erika: AccountView) -> None:
    topics = [blank_record(TOPIC) | {"name": name, "synonyms": ["dasselbe"]} for name in ("Eins", "Zwei")]
    found = run(session, erika, *(SheetLine("", topic, "") for topic in topics), kind=TOPIC)
    assert outcomes(session, found) == ["published", "refused"]
    assert "schon bei einem anderen Eintrag" in rows_of(session, found)[1].message


def test_long_imports_go_in_steps(session: Session, erika: AccountView) -> None:
    found = store(session, erika, *(new_line(f"neu-{number}", question=f"{number}?") for number in range(5)))
    left = [run_import(session, found, actor=erika, now=NOW, limit=2) for _step in range(3)]
    assert left == [3, 1, 0]
    assert count_outcomes(session, found) == {"published": 5}


def test_a_closed_import_is_not_run_again(session: Session, erika: AccountView) -> None:
    found = run(session, erika, new_line("neu"))
    with pytest.raises(ImportClosed, match="schon übernommen oder verworfen"):
        run_import(session, found, actor=erika, now=NOW)
    dropped = store(session, erika, new_line("anders", question="Anders?"))
    assert drop_import(session, dropped, actor=erika)
    with pytest.raises(ImportClosed):
        run_import(session, dropped, actor=erika, now=NOW)
    assert read_record(session, FAQ, "anders") is None


def test_an_import_that_has_begun_is_not_dropped_for_only_a_done_one_can_be_undone(
    session: Session, erika: AccountView
) -> None:
    found = store(session, erika, new_line("eins"), new_line("zwei"))
    run_import(session, found, actor=erika, now=NOW, limit=1)
    assert not drop_import(session, found, actor=erika)
    assert found.state == "open"


def test_what_somebody_changes_between_two_steps_of_one_session_is_left_alone(session_factory: sessionmaker) -> None:
    with session_factory() as session:
        erika = add_person(session, "Erika")
        publish_entries(session, erika)
        found = store(session, erika, *(change(line, answer="Neu.") for line in export(session).values()))
        session.commit()
        known = find_rows(session, FAQ, [FIRST, SECOND])
        for number in range(2):
            run_import(session, found, actor=erika, now=NOW, limit=1)
            session.commit()
            if number == 0:
                with session_factory.begin() as other:
                    publish_entries(other, erika, SECOND, answer="Von anderen.")
        assert outcomes(session, found) == ["published", "refused"]
    with session_factory() as session:
        assert read_record(session, FAQ, SECOND)["answer"] == "Von anderen."
    assert len(known) == 2


def test_two_editors_who_press_at_once_take_the_rows_once(session_factory: sessionmaker) -> None:
    with session_factory.begin() as session:
        erika = add_person(session, "Erika")
        number = store(session, erika, new_line("neu")).id
    with session_factory() as one, session_factory.begin() as other:
        late = one.get(Import, number)
        run_import(other, other.get(Import, number), actor=erika, now=NOW)
        other.commit()
        with pytest.raises(ImportClosed):
            run_import(one, late, actor=erika, now=NOW)
