"""Rasa's own responses, in the words that staff have given them: no training, and no request for each response."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.content.shown import read_default_sentences
from bot.db import make_engine, make_session_factory
from bot.german.languages import ENGLISH, GERMAN
from bot.search.preferences import Preferences
from bot.search.sentences import Wording, english_key
from bot.settings import read_settings


class LiveResponses(TemplatedNaturalLanguageGenerator):
    """The responses of the domain, their texts exchanged by those of the database; ``endpoints.yml`` names it."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain, wording: Wording | None = None) -> None:
        super().__init__(domain.responses)
        self._wording = wording or _follow_database()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return a response, in English where the message is and there is an English one."""
        response = await super().generate(utter_action, tracker, output_channel, **kwargs)
        key = english_key(utter_action)
        original = read_default_sentences().get(key)
        if response is None or original is None or not is_in_english(tracker):
            return response
        return reword(response, self._wording.changed.get(key, original), language=ENGLISH)

    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: dict[str, Any]
    ) -> dict[str, Any] | None:
        response = super()._random_response_for(utter_action, output_channel, filled_slots)
        text = self._wording.changed.get(utter_action)
        return reword(response, text) if response and text else response


def reword(response: dict[str, Any], text: str, *, language: str = GERMAN) -> dict[str, Any]:
    """Return a copy of a response with another text; its kind and its buttons stay."""
    if "custom" in response:
        lang = {} if language == GERMAN else {"lang": language}
        return {**response, "custom": {**response["custom"], "text": text, **lang}}
    return {**response, "text": text}


def is_in_english(tracker: DialogueStateTracker) -> bool:
    """Tell whether the latest message is in English, or wants to be answered so."""
    message = tracker.latest_message
    if message is None:
        return False
    wanted = Preferences.from_metadata(message.metadata).language
    return ENGLISH in (wanted, message.parse_data.get("language"))


def _follow_database() -> Wording:
    return Wording(make_session_factory(make_engine(read_settings().database_url))).watch()
