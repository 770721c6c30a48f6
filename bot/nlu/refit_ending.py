"""How ``python -m bot.nlu.refit`` ends, in a module of its own: whoever waits for it needs nothing of what it needs."""

from __future__ import annotations

from enum import IntEnum


class RefitEnding(IntEnum):
    """Exit codes; any other one is a failure."""

    LEARNT = 0
    KNOWN = 3  # there was nothing new to learn
    STALE = 4  # the model belongs to other files of the program: only a whole training helps
    REFUSED = 5  # it would spoil questions that are answered right now
