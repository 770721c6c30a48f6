"""``lotse evaluate handoff``, as far as nothing has to run for it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from bot.cli import main


def test_a_folder_that_is_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clock").write_text("2027", encoding="utf-8")
    result = CliRunner().invoke(main, ["evaluate", "handoff", "--folder", str(tmp_path)])
    assert result.exit_code == 2
    assert "ist nicht leer" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["clock"]
