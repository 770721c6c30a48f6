"""One turn at a time within a conversation, any number of conversations at once."""

from __future__ import annotations

import asyncio

from sqlalchemy import func, select, update

from bot.conversations.models import Conversation, Message
from bot.search.reply import Reply
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import Gateway


async def test_two_messages_at_once_are_taken_one_after_the_other(gateway: Gateway, rasa: FakeRasa) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    first = asyncio.create_task(gateway.say("eins", conversation))
    await rasa.hold("eins")
    second = asyncio.create_task(gateway.say("zwei", conversation))
    await gateway.say("drei")  # another conversation does not wait
    assert rasa.texts == ["Hallo", "eins", "drei"]
    rasa.released.set()
    await asyncio.gather(first, second)
    history = (await gateway.read_history(conversation))["messages"]
    assert [message["text"] for message in history if message["from"] == "visitor"] == ["Hallo", "eins", "zwei"]
    assert [message["from"] for message in history] == ["visitor", "bot"] * 3


async def test_many_conversations_at_once_keep_their_own_order(gateway: Gateway) -> None:
    conversations = [(await gateway.say("Hallo"))["conversation"] for _ in range(4)]
    said = [(f"{number}", conversation) for number in range(5) for conversation in conversations]
    answers = await asyncio.gather(*(gateway.say(*turn) for turn in said))
    assert [answer["conversation"] for answer in answers] == [conversation for _text, conversation in said]
    for conversation in conversations:
        texts = [message["text"] for message in (await gateway.read_history(conversation))["messages"]]
        assert texts[0::2] == ["Hallo", "0", "1", "2", "3", "4"]


async def test_a_deletion_waits_for_the_turn_and_leaves_nothing_of_it(gateway: Gateway, rasa: FakeRasa) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    turn = asyncio.create_task(gateway.say("eins", conversation))
    await rasa.hold("eins")
    deletion = asyncio.create_task(gateway.client.delete(f"/api/chat/{conversation}"))
    late = asyncio.create_task(gateway.post(message="zwei", conversation=conversation))
    await gateway.say("drei")
    assert not deletion.done()
    rasa.released.set()
    assert (await turn)["messages"]
    assert ((await deletion).status_code, (await late).status_code) == (204, 404)
    with gateway.factory() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (Conversation, Message)]
    assert counts == [1, 2]


async def test_a_person_who_takes_over_during_a_turn_is_not_pushed_out(gateway: Gateway, rasa: FakeRasa) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    turn = asyncio.create_task(gateway.say("eins", conversation))
    await rasa.hold("eins")
    with gateway.factory.begin() as session:
        session.execute(
            update(Conversation)
            .where(Conversation.key == rasa.received[0][0])
            .values(state="person")
            .execution_options(synchronize_session=False)
        )
    rasa.released.set()
    await turn
    assert (await gateway.read_history(conversation))["state"] == "person"


async def test_a_deletion_that_the_visitor_asked_for_in_words_lets_no_later_turn_in(
    gateway: Gateway, rasa: FakeRasa
) -> None:
    conversation = (await gateway.say("Hallo"))["conversation"]
    rasa.will_say(Reply("smalltalk", "Gelöscht.", directive="delete"))
    deletion = asyncio.create_task(gateway.say("löschen", conversation))
    await rasa.hold("löschen")
    late = asyncio.create_task(gateway.post(message="zwei", conversation=conversation))
    rasa.released.set()
    assert (await deletion)["conversation"] != conversation
    assert (await late).status_code == 404
