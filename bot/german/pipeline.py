"""The German spaCy pipeline: the official model where it is installed, else one built from our word tables."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.german.normalize import fold
from bot.german.tables import open_tables
from bot.german.words import Words

OFFICIAL_MODEL = "de_core_news_sm"
BUILT_IN = "built-in"


def load_pipeline(tables_folder: Path) -> tuple[Any, str]:
    """Return the spaCy pipeline and its name, ``de_core_news_sm`` or ``built-in``. Raises MissingTables."""
    if installed_pipeline() == OFFICIAL_MODEL:
        return import_module(OFFICIAL_MODEL).load(exclude=["parser", "ner"]), OFFICIAL_MODEL
    return _build_pipeline(tables_folder), BUILT_IN


def installed_pipeline() -> str:
    """Return the name of the pipeline that ``load_pipeline`` would load."""
    spec = find_spec(OFFICIAL_MODEL)
    # A mere folder of that name, as a broken installation leaves it, is a package without a file of its own.
    return OFFICIAL_MODEL if spec and spec.origin else BUILT_IN


def _build_pipeline(tables_folder: Path) -> Any:
    import spacy  # imports TensorFlow where installed (467 MB), so only the Rasa process may come here
    from spacy.language import Language

    words = Words(open_tables(tables_folder))

    def make_lemmatizer(nlp: Any, name: str) -> Any:
        def set_lemmas(doc: Any) -> Any:
            for token in doc:
                token.lemma_ = words.lemma(fold(token.text.replace("\0", "")))  # the tables cannot look up a zero byte
            return doc

        return set_lemmas

    Language.factory("table_lemmatizer", func=make_lemmatizer)
    nlp = spacy.blank("de")
    nlp.add_pipe("table_lemmatizer")
    return nlp
