"""The dense view on the content, where a site has an encoder: how near a question comes to each entry in meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from bot.search.documents import Document


class Encoder(Protocol):
    """Turns texts into vectors."""

    def encode(self, texts: Sequence[str]) -> Any:
        """Return the vectors of texts, shape ``(len(texts), dimensions)``, each of unit length or zero."""


class DenseIndex:
    """The phrases of all documents as vectors; without an encoder it finds nothing, and costs nothing."""

    def __init__(self, documents: Sequence[Document], encoder: Encoder | None) -> None:
        self._encoder = encoder if documents else None
        self._size = len(documents)
        if self._encoder:
            self._starts = np.cumsum([0, *(len(document.phrases) for document in documents[:-1])])
            phrases = [phrase for document in documents for phrase in document.phrases]
            self._vectors = self._encoder.encode(phrases).astype(np.float32)

    def score(self, text: str) -> Any:
        """Return the cosine of each document's nearest phrase, shape ``(len(documents),)``, none below 0."""
        if self._encoder is None:
            return np.zeros(self._size)
        cosines = self._vectors @ self._encoder.encode([text])[0].astype(np.float32)
        return np.maximum(np.maximum.reduceat(cosines, self._starts), 0).astype(np.float64)
