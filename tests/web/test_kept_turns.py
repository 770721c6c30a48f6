"""What the database holds of a conversation: redacted, and nothing of what is entered in the form."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.search.reply import Button, Reply
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import Gateway

SECRETS = ("Erika", "erika@example.org", "0561 / 12 34 56", "Musterstraße 12", "DE89")
FORM_ANSWER = "(Angabe im Formular)"


def read_everything(gateway: Gateway) -> str:
    """Return every cell of the tables that hold something of a conversation."""
    tables = ("conversations", "messages", "outcomes", "feedback")
    with gateway.factory() as session:
        return "\n".join(str(row) for table in tables for row in session.execute(text(f"SELECT * FROM {table}")))


async def read_said(gateway: Gateway, conversation: str) -> list[str]:
    messages = (await gateway.read_history(conversation))["messages"]
    return [message["text"] for message in messages if message["from"] == "visitor"]


async def begin_form(gateway: Gateway) -> str:
    gateway.rasa.will_say(Reply("form", "Wie heißen Sie?"))
    return str((await gateway.say("Bitte ein Mensch"))["conversation"])


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Mail an erika@example.org bitte", "Mail an [E-Mail-Adresse] bitte"),
        ("Tel. 0561 / 12 34 56", "Tel. [Telefonnummer]"),
        ("Wir sitzen Musterstraße 12 in Kassel", "Wir sitzen [Anschrift] in Kassel"),
        ("Konto DE89 3704 0044 0532 0130 00", "Konto [Kontonummer]"),
        ("Gibt es am 05.06.2027 etwas?", "Gibt es am 05.06.2027 etwas?"),
    ],
)
async def test_words_reach_rasa_whole_and_are_kept_redacted(
    gateway: Gateway, rasa: FakeRasa, said: str, kept: str
) -> None:
    conversation = (await gateway.say(said))["conversation"]
    assert rasa.texts == [said]
    assert await read_said(gateway, conversation) == [kept]


async def test_nothing_entered_in_the_form_is_kept(gateway: Gateway, rasa: FakeRasa) -> None:
    conversation = await begin_form(gateway)
    rasa.will_say(Reply("form", "Guten Tag, Ihre E-Mail?"))
    await gateway.say("Erika Mustermann", conversation)
    rasa.will_say(Reply("form", "Stimmt erika@example.org? Dann Ihre Firma."))
    answer = await gateway.say("erika@example.org oder 0561 / 12 34 56", conversation)
    assert answer["messages"][0]["text"] == "Stimmt erika@example.org? Dann Ihre Firma."
    rasa.will_say(Reply("handoff", "Fertig: TK-1. Antwort an erika@example.org", state="waiting"))
    await gateway.say("Presswerk, Musterstraße 12", conversation)
    assert await read_said(gateway, conversation) == ["Bitte ein Mensch", *[FORM_ANSWER] * 3]
    everything = read_everything(gateway)
    assert "Fertig: TK-1." in everything
    assert not [secret for secret in SECRETS if secret in everything]


async def test_a_question_in_between_is_kept_and_the_form_goes_on(gateway: Gateway, rasa: FakeRasa) -> None:
    conversation = await begin_form(gateway)
    rasa.will_say(Reply("answer", "So."), Reply("form", "Wie heißen Sie?"))
    await gateway.say("Was kostet das, und ist erika@example.org richtig?", conversation)
    await gateway.say("Erika Mustermann", conversation)
    said = await read_said(gateway, conversation)
    assert said[1:] == ["Was kostet das, und ist [E-Mail-Adresse] richtig?", FORM_ANSWER]


async def test_a_button_in_the_form_is_kept_as_it_reads(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.will_say(Reply("form", "Einverstanden?", buttons=(Button("Ja", "/ja"),)))
    conversation = (await gateway.say("Bitte ein Mensch"))["conversation"]
    await gateway.press("/ja", conversation)
    assert await read_said(gateway, conversation) == ["Bitte ein Mensch", "Ja"]


async def test_after_the_form_words_are_kept_again(gateway: Gateway, rasa: FakeRasa) -> None:
    conversation = await begin_form(gateway)
    rasa.will_say(Reply("smalltalk", "In Ordnung, abgebrochen."))
    await gateway.say("abbrechen", conversation)
    await gateway.say("Gibt es Förderung", conversation)
    assert await read_said(gateway, conversation) == ["Bitte ein Mensch", FORM_ANSWER, "Gibt es Förderung"]


async def test_the_id_that_opens_a_conversation_is_nowhere_in_the_database(gateway: Gateway) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    everything = read_everything(gateway)
    assert "Hallo" in everything
    assert conversation not in everything
