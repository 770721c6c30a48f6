from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.db import make_engine
from tests.require import require


@pytest.mark.slow
def test_the_tests_have_a_real_postgresql(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW server_version")).split(".")[0].isdigit()
        assert connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) == 0
    engine.dispose()


def test_a_part_that_is_there_is_handed_on() -> None:
    assert require("part", "missing") == "part"


def test_a_missing_part_leaves_a_test_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Bitte installieren"):
        require(None, "Bitte installieren.")


def test_a_missing_part_is_a_failure_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Bitte installieren"):
        require(None, "Bitte installieren.")
