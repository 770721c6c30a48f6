"""What neither a database column nor a mail header can hold is taken out."""

from __future__ import annotations

import pytest

from bot.handoff.plain_text import shorten, tidy_line, tidy_lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a \t b\r\nc ", "a b c"),
        ("a\x00b\x1b[2Jc", "a b [2Jc"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("Fo\u0308rderung", "Förderung"),
        ("a\u200bb\ufeffc", "abc"),
        ("a\ud83db", "ab"),
        ("🙂 ok", "🙂 ok"),
        ("", ""),
    ],
)
def test_a_text_becomes_one_clean_line(text: str, line: str) -> None:
    assert tidy_line(text) == line
    assert tidy_line(line) == line


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\n\n\n\nb", "a\n\nb"),
        ("\n\n a \r\n b\x0bc \n\n", "a\nb\nc"),
        ("a\x00\nb", "a\nb"),
        (" \n\t\n", ""),
    ],
)
def test_lines_are_kept_without_gaps(text: str, lines: str) -> None:
    assert tidy_lines(text) == lines
    assert tidy_lines(lines) == lines


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("kurz", 4, "kurz"),
        ("eins zwei drei", 10, "eins zwei…"),
        ("eins zwei drei", 9, "eins…"),
        ("eins, zwei", 8, "eins…"),
        ("Donaudampfschiff", 6, "Donau…"),
        ("a\nb", 3, "a b"),
    ],
)
def test_a_line_is_cut_between_words_where_possible(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short
