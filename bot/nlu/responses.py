"""Rasa's own responses, in the words that staff have given them: no training, and no request for each response."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from bot.db import make_engine, make_session_factory
from bot.search.sentences import Wording
from bot.settings import read_settings


class LiveResponses(TemplatedNaturalLanguageGenerator):
    """The responses of the domain, their texts exchanged by those of the database; ``endpoints.yml`` names it."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain, wording: Wording | None = None) -> None:
        super().__init__(domain.responses)
        self._wording = wording or _follow_database()

    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: dict[str, Any]
    ) -> dict[str, Any] | None:
        response = super()._random_response_for(utter_action, output_channel, filled_slots)
        text = self._wording.changed.get(utter_action)
        return reword(response, text) if response and text else response


def reword(response: dict[str, Any], text: str) -> dict[str, Any]:
    """Return a copy of a response with another text; its kind and its buttons stay."""
    if "custom" in response:
        return {**response, "custom": {**response["custom"], "text": text}}
    return {**response, "text": text}


def _follow_database() -> Wording:
    return Wording(make_session_factory(make_engine(read_settings().database_url))).watch()
