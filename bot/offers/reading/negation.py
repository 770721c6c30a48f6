"""Whether what a text names is wanted: "keine Kredite", "nicht in Kassel", "statt einer Beteiligung"."""

from __future__ import annotations

import re

_NEGATION = re.compile(
    r"\b(?:keine?[nrms]?|nichts?|nich|net|ned|nit|ohne|statt|ausser)\s+(?:(?:in|im|von|vom|der|die|den|dem|einer?|eines?|zu|\w+)\s)?(?:der\s)?$"
)


def is_negated(before: str) -> bool:
    """Tell whether the folded words before something say that it is not wanted."""
    return bool(_NEGATION.search(before))


def sort_by_wish(patterns: dict[str, re.Pattern[str]], folded: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the names of the patterns that a folded text wants, and the unwanted ones with their words."""
    wanted: list[str] = []
    unwanted: dict[str, str] = {}
    for name, pattern in patterns.items():
        match = pattern.search(folded)
        if match is None:
            continue
        if is_negated(folded[: match.start()]):
            unwanted[name] = match[0]
        else:
            wanted.append(name)
    return tuple(wanted), unwanted
