"""Groups that the present content answers leave the inbox, and come back where it does not after all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy.orm import sessionmaker

from bot.analytics.recheck import check_groups
from bot.db import raise_content_version
from bot.search.reply import Miss as Mark
from bot.search.reply import Reference, Reply
from tests.analytics.miss_samples import add_many, add_miss, read_actions, read_groups, set_group, sort

FAQ = Reference("faq", "parken")
ANSWER = Reply("answer", "Im Hof.", (FAQ,))
UNSURE = Reply("fallback", "Weiß nicht.", miss=Mark("unsure"))
LOOSENED = Reply("offers", "Nicht ganz.", (Reference("weiterbildung", "kurs"),), miss=Mark("no_hits"))
CHOICES = Reply("clarify", "Meinten Sie …?")


class Assistant:
    """Says the same to everything, or what is laid ready for a text, and remembers what it was asked."""

    def __init__(self, reply: Reply, **others: Reply) -> None:
        self.reply, self.others = reply, others
        self.asked: list[str] = []

    def __call__(self, text: str) -> Sequence[Reply]:
        self.asked.append(text)
        return [self.others.get(text, self.reply), Reply("notice", "Eingeschränkt.")]


@pytest.mark.parametrize(
    ("reply", "state"), [(ANSWER, "answered"), (UNSURE, "open"), (LOOSENED, "open"), (CHOICES, "open")]
)
def test_a_group_is_settled_by_an_answer_alone(factory: sessionmaker, reply: Reply, state: str) -> None:
    add_many(factory, "Parken?")
    sort(factory)
    check_groups(factory, Assistant(reply))
    (group,) = read_groups(factory)
    assert (group.state, group.subject) == (state, str(FAQ) if state == "answered" else "")
    assert [action.kind for action in read_actions(factory)] == (["answered"] if state == "answered" else [])


def test_all_ways_of_asking_must_be_answered(factory: sessionmaker) -> None:
    add_many(factory, "parken", "parkplatz")
    sort(factory)
    set_group(factory, 1, words=["parken"])
    assistant = Assistant(ANSWER, parkplatz=UNSURE)
    check_groups(factory, assistant)
    assert {group.title: group.state for group in read_groups(factory)}["parkplatz"] == "open"


def test_the_answer_that_did_not_help_settles_nothing(factory: sessionmaker) -> None:
    add_miss(factory, "Parken?", reason="thumbs_down", best=str(FAQ))
    sort(factory)
    check_groups(factory, Assistant(ANSWER))
    assert [group.state for group in read_groups(factory)] == ["open"]
    with factory.begin() as session:
        raise_content_version(session)
    check_groups(factory, Assistant(Reply("answer", "Im Hof.", (Reference("faq", "anfahrt"),))))
    assert [group.state for group in read_groups(factory)] == ["answered"]


def test_the_assistant_is_asked_again_only_after_a_change(factory: sessionmaker) -> None:
    add_many(factory, "Parken?")
    sort(factory)
    assistant = Assistant(UNSURE)
    assert [check_groups(factory, assistant) for _ in range(2)] == [1, 0]
    with factory.begin() as session:
        raise_content_version(session)
    assert check_groups(factory, assistant) == 1
    add_many(factory, "Parken?")
    sort(factory)
    assert check_groups(factory, assistant) == 1
    assert assistant.asked == ["Parken?"] * 3


def test_a_settled_group_returns_when_a_new_question_is_not_answered(factory: sessionmaker) -> None:
    add_many(factory, "Parken?")
    sort(factory)
    check_groups(factory, Assistant(ANSWER))
    add_many(factory, "Parken?")
    sort(factory)
    check_groups(factory, Assistant(UNSURE))
    assert [group.state for group in read_groups(factory)] == ["open"]
    assert [action.kind for action in read_actions(factory)] == ["answered", "returned"]


@pytest.mark.parametrize("state", ["gap", "scope", "dismissed", "merged"])
def test_what_staff_have_put_aside_is_not_asked_about(factory: sessionmaker, state: str) -> None:
    add_many(factory, "Parken?")
    sort(factory)
    set_group(factory, 1, state=state)
    assert check_groups(factory, Assistant(ANSWER)) == 0
