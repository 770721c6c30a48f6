"""The parts of the simulation of hand-offs, and a small one from beginning to end."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest
from anyio import to_thread

from bot.db import utc_now
from bot.evaluation.handoff.evidence import read_evidence
from bot.evaluation.handoff.line import read_hidden_fields
from bot.evaluation.handoff.mail_server import TROUBLES, MailServer
from bot.evaluation.handoff.plan import SimulationPlan, draw_character
from bot.evaluation.handoff.run import simulate
from bot.evaluation.handoff.simulated_clock import simulate_clock
from bot.evaluation.handoff.verdict import judge, verdict_lines
from bot.evaluation.handoff.world import find_opening, is_open
from bot.local_time import KASSEL
from bot.settings import Settings
from tests.words import tables_folder

NOON = datetime(2027, 3, 23, 12, tzinfo=timezone.utc)


def make_message() -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"], message["To"] = "<1@example.org>", "leitung@example.org"
    message["Subject"] = "Neue Anfrage TK-2027-ABCDEF: Fördermittel"
    message.set_content("Grüße\n.\nhttp://127.0.0.1:1/antwort/abc2\n")
    return message


async def send(server: MailServer) -> None:
    def deliver() -> None:
        with smtplib.SMTP("127.0.0.1", server.port, timeout=5) as smtp:
            smtp.send_message(make_message(), "lotse@example.org", ["leitung@example.org"])

    await to_thread.run_sync(deliver)


async def test_the_mail_server_takes_a_mail_as_it_was_written() -> None:
    server = MailServer()
    await server.start()
    await send(server)
    await server.stop()
    (mail,) = server.received
    assert (mail.recipient, mail.case_number) == ("leitung@example.org", "TK-2027-ABCDEF")
    assert mail.text.splitlines()[:2] == ["Grüße", "."]
    assert (mail.find_path("/antwort/"), mail.find_path("/fall/")) == ("/antwort/abc2", "")


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_a_mail_server_in_trouble_takes_nothing_and_recovers(trouble: str) -> None:
    server = MailServer()
    await server.start()
    await server.set_trouble(trouble)
    with pytest.raises((smtplib.SMTPException, OSError)):
        await send(server)
    assert server.received == []
    await server.set_trouble("")
    await send(server)
    await server.stop()
    assert len(server.received) == 1


def test_a_simulated_clock_moves_this_process_until_the_block_ends(tmp_path: Path) -> None:
    before = utc_now()
    with simulate_clock(tmp_path / "clock") as clock:
        clock.set_to(NOON)
        clock.jump(timedelta(hours=1))
        assert timedelta(hours=1) <= utc_now() - NOON < timedelta(hours=1, minutes=1)
    assert utc_now() - before < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2027-03-25 15:59", "2027-03-25 15:59"),
        ("2027-03-25 16:00", "2027-03-30 09:00"),  # over Easter
        ("2027-04-06 18:00", "2027-04-19 09:00"),  # over the lead's leave
    ],
)
def test_the_office_is_open_as_its_table_says(now: str, opens: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=KASSEL)
    opening = moment if is_open(moment) else find_opening(moment)
    assert opening == datetime.fromisoformat(opens).replace(tzinfo=KASSEL)


def test_the_same_seed_draws_the_same_visitors() -> None:
    first, second = ([draw_character(SimulationPlan(seed=seed), n) for n in range(50)] for seed in (1, 1))
    assert first == second
    assert len({one.concern(1) for one in first}) == 50
    assert all(one.has_email or one.has_phone for one in first)


def test_hidden_fields_are_read_in_any_order_of_their_attributes() -> None:
    page = '<input type="hidden" name="a" value="1 &amp; 2"><input value="x" name="b" type="hidden"><input name="c">'
    assert read_hidden_fields(page) == {"a": "1 & 2", "b": "x"}


@pytest.mark.slow
def test_no_handoff_is_lost_while_gateways_are_killed(tmp_path: Path) -> None:
    plan = SimulationPlan(handoffs=30, kills=6, visitors=30, with_rasa=False)
    settings = Settings(var_dir=tables_folder().parent, models_dir=tmp_path / "models")
    played, factory = simulate(plan, tmp_path, settings, say=lambda text: None)
    verdict = judge(read_evidence(played, factory))
    assert verdict.holds, "\n".join(verdict_lines(verdict))
    assert verdict.figures["told"] >= 30
    assert sum(verdict.figures["kills"].values()) == 6
