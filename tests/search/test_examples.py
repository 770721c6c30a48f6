"""What of the content is learnt, and what is held out for judging."""

from __future__ import annotations

from bot.search.examples import Example, split_held_out


def test_what_is_held_out_does_not_depend_on_the_order_and_small_entries_keep_all() -> None:
    examples = [Example(f"Was kostet Ding {number}?", "faq:gross") for number in range(400)]
    examples += [Example(f"Und dies {number}?", "faq:klein") for number in range(19)]
    learnt, held_out = split_held_out(examples)
    assert 2 <= len(held_out) <= 20
    assert {example.label for example in held_out} == {"faq:gross"}
    assert set(split_held_out(examples[::-1])[1]) == set(held_out)
    assert set(learnt) | set(held_out) == set(examples)
