"""A sheet beside what is live: nobody's change is overwritten unawares."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from bot.accounts.sessions import AccountView
from bot.content.kinds import FAQ, FUNDING, TOPIC, TRAINING
from bot.content.records import blank_record, save_record, write_record
from bot.content.sheets.columns import SheetLine
from bot.revisions.categories import CategoryRules, save_rules
from bot.revisions.imports.storing import store_import
from tests.revisions.imports.sheets import (
    FIRST,
    SECOND,
    change,
    export,
    new_line,
    publish_entries,
    rows_of,
    states,
    store,
)
from tests.revisions.people import NOW, add_person, faq_record, write


def test_an_export_that_nobody_touched_changes_nothing(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    unseen = {"question": "Nie bearbeitet?", "valid_until": date(2027, 1, 31), "answer": "Mit Leerzeichen. "}
    save_record(session, FAQ, "alt", faq_record(**unseen))
    assert states(session, store(session, erika, *export(session).values())) == ["unchanged"] * 3


def test_rows_are_new_changed_or_unchanged(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    lines = export(session)
    found = store(session, erika, change(lines[FIRST], answer="Neu."), lines[SECOND], new_line(question="Dritter?"))
    assert states(session, found) == ["changed", "unchanged", "new"]
    rows = rows_of(session, found)
    assert [row.is_chosen for row in rows] == [True, False, True]
    assert (rows[2].key, rows[0].data["answer"]) == ("dritter", "Neu.")


def test_a_change_of_both_sides_is_a_conflict_and_not_preselected(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    line = export(session)[FIRST]
    publish_entries(session, add_person(session, "Otto"), FIRST, answer="Von Otto.")
    row = rows_of(session, store(session, erika, change(line, answer="Von Erika.")))[0]
    assert (row.state, row.is_chosen) == ("conflict", False)
    assert row.note == "Seit dem Export auch von anderen geändert: „Antwort“."
    assert row.data["answer"] == "Von Erika."


def test_changes_of_different_fields_go_together(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    line = export(session)[FIRST]
    publish_entries(session, add_person(session, "Otto"), FIRST, answer="Von Otto.")
    row = rows_of(session, store(session, erika, change(line, keywords=["neu"])))[0]
    assert row.state == "changed"
    assert (row.data["answer"], row.data["keywords"]) == ("Von Otto.", ["neu"])


def test_what_only_others_changed_since_the_export_stays_theirs(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    line = export(session)[FIRST]
    publish_entries(session, add_person(session, "Otto"), FIRST, answer="Von Otto.")
    assert states(session, store(session, erika, line)) == ["unchanged"]


def test_the_first_edit_of_a_seeded_record_is_seen_as_well(session: Session, erika: AccountView) -> None:
    save_record(session, FAQ, FIRST, faq_record())
    line = export(session)[FIRST]
    publish_entries(session, add_person(session, "Otto"), FIRST, answer="Von Otto.")
    assert states(session, store(session, erika, change(line, answer="Von Erika."))) == ["conflict"]


def test_a_record_that_changed_without_a_revision_is_a_conflict(session: Session, erika: AccountView) -> None:
    save_record(session, FAQ, FIRST, faq_record())
    line = export(session)[FIRST]
    save_record(session, FAQ, FIRST, faq_record(answer="Neu geliefert."))
    assert states(session, store(session, erika, change(line, answer="Von Erika."))) == ["conflict"]


def test_an_open_draft_of_somebody_else_is_a_conflict(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika, "was-ist-tregks")
    line = export(session)["was-ist-tregks"]
    write(session, add_person(session, "Otto"), answer="Noch nicht fertig.")
    row = rows_of(session, store(session, erika, change(line, answer="Von Erika.")))[0]
    assert (row.state, "offenen Entwurf von Otto" in row.note) == ("conflict", True)


def test_columns_that_are_missing_leave_their_fields_alone(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika, FIRST, keywords=["bleibt"])
    content = b"Kurzname;Antwort\r\nerster;Neu."
    row = rows_of(session, store_import(session, FAQ, content, "a.csv", actor=erika, now=NOW))[0]
    assert (row.state, row.data["answer"], row.data["keywords"]) == ("changed", "Neu.", ["bleibt"])


def test_titles_become_short_names_and_rows_may_point_to_each_other(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    lines = [new_line("neu-eins", question="Eins?", related=["Erster"]), new_line("neu-zwei", related=["neu-eins"])]
    rows = rows_of(session, store(session, erika, *lines))
    assert [row.data["related"] for row in rows] == [["erster"], ["neu-eins"]]


def test_new_rows_of_one_title_get_different_short_names(session: Session, erika: AccountView) -> None:
    course = blank_record(TRAINING) | {"title": "Kurs", "provider": "Träger", "source_date": "2026"}
    found = store(session, erika, *[SheetLine("", course, "")] * 3, kind=TRAINING)
    keys = [row.key for row in rows_of(session, found)]
    assert keys[0] == "kurs"
    assert len(set(keys)) == 3


PROGRAMME = {"title": "Zuschuss", "provider": "Land", "source_date": "2026"}
REJECTED: list[tuple[Any, SheetLine, str]] = [
    (FAQ, new_line("Mit Leerzeichen"), "Spalte „Kurzname“: „Mit Leerzeichen“ ist kein Kurzname"),
    (FAQ, new_line("a" * 81), "ist kein Kurzname"),
    (FAQ, new_line(question=""), "Spalte „Frage“: Bitte füllen Sie dieses Feld aus"),
    (FAQ, new_line(question="erster"), "Zum Ändern schreiben Sie den Kurznamen „erster“ in die Zelle"),
    (FAQ, new_line(certainty="vielleicht"), "„vielleicht“ gibt es hier nicht. Möglich: belegt"),
    (FAQ, new_line(source_url="example"), "keine Webadresse. So ist es richtig: https://www.beispiel.de/seite. Dort"),
    (FAQ, new_line(source_date="gestern"), "„gestern“ ist kein Datum"),
    (FAQ, new_line(related=["gibt-es-nicht"]), "Spalte „Verwandte Einträge“: Das gibt es nicht"),
    (FAQ, new_line(valid_from="2027-01-02", valid_until="2027-01-01"), "Das Ende liegt vor dem Anfang"),
    (FAQ, new_line(answer="a" * 4001), "Höchstens 4000 Zeichen, das sind 4001"),
    (
        FUNDING,
        SheetLine("", blank_record(FUNDING) | PROGRAMME | {"max_quota_percent": 101}, ""),
        "Spalte „Förderquote höchstens (%)“: Mehr als 100 Prozent gibt es nicht. Dort steht: „101“",
    ),
    (TOPIC, SheetLine("", {"name": "Zwei", "synonyms": ["KI"]}, ""), "Schon vergeben: „KI“ (bei „Künstliche"),
]


@pytest.mark.parametrize(("kind", "line", "sentence"), REJECTED)
def test_a_rejected_row_says_where_and_why(
    session: Session, erika: AccountView, kind: Any, line: SheetLine, sentence: str
) -> None:
    publish_entries(session, erika)
    save_record(session, TOPIC, "ki", blank_record(TOPIC) | {"name": "Künstliche Intelligenz", "synonyms": ["KI"]})
    row = rows_of(session, store(session, erika, line, kind=kind))[0]
    assert (row.state, row.is_chosen, row.data) == ("rejected", False, None)
    assert row.problems[0].startswith("Zeile 2, Spalte „")
    assert any(sentence in problem for problem in row.problems), row.problems


def test_rows_in_the_category_of_others_are_rejected(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    line = change(export(session)[FIRST], answer="Neu.")
    save_rules(session, CategoryRules("faq:netzwerk", organisation="WFG"))
    row = rows_of(session, store(session, erika, line))[0]
    assert (row.state, "Zuständig ist WFG" in row.problems[0]) == ("rejected", True)


def test_four_eyes_are_announced_before(session: Session, erika: AccountView) -> None:
    publish_entries(session, erika)
    line = change(export(session)[FIRST], answer="Neu.")
    save_rules(session, CategoryRules("faq:netzwerk", needs_approval=True))
    row = rows_of(session, store(session, erika, line))[0]
    assert (row.state, row.is_chosen, "Vier-Augen" in row.note) == ("changed", True, True)


def test_the_number_of_statements_does_not_grow_with_the_rows(
    session_factory: sessionmaker, session: Session, erika: AccountView
) -> None:
    session.add_all(write_record(FAQ.model(slug=f"nr-{number}"), FAQ, faq_record()) for number in range(1200))
    session.flush()
    lines = export(session).values()
    session.expire_all()
    statements: list[str] = []
    event.listen(session_factory.kw["bind"], "after_cursor_execute", lambda *call: statements.append(call[2]))
    assert set(states(session, store(session, erika, *lines))) == {"unchanged"}
    assert len(statements) < 60
