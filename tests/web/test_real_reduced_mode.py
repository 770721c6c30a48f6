"""The gateway alone with the content: Rasa is down, and the real answering brain stands in for it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.analytics.miss_models import Miss
from bot.db import make_engine, make_session_factory
from bot.http_service import Unreachable
from bot.search.reduced import ReducedBrain
from bot.settings import Settings
from tests.web.gateway import Gateway, Parts, run_gateway
from tests.words import tables_folder


@pytest.fixture(scope="module")
def real_brain(seeded_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReducedBrain]:
    """The reduced mode over the seeded content, built once; it only reads."""
    folder = tmp_path_factory.mktemp("content")
    shutil.copy(seeded_template, folder / "content.db")
    engine = make_engine(f"sqlite:///{folder / 'content.db'}")
    settings = Settings(var_dir=tables_folder().parent, models_dir=folder, today=date(2026, 11, 22))
    yield ReducedBrain(make_session_factory(engine), settings)
    engine.dispose()


@pytest.fixture
async def alone(parts: Parts, real_brain: ReducedBrain) -> AsyncIterator[Gateway]:
    """A gateway without Rasa, with the real reduced mode."""
    parts.rasa.trouble = Unreachable("refused")
    parts.reduced = real_brain.reply
    async with run_gateway(parts) as gateway:
        yield gateway


async def test_questions_are_answered_from_the_content(alone: Gateway) -> None:
    answer = await alone.say("Wer koordiniert das Netzwerk?")
    reply, notice = answer["messages"]
    assert (reply["kind"], reply["references"][0]) == ("answer", {"type": "faq", "slug": "koordination-tregks"})
    assert set(reply["source"]) == {"title", "url", "stand"}
    assert notice["kind"] == "notice"


async def test_offers_come_as_cards_and_sample_data_says_so(alone: Gateway) -> None:
    offers = (await alone.say("Hochvoltkurs in Baunatal"))["messages"][0]
    assert offers["references"][0] == {"type": "weiterbildung", "slug": "bsp-hochvolt-2s"}
    assert offers["cards"][0]["sample"] is True
    assert set(offers["cards"][0]) >= {"type", "slug", "title", "text", "facts", "sample"}


async def test_a_choice_is_shown_when_its_button_is_pressed(alone: Gateway) -> None:
    answer = await alone.say("Digitalisierung")
    button = answer["messages"][0]["buttons"][0]
    assert answer["messages"][0]["kind"] == "clarify"
    chosen = await alone.press(button["payload"], answer["conversation"])
    assert chosen["messages"][0]["references"][0] == button["reference"]


async def test_what_needs_rasa_gets_the_contact(alone: Gateway) -> None:
    conversation = (await alone.say("Wer koordiniert das Netzwerk?"))["conversation"]
    for message in ("/handoff", "<script>", "🙂", "' OR 1=1 --", "xqzvw blubb", "a" * 1000):
        messages = (await alone.say(message, conversation))["messages"]
        assert all(reply["text"] for reply in messages)
        assert messages[0]["kind"] != "handoff"


async def test_without_language_tables_there_is_still_the_way_out(parts: Parts, tmp_path: Path) -> None:
    parts.rasa.trouble = Unreachable("refused")
    parts.reduced = ReducedBrain(parts.factory, Settings(var_dir=tmp_path / "none", models_dir=tmp_path)).reply
    async with run_gateway(parts) as gateway:
        (notice,) = (await gateway.say("Wer koordiniert das Netzwerk?"))["messages"]
    assert notice["kind"] == "notice"
    assert "+49 561 70733-50" in notice["text"]


async def test_what_the_content_does_not_answer_is_left_for_the_staff(alone: Gateway) -> None:
    await alone.say("Wer koordiniert das Netzwerk?")
    await alone.say("Weiterbildung zu KI im Januar 2031, Rückfragen an erika@example.org")
    with alone.factory() as session:
        (miss,) = session.scalars(select(Miss))
    assert (miss.reason, miss.state) == ("no_hits", "new")
    assert miss.text == "Weiterbildung zu KI im Januar 2031, Rückfragen an [E-Mail-Adresse]"
    assert "„Januar 2031“" in miss.conditions
