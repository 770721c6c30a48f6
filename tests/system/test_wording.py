"""Staff word sentences anew: Rasa, the action server and the gateway say them at once, without training or restart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.content.models import SentenceText
from bot.db import make_engine, make_session_factory
from tests.system.conftest import Assistant, Site, wait_until

pytestmark = pytest.mark.slow

SECONDS = 10.0


@contextmanager
def worded(database_url: str, key: str, text: str) -> Iterator[None]:
    """Have a sentence worded anew until the block ends."""
    engine = make_engine(database_url)
    factory = make_session_factory(engine)
    with factory.begin() as session:
        session.add(SentenceText(key=key, text=text))
    try:
        yield
    finally:
        with factory.begin() as session:
            session.delete(session.get(SentenceText, key))
        engine.dispose()


def say_each(assistant: Assistant, database_url: str) -> None:
    """Word a sentence of each process anew and wait until it is said, and until it is as it was."""
    greeting, nothing = "Moin aus Kassel!", "Da fehlt die Frage."
    with worded(database_url, "utter_smalltalk_begruessung", greeting):  # by Rasa itself
        wait_until(lambda: assistant.ask("Guten Tag").text == greeting, SECONDS)
    with worded(database_url, "gespraech.neu", "Alles auf Anfang."):  # by the action server
        wait_until(
            lambda: assistant.ask("Bitte fangen wir noch einmal von vorne an").text == "Alles auf Anfang.", SECONDS
        )
    with worded(database_url, "fehler.leer", nothing):  # by the gateway
        body = {"conversation": None, "message": " "}
        wait_until(lambda: nothing in assistant.http.post("/api/chat", json=body).text, SECONDS)
    wait_until(lambda: assistant.ask("Guten Tag").text.startswith("Guten Tag!"), SECONDS)


def test_each_process_says_what_staff_have_worded(site: Site) -> None:
    with site.start() as assistant:
        say_each(assistant, site.environment["LOTSE_DATABASE_URL"])
