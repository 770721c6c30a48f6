"""What cannot be handed to a person is refused where it is made."""

from __future__ import annotations

from typing import Any

import pytest

from tests.handoff.samples import make_request


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reason": "bored"}, "'bored' is no reason"),
        ({"concern": " \n\x00 "}, "needs a concern"),
        ({"conversation_key": ""}, "needs a concern and a conversation"),
        ({"email": "", "phone": ""}, "e-mail address or a telephone number"),
    ],
)
def test_a_request_nobody_could_work_on_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        make_request(**changes)


@pytest.mark.parametrize("missing", ["name", "company", "phone", "email"])
def test_everything_else_may_be_left_out(missing: str) -> None:
    assert getattr(make_request(**{missing: ""}), missing) == ""
