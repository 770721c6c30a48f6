"""Why an evaluation cannot be done; every message is one German sentence for the person at the terminal."""

from __future__ import annotations


class CannotEvaluate(Exception):
    """The evaluation cannot start or go on."""


class NoAssistant(CannotEvaluate):
    """Nothing answers at the address."""


class UnusableFile(CannotEvaluate):
    """A file of questions or dialogues cannot be read."""
