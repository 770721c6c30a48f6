from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.settings import ROOT
from tests.nlu.bench import find_component, import_quietly

if TYPE_CHECKING:
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker

    from bot.nlu.tracker_store import ConversationTrackerStore

pytestmark = pytest.mark.slow  # the import of Rasa alone takes longer than all of it

KEY = "gespraech-1"


@pytest.fixture(scope="module")
def domain() -> Domain:
    """The domain of the assistant."""
    return import_quietly("rasa.shared.core.domain").Domain.load(ROOT / "domain.yml")


@pytest.fixture(params=["sqlite", "postgresql"])
def open_store(request: pytest.FixtureRequest, tmp_path: Path, domain: Domain) -> Callable[[], Any]:
    """A function that opens a store, once on SQLite and once on PostgreSQL; each call is like a start of Rasa."""
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'tracker.db'}" if sqlite else request.getfixturevalue("postgres_url")
    return lambda: find_component("bot.nlu.tracker_store.ConversationTrackerStore")(domain, host=url)


def begin_conversation(domain: Domain) -> DialogueStateTracker:
    from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    tracker = DialogueStateTracker(KEY, domain.slots)
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered("Was kostet das?", {"name": "dialog_folgefrage_kosten", "confidence": 0.9}))
    tracker.update(SlotSet("focus", {"type": "faq", "slug": "kmu-definition"}))
    return tracker


async def retrieve(store: ConversationTrackerStore, key: str = KEY) -> DialogueStateTracker:
    tracker = await store.retrieve(key)
    assert tracker is not None
    return tracker


async def test_a_conversation_outlives_a_restart(open_store: Callable[[], Any], domain: Domain) -> None:
    tracker = begin_conversation(domain)
    await open_store().save(tracker)
    loaded = await retrieve(open_store())
    assert [event.as_dict() for event in loaded.events] == [event.as_dict() for event in tracker.events]
    assert loaded.get_slot("focus") == {"type": "faq", "slug": "kmu-definition"}
    assert loaded.latest_message is not None
    assert loaded.latest_message.intent["name"] == "dialog_folgefrage_kosten"


async def test_only_new_events_are_written_and_their_order_is_kept(
    open_store: Callable[[], Any], domain: Domain
) -> None:
    from rasa.shared.core.events import ActionExecuted, BotUttered

    store = open_store()
    await store.save(begin_conversation(domain))
    tracker = await retrieve(store)
    tracker.update(BotUttered("Nichts."))
    tracker.update(ActionExecuted("action_listen"))
    for _ in range(2):  # to save once more what is saved already adds nothing
        await store.save(tracker)
    names = [event.type_name for event in (await retrieve(store)).events]
    assert names == ["action", "user", "slot", "bot", "action"]


async def test_an_unknown_conversation_has_no_tracker_and_others_stay_apart(
    open_store: Callable[[], Any], domain: Domain
) -> None:
    store = open_store()
    await store.save(begin_conversation(domain))
    assert await store.retrieve("gespraech-2") is None
    assert list(await store.keys()) == [KEY]


async def test_umlauts_and_emoji_are_kept(open_store: Callable[[], Any], domain: Domain) -> None:
    from rasa.shared.core.events import UserUttered

    tracker = begin_conversation(domain)
    tracker.update(UserUttered("Förderung für Straßenbau 🚧 „bitte“"))
    await open_store().save(tracker)
    loaded = await retrieve(open_store())
    assert loaded.latest_message is not None
    assert loaded.latest_message.text == "Förderung für Straßenbau 🚧 „bitte“"


async def test_a_file_is_written_ahead_so_that_messages_do_not_wait_for_the_disk(
    tmp_path: Path, domain: Domain
) -> None:
    store = find_component("bot.nlu.tracker_store.ConversationTrackerStore")(
        domain, host=f"sqlite:///{tmp_path / 'tracker.db'}"
    )
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1


def test_rasa_finds_the_store_by_the_name_in_endpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rasa.core.tracker_store import TrackerStore
    from rasa.core.utils import AvailableEndpoints

    monkeypatch.setenv("LOTSE_ACTIONS_URL", "http://127.0.0.1:5055")
    monkeypatch.setenv("LOTSE_TRACKER_URL", f"sqlite:///{tmp_path / 'tracker.db'}")
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    store = TrackerStore.create(endpoints.tracker_store)
    assert "ConversationTrackerStore" in repr(store) + repr(getattr(store, "_tracker_store", ""))
    assert (tmp_path / "tracker.db").is_file()
