"""What a visitor types is language, never a command, however it is dressed up."""

from __future__ import annotations

import unicodedata

import pytest

from bot.web.requests import clean_message
from tests.web.fake_rasa import FakeRasa
from tests.web.gateway import Gateway

SLASH = "\N{FULLWIDTH SOLIDUS}"
COMMANDS = [
    ("/restart", f"{SLASH}restart"),
    ('/handoff{"x":1}', SLASH + 'handoff{"x":1}'),
    ("  /restart", f"{SLASH}restart"),
    ("\n\t/restart\r\n", f"{SLASH}restart"),
    ("//restart", f"{SLASH}/restart"),
    ("/ restart", f"{SLASH} restart"),
    ("/", SLASH),
    (f"{SLASH}restart", f"{SLASH}restart"),
    ("\x00/restart", f"{SLASH}restart"),
    ("\ufeff/restart", f"{SLASH}restart"),
    ("\u200b \u202e/restart", f"{SLASH}restart"),
    ("\u00ad/restart", f"{SLASH}restart"),
    ("\x1b\x08/restart", f"{SLASH}restart"),
    ("\u2028/restart", f"{SLASH}restart"),
    ("\ue000/restart", f"{SLASH}restart"),
    ("/session_start", f"{SLASH}session_start"),
    ("/EXTERNAL: x", f"{SLASH}EXTERNAL: x"),
]
PHRASES = [
    ("Gibt es Förderung?", "Gibt es Förderung?"),
    ("  zu   viele \n Zeilen ", "zu viele Zeilen"),
    ("und/oder /restart", "und/oder /restart"),
    ("1/2", "1/2"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("'; DROP TABLE messages; --", "'; DROP TABLE messages; --"),
    ("Grüße 🙂", "Grüße 🙂"),
    ("\u202eabc", "abc"),
    ("ﬁt", "fit"),
    ("𝕳allo", "Hallo"),
    ("مرحبا", "مرحبا"),
    ("a\x00b\x07c", "a b c"),
    ("{}{0}{x}%s", "{}{0}{x}%s"),
]


@pytest.mark.parametrize(("typed", "forwarded"), COMMANDS)
async def test_a_typed_command_reaches_rasa_as_words(
    gateway: Gateway, rasa: FakeRasa, typed: str, forwarded: str
) -> None:
    answer = await gateway.say(typed)
    assert answer["messages"][0]["kind"] == "answer"
    assert rasa.texts == [forwarded]
    assert not forwarded.startswith("/")


@pytest.mark.parametrize(("typed", "forwarded"), PHRASES)
async def test_words_reach_rasa_as_they_were_typed(
    gateway: Gateway, rasa: FakeRasa, typed: str, forwarded: str
) -> None:
    await gateway.say(typed)
    assert rasa.texts == [forwarded]


async def test_a_typed_command_is_kept_as_words_too(gateway: Gateway) -> None:
    conversation = (await gateway.say('/handoff{"x":1}'))["conversation"]
    assert (await gateway.read_history(conversation))["messages"][0]["text"] == SLASH + 'handoff{"x":1}'


async def test_a_typed_payload_is_not_a_pressed_button(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.replies = [[{"custom": {"kind": "clarify", "text": "?", "buttons": [{"title": "Ja", "payload": "/ja"}]}}]]
    conversation = (await gateway.say("Hallo"))["conversation"]
    await gateway.say("/ja", conversation)
    assert rasa.texts[1] == f"{SLASH}ja"


def test_nothing_in_front_of_a_slash_makes_it_a_command() -> None:
    letters = [chr(number) for number in range(0x11000) if not 0xD800 <= number < 0xE000]
    commands = [letter for letter in letters if clean_message(f"{letter}/restart").startswith("/")]
    slashes = [letter for letter in letters if clean_message(f"{letter}restart").startswith("/")]
    assert (commands, slashes) == ([], [])
    assert unicodedata.normalize("NFKC", SLASH) == "/"
