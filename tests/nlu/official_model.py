"""A small stand-in for the official German model of spaCy, packaged as spaCy packages its models."""

from __future__ import annotations

from pathlib import Path

VERSION = "3.4.0"
LEMMA = "kursangebot"  # what this model, and no other, says of "Kurse"
LOADER = """\
from spacy.util import load_model_from_init_py


def load(**options):
    return load_model_from_init_py(__file__, **options)
"""


def make_official_model(folder: Path) -> None:
    """Write an importable ``de_core_news_sm`` below a folder."""
    import spacy

    nlp = spacy.blank("de")
    nlp.meta |= {"name": "core_news_sm", "version": VERSION}
    nlp.add_pipe("attribute_ruler").add([[{"LOWER": "kurse"}]], {"LEMMA": LEMMA})
    for left_out in ("parser", "ner"):
        nlp.add_pipe("sentencizer", name=left_out)
    package = folder / "de_core_news_sm"
    package.mkdir(parents=True)
    nlp.to_disk(package / f"de_core_news_sm-{VERSION}")
    (package / "meta.json").write_bytes((package / f"de_core_news_sm-{VERSION}" / "meta.json").read_bytes())
    (package / "__init__.py").write_text(LOADER, encoding="utf-8")
