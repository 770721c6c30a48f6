"""A mail is taken once, on both databases and by however many workers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.orm import sessionmaker

from bot.handoff.inbound.taking import KEPT, forget_mails, take_raw_mail
from tests.handoff.inbound.desk import INBOUND, make_address, read_outcomes, read_said, take, write_mail
from tests.handoff.samples import NOW, hand_over


def test_the_same_mail_is_taken_once(factory: sessionmaker) -> None:
    hand_over(factory)
    mail = write_mail(to=make_address(factory))
    assert [take(factory, mail), take(factory, mail)] == ["delivered", "duplicate"]
    with factory() as session:
        assert len(read_said(session)) == 1


def test_workers_that_read_the_same_mails_at_once_deliver_each_once_and_in_order(factory: sessionmaker) -> None:
    hand_over(factory)
    address = make_address(factory)
    mails = [write_mail(f"Antwort {number}.", to=address, message_id=f"<{number}@x>") for number in range(3)]

    def work(_worker: int) -> list[str]:
        return [take_raw_mail(factory, INBOUND, mail, now=NOW) for mail in mails]

    with ThreadPoolExecutor(4) as pool:
        outcomes = [outcome for worker in pool.map(work, range(4)) for outcome in worker]
    assert sorted(outcomes) == ["delivered"] * 3 + ["duplicate"] * 9
    with factory() as session:
        assert [text for *_who, text in read_said(session)] == ["Antwort 0.", "Antwort 1.", "Antwort 2."]


def test_what_belongs_nowhere_is_forgotten(factory: sessionmaker) -> None:
    take(factory, write_mail(**{"from": "wer@anders.test"}))
    assert forget_mails(factory, now=NOW + 2 * KEPT) == 1
    with factory() as session:
        assert read_outcomes(session) == []
