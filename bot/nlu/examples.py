"""Training examples that are quick to copy and to compare.

Rasa's importers copy all examples eight times and compare them as often, each time by a digest of all their data: for
25,000 examples that is most of what a training takes besides learning.
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

    @classmethod
    def of(cls, message: Message) -> Example:
        """Return a message that Rasa has read as an example."""
        return cls(message.data, message.output_properties, message.time, message.features)

    def __deepcopy__(self, memo: dict[int, Any]) -> Example:
        copy = Example.__new__(Example)
        copy.__dict__.update(self.__dict__)
        copy.data = {key: one if isinstance(one, str) else deepcopy(one, memo) for key, one in self.data.items()}
        copy.output_properties = set(self.output_properties)
        copy.features = deepcopy(self.features, memo) if self.features else []
        return copy
