"""Find a person's own words in the text of a mail: quotes, their headers and signatures taken away.

Losing a word of an answer is worse than keeping a line too many. Quotes behind ``>`` are told from own words line by
line, so an answer below or between them stays. A quote without such marks, as Outlook writes it, is compared with what
was sent: what is not in there was written now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.handoff.inbound.quote_marks import (
    BORDER,
    QUOTED,
    RULE,
    SIGNATURE,
    TRACE,
    measure_header,
    measure_intro,
    opens_unmarked_quote,
)
from bot.handoff.plain_text import tidy_lines

LONGEST_SIGNATURE = 30  # lines; what follows a "--" for longer is no signature
# So much of an unmarked quote has to be found in what was sent, before the rest of it counts as written now.
RECOGNISED = 0.6
# Mail programs repeat addresses behind the words and lead links through servers of their own.
ADDRESS = re.compile(r"<(mailto|tel|https?):[^>]*>|https?://\S+", re.IGNORECASE)
WORD = re.compile(r"\w+")
SAID = re.compile(r"\w|[\u2600-\u27bf\U0001f000-\U0001faff]")  # a thumbs up is an answer as well


def find_own_words(body: str, *, sent: Iterable[str] = ()) -> str:
    """Return what the writer of a mail added, with its paragraphs; empty where there is nothing.

    ``sent`` are the texts that the mail may quote: what we sent about the case, and what was said in it before.
    """
    lines = body.split("\n")
    border = _find_unmarked_quote(lines)
    own = _drop_traces(_drop_signatures(_drop_marked_quotes(lines[:border])))
    inserted, share = _find_new_lines(lines[border:], sent)
    if share >= RECOGNISED or not _says_something(own):
        own = [*own, "", *_drop_traces(inserted)]
    return tidy_lines("\n".join(own)) if _says_something(own) else ""


def _find_unmarked_quote(lines: Sequence[str]) -> int:
    """Return the line in which a quote without marks begins, else the number of lines."""
    for number in range(len(lines)):
        if opens_unmarked_quote(lines, number):
            before = number - 1
            while before >= 0 and not lines[before].strip():
                before -= 1
            return before if before >= 0 and RULE.fullmatch(lines[before].strip()) else number
    return len(lines)


def _drop_marked_quotes(lines: Sequence[str]) -> list[str]:
    """Return the lines with a bare ``>`` for each quoted one and without what introduces quotes."""
    kept: list[str] = []
    number = 0
    while number < len(lines):
        intro = measure_intro(lines, number)
        following = next((line for line in lines[number + intro :] if line.strip()), "") if intro else ""
        if intro and QUOTED.match(following):
            number += intro
            continue
        kept.append(">" if QUOTED.match(lines[number]) else lines[number])
        number += 1
    return kept


def _drop_signatures(lines: Sequence[str]) -> list[str]:
    """Return the lines without the blocks that follow a ``--``; a block ends at a quote."""
    kept: list[str] = []
    number = 0
    while number < len(lines):
        if lines[number] == SIGNATURE:
            end = next((at for at in range(number, len(lines)) if lines[at] == ">"), len(lines))
            if end - number <= LONGEST_SIGNATURE:
                number = end
                continue
        kept.append(lines[number])
        number += 1
    return kept


def _drop_traces(lines: Sequence[str]) -> list[str]:
    """Return the lines without what programs wrote, and empty ones in place of quotes."""
    return ["" if line == ">" else line for line in lines if not TRACE.fullmatch(line.strip())]


def _find_new_lines(lines: Sequence[str], sent: Iterable[str]) -> tuple[list[str], float]:
    """Return the lines of an unmarked quote that are in nothing that was sent, and the share of words that are."""
    new = _drop_introductions(lines)
    total = _count_words(new)
    # The mail that is quoted comes first: only line after line of the same text, short ones are recognised.
    known = sorted(map(_write_words, sent), key=lambda text: _count_words(_drop_known(new, text)))
    for text in known:
        new = _drop_known(new, text)
    share = 1 - _count_words(new) / total if total else 0.0
    return [line for line in new if not QUOTED.match(line)], share


def _drop_known(lines: Sequence[str], sent: str) -> list[str]:
    """Return the lines that do not stand in a text that was sent: next in turn, or anywhere if they are long enough."""
    new: list[str] = []
    place = 0
    for line in lines:
        words = _write_words(line)
        at = place if sent.startswith(words, place) else sent.find(words) if words.count(" ") > 3 else -1
        if at < 0 or not words.strip():
            new.append(line)
        else:
            place = at + len(words) - 1
    return new


def _drop_introductions(lines: Sequence[str]) -> list[str]:
    """Return the lines of an unmarked quote without headers, borders and rules, also of quotes within it."""
    kept: list[str] = []
    number = 0
    while number < len(lines):
        skipped = measure_header(lines, number) or measure_intro(lines, number)
        line = lines[number].strip()
        if not skipped and not BORDER.fullmatch(line) and not RULE.fullmatch(line) and lines[number] != SIGNATURE:
            kept.append(lines[number])
        number += max(skipped, 1)
    return kept


def _write_words(text: str) -> str:
    """Return the words of a text, each between blanks: line ends, punctuation and rewritten links do not matter."""
    return f" {' '.join(WORD.findall(ADDRESS.sub(' ', text).casefold()))} "


def _count_words(lines: Iterable[str]) -> int:
    return sum(len(WORD.findall(line)) for line in lines)


def _says_something(lines: Iterable[str]) -> bool:
    return any(SAID.search(line) for line in lines)
