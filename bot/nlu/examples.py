"""Training examples that are quick to copy and to compare.

Rasa's importers copy all examples eight times and compare them as often, each time by a digest of all their data: for
16,000 examples that is most of what a training takes besides learning.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from rasa.shared.nlu.training_data.message import Message


class Example(Message):
    """A message that knows its digest until one of its values really changes."""

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """Set a value; the same text again changes nothing."""
        if add_to_output or not isinstance(info, str) or self.data.get(prop) != info:
            super().set(prop, info, add_to_output)

    def __deepcopy__(self, memo: dict[int, Any]) -> Example:
        data = {key: value if isinstance(value, str) else deepcopy(value, memo) for key, value in self.data.items()}
        copy = Example(data, set(self.output_properties), self.time, deepcopy(self.features, memo))
        copy._cached_fingerprint = self._cached_fingerprint
        return copy
