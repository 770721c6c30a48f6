"""The German sentences from which replies are built; they stand in ``bot/content/sentences.yml``."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import yaml


def sentence(key: str, **values: object) -> str:
    """Return a sentence by its ``group.name``, with its braces filled. Raises KeyError for an unknown one."""
    group, _, name = key.partition(".")
    text = _read_sentences()[group][name]
    return text.format(**values) if values else text


@lru_cache(maxsize=1)
def _read_sentences() -> dict[str, dict[str, str]]:
    source = resources.files("bot.content").joinpath("sentences.yml")
    return yaml.safe_load(source.read_text(encoding="utf-8"))
