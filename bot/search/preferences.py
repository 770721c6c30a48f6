"""How a visitor wants to be answered; it comes with each message, nothing of it is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.german.languages import ENGLISH, GERMAN


@dataclass(frozen=True)
class Preferences:
    """``plain``: in plain language where there is such a text; ``language``: ``de`` or ``en``, where there is one."""

    plain: bool = False
    language: str = GERMAN

    def to_metadata(self) -> dict[str, Any]:
        """Return what goes with a message through Rasa; what is usual is left out, as Rasa stores it for good."""
        pairs = (("plain", self.plain, USUAL.plain), ("language", self.language, USUAL.language))
        return {name: value for name, value, default in pairs if value != default}

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, Any] | None) -> Preferences:
        """Read what came with a message; other things in it are not ours."""
        known = metadata or {}
        return cls(bool(known.get("plain")), ENGLISH if known.get("language") == ENGLISH else GERMAN)


USUAL = Preferences()
