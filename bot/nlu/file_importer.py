"""Rasa importer: what the files of the project say, read once for a training."""

from __future__ import annotations

from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.examples import Example


class FileImporter(RasaFileImporter):
    """Rasa's own importer of files, with examples that are quick to copy."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        """Take what Rasa passes to every importer."""
        super().__init__(*arguments, **settings)
        self._nlu_data: TrainingData | None = None

    def get_nlu_data(self, language: str | None = "de") -> TrainingData:
        """Read the examples of all files, the first time that Rasa asks."""
        if self._nlu_data is None:
            self._nlu_data = super().get_nlu_data(language)
            self._nlu_data.training_examples = [Example.of(one) for one in self._nlu_data.training_examples]
        return self._nlu_data
