"""One line of what was said, as plain data that may cross room borders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TranscriptLine:
    """Who said what and when; ``author`` is visitor, bot or person, ``at`` is aware."""

    author: str
    text: str
    at: datetime
