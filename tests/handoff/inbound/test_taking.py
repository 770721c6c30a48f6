"""What follows from a mail: it is matched, delivered once, and nobody is left believing what is not so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from bot.contacts.models import Contact
from bot.handoff.inbound.reply_address import make_reply_address
from bot.handoff.inbound.taking import KEPT, TEXT_LIMIT, forget_mails, take_raw_mail
from bot.handoff.links import make_link
from bot.handoff.mail_models import OutboxMail
from bot.handoff.moves import move_ticket
from tests.handoff.inbound.desk import (
    INBOUND,
    MAILBOX,
    VISITOR,
    answered_id,
    make_address,
    read_kinds,
    read_outcomes,
    read_said,
    read_status,
    read_subjects,
    take,
    write_mail,
)
from tests.handoff.samples import NOW, RECIPIENT, hand_over

STRANGER = "Unbekannt <wer@anders.test>"


@pytest.fixture
def factory(session_factory: sessionmaker) -> sessionmaker:
    """SQLite alone: what depends on the database is tested in test_taking_once.py."""
    return session_factory


@pytest.fixture
def case(factory: sessionmaker) -> str:
    """The number of an open ticket."""
    return hand_over(factory)


def test_a_reply_to_the_address_of_a_ticket_reaches_the_visitor(factory: sessionmaker, case: str) -> None:
    mail = write_mail("Das geht.\n\nAm 26.11.26 um 10:15 schrieb Lotse:\n> Frage?", to=make_address(factory).upper())
    assert take(factory, mail) == "delivered"
    with factory() as session:
        assert read_said(session) == [("person", "Kim Berger", "Das geht.")]
        assert read_status(session) == "answered"
        assert read_subjects(session, VISITOR)[-1].startswith("Antwort zu Ihrem Anliegen")


@pytest.mark.parametrize(
    ("writer", "addressee", "author"),
    [
        (f"Kim <{RECIPIENT}>", RECIPIENT, "person"),
        (f"Kim <{RECIPIENT}>", VISITOR, "person"),  # a copy that went on
        (f"J. Groß <{VISITOR}>", VISITOR, "visitor"),
        (f"J. Groß <{VISITOR}>", RECIPIENT, "visitor"),  # a reply to all
        (STRANGER, RECIPIENT, "person"),  # another address of the same person, or a colleague
        (STRANGER, VISITOR, "visitor"),
    ],
)
def test_who_writes_is_told_by_sender_and_address(
    factory: sessionmaker, case: str, writer: str, addressee: str, author: str
) -> None:
    take(factory, write_mail(**{"from": writer}, to=make_address(factory, addressee)))
    with factory() as session:
        assert [said[0] for said in read_said(session)] == [author]


HEADER = "Von: Lotse\nGesendet: Donnerstag, 26. November 2026 10:15\nAn: Kim\nBetreff: Anfrage\n\n"


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_our_own_mail_is_recognised_where_outlook_quotes_it_unmarked(
    factory: sessionmaker, case: str, kind: str
) -> None:
    with factory() as session:
        sent = session.scalars(select(OutboxMail).where(OutboxMail.recipient == RECIPIENT)).one()
    quoted = HEADER + sent.body.replace("KONTAKT\n", "Das rufe ich an.\n\nKONTAKT\n")
    if kind == "text/html":
        quoted = "<div>" + HEADER.replace("\n", "<br>") + "</div>" + sent.html.replace("</table>", "</table>Ende.", 1)
    take(factory, write_mail(f"Gern.\n\n{quoted}", to=make_address(factory), content_type=f"{kind}; charset=utf-8"))
    with factory() as session:
        (said,) = [text for *_who, text in read_said(session)]
    assert said == ("Gern.\n\nDas rufe ich an." if kind == "text/plain" else "Gern.\n\nEnde.")


def test_a_visitor_who_writes_after_an_answer_opens_the_ticket_again(factory: sessionmaker, case: str) -> None:
    take(factory, write_mail(to=make_address(factory)))
    mail = write_mail("Eine Frage noch.", **{"from": VISITOR}, to=make_address(factory, VISITOR), message_id="<2@x>")
    assert take(factory, mail) == "added"
    with factory() as session:
        assert read_said(session)[1] == ("visitor", "Jürgen Groß", "Eine Frage noch.")
        assert read_status(session) == "reopened"


def test_an_answer_to_a_ticket_taken_as_settled_still_arrives(factory: sessionmaker, case: str) -> None:
    with factory.begin() as session:
        move_ticket(session, 1, "resolved", actor="bot", now=NOW, reason="no_reply")
    assert take(factory, write_mail(to=make_address(factory))) == "delivered"
    with factory() as session:
        assert (read_status(session), len(read_said(session))) == ("answered", 1)


@pytest.mark.parametrize("writer", [RECIPIENT, VISITOR])
@pytest.mark.parametrize("header", ["in_reply_to", "references"])
def test_a_reply_without_a_token_is_matched_by_what_it_answers(
    factory: sessionmaker, case: str, writer: str, header: str
) -> None:
    mail = write_mail(**{"from": writer, header: f"<x@y> {answered_id(factory, writer)}"})
    assert take(factory, mail) in {"delivered", "added"}


def test_a_case_number_counts_from_somebody_who_knows_the_ticket(factory: sessionmaker, case: str) -> None:
    assert take(factory, write_mail(subject=f"Noch etwas zu {case.lower()}")) == "delivered"
    assert take(factory, write_mail(**{"from": STRANGER}, subject=f"AW: {case}", message_id="<2@x>")) == "unmatched"
    foreign = write_mail(**{"from": STRANGER}, in_reply_to=answered_id(factory, RECIPIENT), message_id="<3@x>")
    assert take(factory, foreign) == "unmatched"
    with factory() as session:
        assert len(read_said(session)) == 1


@pytest.mark.parametrize("age", [timedelta(days=366), timedelta()])
def test_a_forged_expired_or_foreign_token_leads_nowhere(factory: sessionmaker, case: str, age: timedelta) -> None:
    with factory.begin() as session:
        purpose = "mailbox" if age else "reply"
        token = make_link(session, 1, purpose, recipient=RECIPIENT, now=NOW - age)
    for number, one in enumerate((token, "a" * 32, token[:-1])):
        mail = write_mail(**{"from": STRANGER}, to=make_reply_address(MAILBOX, one), message_id=f"<{number}@x>")
        assert take(factory, mail) == "unmatched"


def test_of_a_mail_that_went_nowhere_hear_the_administrators_and_whoever_we_know(
    factory: sessionmaker, case: str
) -> None:
    with factory.begin() as session:
        session.add(Contact(slug="lea", name="Lea", email="lea@wfg.test", source_title="Test", source_date="2026"))
    for number, writer in enumerate((STRANGER, "Lea@wfg.test", STRANGER)):
        mail = write_mail(**{"from": writer}, message_id=f"<{number}@x>")
        assert take(factory, mail, admin_email="admin@example.org") == "unmatched"
    with factory() as session:
        assert read_subjects(session, "wer@anders.test") == []
        assert read_subjects(session, "lea@wfg.test") == ["Ihre Mail ließ sich nicht zuordnen"]
        assert len(read_subjects(session, "admin@example.org")) == 1


def test_who_wrote_what_belongs_nowhere_is_forgotten(factory: sessionmaker, case: str) -> None:
    take(factory, write_mail(to=make_address(factory)))
    take(factory, write_mail(**{"from": STRANGER}, message_id="<2@x>"))
    assert forget_mails(factory, now=NOW + KEPT) == 0
    assert forget_mails(factory, now=NOW + KEPT + timedelta(seconds=1)) == 1
    with factory() as session:
        assert read_outcomes(session) == [("delivered", "")]


def test_a_program_is_never_answered_and_its_words_go_nowhere(factory: sessionmaker, case: str) -> None:
    for number, to in enumerate((make_address(factory), MAILBOX)):
        mail = write_mail(to=to, auto_submitted="auto-replied", message_id=f"<{number}@x>")
        assert take(factory, mail) == "auto_reply"
    with factory() as session:
        before = len(read_subjects(session, RECIPIENT))
        assert (read_said(session), before) == ([], 1)
        assert "auto_reply" in read_kinds(session)


def test_a_mail_without_words_is_said_to_be_empty(factory: sessionmaker, case: str) -> None:
    assert take(factory, write_mail("> nur Zitat\n", to=make_address(factory))) == "empty"
    with factory() as session:
        assert read_subjects(session, RECIPIENT)[-1] == f"Ihre Mail war für uns leer ({case})"
        assert read_status(session) == "new"


def test_both_sides_hear_that_an_attachment_is_missing(factory: sessionmaker, case: str) -> None:
    body = (
        "--b\nContent-Type: text/plain\n\nSiehe Anhang.\n--b\n"
        'Content-Disposition: attachment; filename="Plan <b>.pdf"\nContent-Type: application/pdf\n\nx\n--b--\n'
    )
    take(factory, write_mail(body, to=make_address(factory), content_type='multipart/mixed; boundary="b"'))
    with factory() as session:
        assert read_said(session)[0][2] == "Siehe Anhang.\n\n[Nicht übernommene Anhänge: Plan <b>.pdf]"
        assert read_subjects(session, RECIPIENT)[-1] == f"Anhänge wurden nicht weitergegeben ({case})"


def test_a_very_long_mail_is_cut_and_its_writer_is_told(factory: sessionmaker, case: str) -> None:
    take(factory, write_mail("Wort " * TEXT_LIMIT, to=make_address(factory)))
    with factory() as session:
        text = read_said(session)[0][2]
        assert text.endswith(" […]")
        assert len(text) <= TEXT_LIMIT + 4
        assert read_subjects(session, RECIPIENT)[-1] == f"Ihre Mail wurde gekürzt ({case})"


def make_bounce(factory: sessionmaker, recipient: str) -> bytes:
    body = (
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; {recipient}\n"
        f"Action: failed\nStatus: 5.1.1\n--b\nContent-Type: text/rfc822-headers\n\n"
        f"Message-ID: {answered_id(factory, recipient)}\n--b--\n"
    )
    kind = "multipart/report; report-type=delivery-status; boundary=b"
    return write_mail(body, **{"from": "MAILER-DAEMON@mx.test"}, content_type=kind)


@pytest.mark.parametrize("recipient", [RECIPIENT, VISITOR])
def test_a_mail_that_bounces_has_failed(factory: sessionmaker, case: str, recipient: str) -> None:
    raw = make_bounce(factory, recipient)
    assert take(factory, raw) == "bounce"
    assert take(factory, raw.replace(b"<1@wfg.test>", b"<2@wfg.test>")) == "bounce"  # reported twice
    with factory() as session:
        failed = session.scalars(select(OutboxMail).where(OutboxMail.status == "failed")).all()
        assert [mail.recipient for mail in failed] == [recipient]
        assert failed[0].last_error == f"Als unzustellbar zurückgekommen: {recipient}"
        assert read_kinds(session).count("mail_failed") == 1


def test_a_bounce_of_a_mail_that_we_did_not_send_changes_nothing(factory: sessionmaker, case: str) -> None:
    raw = make_bounce(factory, RECIPIENT).replace(answered_id(factory, RECIPIENT).encode(), b"<fremd@x>")
    assert take(factory, raw) == "bounce"
    with factory() as session:
        assert "mail_failed" not in read_kinds(session)


def test_a_mail_that_breaks_the_house_is_refused_and_recorded(
    factory: sessionmaker, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise KeyError("Geheimnis")

    monkeypatch.setattr("bot.handoff.inbound.taking.match_mail", fail)
    assert take_raw_mail(factory, INBOUND, write_mail(), now=NOW) == "refused"
    assert take_raw_mail(factory, INBOUND, b"Content-Type: message/rfc822\n\n" * 3000, now=NOW) == "refused"
    with factory() as session:
        notes = [note for _outcome, note in read_outcomes(session)]
        assert sorted(notes)[0] == "Die Mail ließ sich nicht verarbeiten (KeyError)."
        assert len(notes) == 2
