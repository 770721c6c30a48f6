"""The clock that a simulation sets ahead."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.clock import NO_SHIFT, ShiftFile
from bot.settings import ROOT

ASK = "from bot.settings import Settings; print(Settings().current_day(), end='')"


def test_a_replaced_file_changes_the_shift_and_a_missing_or_unreadable_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    file = ShiftFile(path)
    assert file.read() == NO_SHIFT
    for written, hours in (("3600", 1), ("7200", 2), ("soon", 2), ("-3600", -1)):
        (tmp_path / "new").write_text(written, encoding="ascii")
        (tmp_path / "new").replace(path)
        assert file.read() == timedelta(hours=hours)
    path.unlink()
    assert file.read() == timedelta(hours=-1)


def test_today_follows_the_clock_of_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    path.write_text(str(timedelta(days=365).total_seconds()), encoding="ascii")
    environment = {**os.environ, "LOTSE_CLOCK": str(path)}
    said = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, check=True)
    later = datetime.now(timezone.utc) + timedelta(days=365)
    assert abs(datetime.fromisoformat(said.stdout.decode()).date() - later.date()) <= timedelta(days=1)
