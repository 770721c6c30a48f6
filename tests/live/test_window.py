"""Rows that become visible out of order: each is taken once, none is missed."""

from __future__ import annotations

from bot.conversations.live import News
from bot.db import utc_now
from bot.live.window import GAP_SECONDS, MOST_GAPS, Window


def rows(*ids: int) -> list[News]:
    return [News(id_, utc_now(), "channel", "message") for id_ in ids]


def take(window: Window, *ids: int, now: float = 0.0) -> list[int]:
    """Show a window the rows of a table with these ids, as far as it asks for them."""
    return [row.id for row in window.take(rows(*(id_ for id_ in ids if id_ > window.since)), now=now)]


def test_what_follows_each_other_is_taken_once_and_not_read_again() -> None:
    window = Window(3)
    assert take(window, 1, 2, 3, 4, 5) == [4, 5]
    assert window.since == 5
    assert take(window, 1, 2, 3, 4, 5, 6) == [6]


def test_a_row_that_becomes_visible_late_is_taken_then() -> None:
    window = Window()
    assert take(window, 1, 3, 4, 6) == [1, 3, 4, 6]
    assert window.since == 1
    assert take(window, 1, 3, 4, 5, 6) == [5]
    assert take(window, 1, 2, 3, 4, 5, 6, 7) == [2, 7]
    assert window.since == 7


def test_a_row_that_never_comes_is_given_up() -> None:
    window = Window()
    assert take(window, 2, now=0) == [2]
    assert take(window, 2, 3, now=GAP_SECONDS / 2) == [3]
    assert window.since == 0
    assert take(window, 2, 3, now=GAP_SECONDS + 1) == []
    assert window.since == 3


def test_a_row_that_comes_too_late_is_left_to_the_streams_own_look() -> None:
    window = Window()
    take(window, 2, now=0)
    take(window, 2, now=GAP_SECONDS + 1)
    assert take(window, 1, 2, now=GAP_SECONDS + 2) == []


def test_a_jump_in_the_numbering_is_not_searched_without_end() -> None:
    window = Window()
    assert take(window, 10_000_000) == [10_000_000]
    assert window.since == 10_000_000 - MOST_GAPS - 1
