"""The languages of a turn: which one its answer is to be in, and which one each message is in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.german.languages import ENGLISH, GERMAN, recognise
from bot.search.reply import Reply
from bot.search.sentences import sentence

# Short German words that need no introduction: they answer smalltalk, and say what happened.
PASSING = ("smalltalk", "notice")


def is_in_english(text: str, wanted: str, messages: Sequence[dict[str, Any]] = ()) -> bool:
    """Tell whether a turn is in English: by the visitor's wish, by the text, or by what is answered."""
    return (
        wanted == ENGLISH or recognise(text) == ENGLISH or any(message.get("lang") == ENGLISH for message in messages)
    )


def introduce_german(messages: Sequence[dict[str, Any]], *, goes_on: bool) -> list[dict[str, Any]]:
    """Return the messages of a turn in English, what is German marked so and introduced by one English sentence.

    ``goes_on``: a form is open, so its questions have been introduced before.
    """
    marked = [{**message, "lang": message.get("lang", GERMAN)} for message in messages]
    for place, message in enumerate(marked):
        if message["lang"] == GERMAN and message["kind"] not in PASSING and not goes_on:
            key = "englisch.formular" if message["kind"] == "form" else "englisch.nur_deutsch"
            notice = Reply("notice", sentence(key), lang=ENGLISH).to_dict()
            return [*marked[:place], notice, *marked[place:]]
    return marked
