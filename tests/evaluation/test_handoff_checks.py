"""The checks of a simulation: each sees what it is there for, and nothing where all is well."""

from __future__ import annotations

import pytest

from bot.evaluation.handoff.check_cases import check_delivery, check_transitions
from bot.evaluation.handoff.check_mails import check_mails
from bot.evaluation.handoff.check_messages import (
    check_silence,
    check_streams,
    check_words_of_persons,
    check_words_of_visitors,
)
from bot.evaluation.handoff.check_promises import check_promises, read_presence
from bot.evaluation.handoff.journal import Journal, SignOfLife, Spoken, Told
from bot.evaluation.handoff.world import LEAD
from bot.search.sentences import sentence
from tests.evaluation.simulated import CASE, NOON, at, make_event, make_evidence, make_mail, make_visit


@pytest.mark.parametrize(
    ("kept", "shown", "broken"),
    [
        (["eins", "zwei"], ["eins", "zwei"], 0),
        (["eins"], ["eins"], 2),  # "zwei" is lost on both sides
        (["eins", "zwei", "zwei"], ["eins", "zwei"], 2),
        (["eins", "zwei"], ["zwei", "eins"], 1),
    ],
)
def test_words_of_persons_stand_once_and_in_order(kept: list[str], shown: list[str], broken: int) -> None:
    evidence = make_evidence(
        thread=[("person", text) for text in kept], messages=[("person", text, 1) for text in shown]
    )
    evidence.played.journal.replies += [Spoken(CASE, text) for text in ("eins", "zwei")]
    assert len(check_words_of_persons(evidence).broken) == broken


@pytest.mark.parametrize(("kept", "broken"), [(["a", "b"], 0), (["a"], 1), (["a", "a", "b"], 1), (["b", "a"], 1)])
def test_words_of_visitors_stand_once_and_in_order(kept: list[str], broken: int) -> None:
    visit = make_visit(written_to_person=["a", "b"])
    evidence = make_evidence(visits=[visit], thread=[("visitor", text) for text in kept])
    assert bool(check_words_of_visitors(evidence).broken) == bool(broken)


@pytest.mark.parametrize(("positions", "broken"), [([1, 2], 0), ([2, 1], 1), ([1, 1], 1), ([1, 3], 0)])
def test_a_stream_goes_forwards(positions: list[int], broken: int) -> None:
    events = [(position, {"id": f"m{number}", "from": "bot"}) for number, position in enumerate(positions)]
    visit = make_visit(events=events, history=[message for _position, message in events])
    assert len(check_streams(make_evidence(visits=[visit])).broken) == broken


def test_a_message_of_a_person_that_a_stream_left_out_is_seen() -> None:
    history = [{"id": one, "from": "person", "text": one} for one in ("m1", "m2", "m3")]
    visit = make_visit(events=[(1, history[0]), (3, history[2])], history=history)
    assert len(check_streams(make_evidence(visits=[visit])).broken) == 1


@pytest.mark.parametrize(("when", "broken"), [(0.5, 0), (1.5, 1), (2.5, 0)])
def test_the_assistant_has_to_be_silent_between_claim_and_return(when: float, broken: int) -> None:
    events = [make_event(1, "claimed", "notified", "claimed"), make_event(2, "answered", "claimed", "answered")]
    evidence = make_evidence(events=events, messages=[("bot", "Das weiß ich.", when)])
    assert len(check_silence(evidence).broken) == broken


def test_a_case_that_was_told_but_not_kept_and_one_that_nobody_received_are_seen() -> None:
    visit = make_visit(told=[Told("TK-2027-ZZZZZZ", "", NOON, NOON)])
    assert len(check_delivery(make_evidence(visits=[visit])).broken) == 3
    assert check_delivery(make_evidence(mails=[make_mail()])).broken == []


def test_a_status_that_follows_from_nothing_is_seen() -> None:
    first, second = make_event(1, "notified", "new", "notified"), make_event(2, "resolved", "notified", "resolved")
    assert check_transitions(make_evidence(events=[first, second])).broken == []
    assert len(check_transitions(make_evidence(events=[second])).broken) == 1
    assert len(check_transitions(make_evidence(events=[first, second], state="person")).broken) == 1
    assert len(check_transitions(make_evidence(events=[first], status="notified", state="waiting")).broken) == 1


@pytest.mark.parametrize(("killed_at", "broken", "unavoidable"), [([], 1, 0), ([2.0], 0, 1), ([0.5, 9.0], 1, 0)])
def test_a_mail_may_come_twice_only_where_its_sender_was_killed_in_between(
    killed_at: list[float], broken: int, unavoidable: int
) -> None:
    evidence = make_evidence(mails=[make_mail(seconds=1.0), make_mail(seconds=5.0)], senders_killed_at=killed_at)
    finding, excused = check_mails(evidence)
    assert (len(finding.broken), excused) == (broken, unavoidable)


@pytest.mark.parametrize(("sent", "broken"), [(1, 1), (2, 0), (3, 1)])
def test_each_mail_is_marked_as_sent_once(sent: int, broken: int) -> None:
    evidence = make_evidence(events=[make_event(1, "mail_sent"), make_event(2, "mail_sent")], sent=sent)
    assert len(check_mails(evidence)[0].broken) == broken


@pytest.mark.parametrize(
    ("text", "is_present", "is_true"),
    [
        ("Das Büro ist heute bis 16 Uhr besetzt. Wie schnell …", False, True),
        ("Das Büro ist heute bis 12 Uhr besetzt. Wie schnell …", False, False),
        ("Gerade ist niemand da. Das Büro ist morgen ab 9 Uhr wieder besetzt.", False, False),
        (sentence("warten.jemand_da"), False, False),
        (sentence("warten.jemand_da"), True, True),
    ],
)
def test_what_was_said_about_waiting_has_to_be_true(text: str, is_present: bool, is_true: bool) -> None:
    visit = make_visit(told=[Told(CASE, text, NOON, NOON)])
    evidence = make_evidence(visits=[visit])
    evidence.tickets[CASE].contact_slug = LEAD
    evidence.played.journal.presence.append(SignOfLife(at(-1), at(-1), 1, is_present, is_switch=True))
    assert (check_promises(evidence).broken == []) == is_true


@pytest.mark.parametrize(
    ("switched_on", "pages", "is_there"),
    [
        (-5, [], {False}),
        (-5, [-4, -2, -1], {True}),
        (-5, [-2.9], {True, False}),  # it need not have been noted: another page may have been noted shortly before
        (-40, [-1], {False}),  # after a long pause one has to switch it on again
        (-40, [-4, -1], {False}),
    ],
)
def test_opened_pages_keep_a_presence_but_do_not_begin_it(
    switched_on: float, pages: list[float], is_there: set[bool]
) -> None:
    signs = [SignOfLife(at(m), at(m), 1, True, m == switched_on) for m in (switched_on, *pages)]
    journal = Journal(presence=signs)
    assert {one.is_there(NOON) for side in read_presence(journal) for one in side} == is_there


def test_what_was_true_for_a_moment_between_question_and_answer_may_be_said() -> None:
    told = Told(CASE, "Das Büro ist heute bis 16 Uhr besetzt.", at(0), at(9))
    evidence = make_evidence(visits=[make_visit(told=[told])])
    evidence.tickets[CASE].contact_slug = LEAD
    evidence.played.journal.presence += [SignOfLife(at(m), at(m), 1, True, True) for m in (-1, 8)]
    assert check_promises(evidence).broken == []
    evidence.played.journal.presence += [SignOfLife(at(m), at(m), 1, True, True) for m in (2, 4, 6)]
    evidence.played.journal.presence.sort(key=lambda sign: sign.asked_at)
    assert len(check_promises(evidence).broken) == 1
