"""Visits of several people at once do not get in each other's way."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from bot.staff import visit as visits
from bot.staff.visit import Visit


class _Visit(Visit):
    settings = account = None  # type: ignore[assignment]


def test_a_visit_that_waits_for_the_database_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    is_waiting, may_go_on = threading.Event(), threading.Event()

    def find_scope(session: Any, *_more: Any) -> str:
        if session == "slow":
            is_waiting.set()
            assert may_go_on.wait(20)
        return str(session)

    monkeypatch.setattr(visits, "find_scope", find_scope)
    slow, quick = (_Visit(None, None, name) for name in ("slow", "quick"))  # type: ignore[arg-type]
    found: list[str | None] = []
    first = threading.Thread(target=lambda: found.append(slow.scope))
    second = threading.Thread(target=lambda: found.append(quick.scope))
    first.start()
    assert is_waiting.wait(20)
    second.start()
    second.join(20)
    assert found == ["quick"]
    may_go_on.set()
    first.join(20)
    assert (found, slow.scope) == (["quick", "slow"], "slow")
