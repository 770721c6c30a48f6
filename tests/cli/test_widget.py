"""``lotse widget`` prints the line for a website."""

from __future__ import annotations

import re

from click.testing import CliRunner

from bot.cli import main
from bot.web.widget_bundle import build_bundle


def test_the_line_names_the_current_version_and_its_checksum() -> None:
    result = CliRunner().invoke(main, ["widget", "--server", "https://lotse.example/"], prog_name="lotse")
    bundle = build_bundle()
    assert result.exit_code == 0
    line = f'src="https://lotse.example/widget/{bundle.versioned_name}" integrity="{bundle.integrity}" crossorigin'
    assert line in result.output
    assert '<script type="module" src="https://lotse.example/widget/lotse.js"></script>' in result.output
    assert re.search(r"über die Leitung [\d.]+ Bytes", result.output)
