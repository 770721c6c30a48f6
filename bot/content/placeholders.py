"""The words in braces that the assistant fills in, and whether a changed sentence can do with those of the original."""

from __future__ import annotations

import string

# What a visitor cannot do without.
NEEDED = {"uebergabe.fertig": ("nummer",)}


def find_placeholders(text: str) -> list[str]:
    """Return the names in braces in their order, each once. Raises ValueError for braces without a partner."""
    return list(dict.fromkeys(name for name, _ in _read_braces(text)))


def find_misfit(key: str, original: str, changed: str) -> str:
    """Return what the assistant could not fill in or must not leave out, as a German sentence; empty where all fits."""
    known = find_placeholders(original)
    try:
        braces = _read_braces(changed)
    except ValueError:
        return "Eine geschweifte Klammer ist nicht geschlossen oder steht allein."
    unknown = [f"{{{name}{rest}}}" for name, rest in braces if rest or name not in known]
    if unknown:
        possible = f"Möglich sind: {write_placeholders(known)}." if known else "In diesem Satz wird nichts eingesetzt."
        return f"{', '.join(dict.fromkeys(unknown))} kann der Lotse hier nicht einsetzen. {possible}"
    missing = [name for name in NEEDED.get(key, ()) if name not in dict(braces)]
    return f"{write_placeholders(missing)} darf in diesem Satz nicht fehlen." if missing else ""


def write_placeholders(names: list[str]) -> str:
    """Return names as they stand in a sentence."""
    return ", ".join(f"{{{name}}}" for name in names)


def _read_braces(text: str) -> list[tuple[str, str]]:
    """Return what stands in each pair of braces: the name, and how it is to be formatted, which no sentence needs."""
    pieces = string.Formatter().parse(text)
    return [
        (name, (f"!{conversion}" if conversion else "") + (f":{format_}" if format_ else ""))
        for _, name, format_, conversion in pieces
        if name is not None
    ]
