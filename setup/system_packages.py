"""Install the programs that the tests need (browser, database server, npm) where that is wanted and possible.

With CI=true a missing program is a failure, so there it is installed: as root, with Debian's or Ubuntu's packages.
Elsewhere nothing is installed: the tests concerned are skipped and say what to install.

    python3 setup/system_packages.py
"""

from __future__ import annotations

import glob
import os
import shutil
import sys

from bootstrap import CannotSetUp, run, step

# Package -> the files of which one shows that it is there.
PACKAGES = {
    "chromium": ["/usr/bin/chromium"],
    "postgresql": ["/usr/lib/postgresql/*/bin/initdb"],
    "npm": ["/usr/bin/npm", "/usr/local/bin/npm"],
}


def main():
    """Install what is missing; return the exit code."""
    missing = find_missing()
    if not missing or not may_install():
        return 0
    try:
        with step(f"Programme für die Tests einrichten ({', '.join(missing)})"):
            run(["apt-get", "update", "-qq"])
            run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing])
    except CannotSetUp as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def find_missing(packages=PACKAGES):
    """Return the packages of which no file is there."""
    return [name for name, files in packages.items() if not any(glob.glob(pattern) for pattern in files)]


def may_install(environment=os.environ):
    """Tell whether installing is wanted here (CI) and possible (root, apt-get)."""
    is_ci = environment.get("CI", "").lower() == "true"
    return is_ci and os.geteuid() == 0 and shutil.which("apt-get") is not None


if __name__ == "__main__":
    sys.exit(main())
