"""Bring a mail's plain text into lines that end where its writer ended them."""

from __future__ import annotations

import re

# Where mail programs break lines: at 72 to 80 characters, less the word that did not fit.
SHORTEST_WRAPPED, LONGEST_WRAPPED, NARROWEST = 55, 81, 72
STANDS_ALONE = re.compile(r"\s*([-*•·–>]|\d+[.)]\s|[\w-]{2,12}:\s|__|$|(Am|On)\s.{4,120}\s(schrieb|wrote)\s)")
NEVER_GOES_ON = re.compile(r"\s*(>|--|__)")


def join_flowed(text: str, *, deletes_space: bool = False) -> str:
    """Undo ``format=flowed`` (RFC 3676): a line that ends in a space goes on in the next one of the same quote."""
    joined: list[str] = []
    goes_on, depth_before = False, 0
    for raw in text.split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")  # a space is stuffed in front of what could be taken for a quote
        if goes_on and depth == depth_before and line != "-- ":
            joined[-1] += line
        else:
            joined.append(f"{'>' * depth} {line}" if depth else line)
        goes_on, depth_before = line.endswith(" ") and line != "-- ", depth
        if goes_on and deletes_space:
            joined[-1] = joined[-1][:-1]
    return "\n".join(joined)


def join_wrapped(text: str) -> str:
    """Join the lines that a mail program broke because the next word did not fit into its width."""
    joined: list[str] = []
    length = 0
    for line in text.split("\n"):
        word = line.split(" ", 1)[0]
        is_full = SHORTEST_WRAPPED <= length <= LONGEST_WRAPPED and length + 1 + len(word) > NARROWEST
        if is_full and not STANDS_ALONE.match(line):
            joined[-1] = f"{joined[-1].rstrip()} {line}"
        else:
            joined.append(line)
        length = 0 if NEVER_GOES_ON.match(line) else len(line.rstrip())
    return "\n".join(joined)
