"""Fetch what the tests run inside the browser (axe-core) from the npm registry, exactly as locked.

Where that is impossible the tests concerned are skipped and say what to install; with CI=true they fail.

    python3 setup/browser_packages.py
"""

from __future__ import annotations

import json
import shutil
import sys

from bootstrap import ROOT, CannotSetUp, run, step

FOLDER = ROOT / "tests" / "browser"


def main():
    """Fetch what is missing, if it can be."""
    npm = shutil.which("npm")
    if npm is None or is_current():
        return
    try:
        with step("axe-core für die Tests holen"):
            run([npm, "ci", "--prefix", str(FOLDER), "--ignore-scripts", "--no-audit", "--no-fund"])
    except CannotSetUp as error:
        print(error, file=sys.stderr)


def is_current(folder=FOLDER):
    """Tell whether everything is installed in the version that is locked."""
    installed = read_versions(folder / "node_modules" / ".package-lock.json")
    return installed == read_versions(folder / "package-lock.json")


def read_versions(lock):
    """Return the checksums in a lock file by package; none where there is no such file."""
    if not lock.is_file():
        return {}
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {name: package["integrity"] for name, package in packages.items() if name}


if __name__ == "__main__":
    main()
