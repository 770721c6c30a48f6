"""English words for the lexical index: no lemmas and no compounds, but a light stemmer and words of one sense."""

from __future__ import annotations

import re

from bot.german.tables import WordTables
from bot.german.words import Words

STOP_WORDS = frozenset(
    "a about all also am an and any are as at be been but by can could did do does for from get give had has have he"
    " here how i i'd i'm i've if in into is it its just let like may me mean my need no not of on or our please shall"
    " she should so some somebody someone something tell than that the their them there these they thing this those"
    " through to too us want was we we'd we're were what which will with would you your exactly kind"
    " really hello hi dear thanks thank must only still already very more most many ask question know".split()
)
# Words that mean much the same in this subject; the first names the sense.
SENSES = (
    "funding fund grant subsidy subsidise support aid money finance financial",
    "training course class education workshop seminar learn qualification retrain upskill skill trainer",
    "employee staff worker workforce people team personnel colleague",
    "company firm business enterprise sme employer",
    "contact reach phone telephone call ring email mail",
    "application apply submit hand",
    "cost price fee pay expensive free charge",
    "network tregks",
    "loan credit",
    "guarantee collateral security",
    "investment invest machine equipment buy",
    "digital digitalisation software ai",
    "energy co2 carbon electricity emission",
    "duration long last run until",
    "delete erase remove",
    "data privacy gdpr personal",
    "start begin order",
    "partner member organisation",
    "document paper form",
    "participate join take part",
    "office location located located address",
    "aim goal purpose",
    "human person robot bot computer",
    "combine cumulate several",
    "online internet remote",
    "open available hours",
)
ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ation", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))
SHORTEST_STEM = 3


class EnglishWords(Words):
    """English through the eyes of an index; German tables know the usual English words, so slips can be told."""

    def __init__(self, tables: WordTables) -> None:
        super().__init__(tables)
        senses = [(f"~{sense.split()[0]}", word) for sense in SENSES for word in sense.split()]
        self._senses = {stem(word): name for name, word in senses}

    def is_stop_word(self, token: str) -> bool:
        """Tell whether a folded token says nothing about the subject."""
        return token in STOP_WORDS or (len(token) == 1 and not token.isdigit())

    def is_listed(self, token: str) -> bool:
        """Tell whether the folded token is a usual word, so no slip."""
        return self.is_known(token)

    def _forms(self, token: str) -> tuple[str, ...]:
        parts = [part for part in re.split(r"[-.'&/]", token) if len(part) > 1 or part.isdigit()]
        found = [stem(token)]
        for part in parts:
            found += [stem(part), self._senses.get(stem(part), "")]
        return tuple(dict.fromkeys(form for form in found if form))

    def _split(self, token: str) -> tuple[str, ...]:
        return ()


def stem(token: str) -> str:
    """Cut an ending off a folded English word; British and American spellings become one.

    >>> [stem(word) for word in ("companies", "funded", "digitalization", "digitalisation")]
    ['company', 'fund', 'digitalis', 'digitalis']
    """
    token = token.removesuffix("'s").replace("iz", "is").replace("programme", "program")
    for ending, instead in ENDINGS:
        if token.endswith(ending) and not token.endswith("ss") and len(token) - len(ending) >= SHORTEST_STEM:
            return token[: -len(ending)] + instead
    return token
