"""Make the pictures of the handbook and of README: ``python -m tests.browser.screenshots [NAME …]``.

Their own gateway over a temporary database; the day and the clock stand still.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, BrowserContext

from bot.search.classifier_store import ClassifierStore
from bot.settings import ROOT
from tests.browser.chromium import MISSING, find_chromium, run_chromium
from tests.browser.demo.clock import TODAY, standing_clock
from tests.browser.demo.database import make_database
from tests.browser.demo.people import People
from tests.browser.readme_picture import PICTURE, take_picture
from tests.browser.shots import SHOTS, Shot
from tests.staff.desk import PASSWORD
from tests.staff.server import RunningGateway, make_settings, run_gateway

PICTURES = ROOT / "docs" / "handbuch" / "bilder"
QUALITY = 82  # of JPEG: text stays sharp


@dataclass
class Studio:
    """A running demo with a browser; everybody who looks at a page stays logged in."""

    gateway: RunningGateway
    people: People
    browser: Browser
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def take(self, shot: Shot) -> None:
        """Write one picture."""
        page = self.enter(shot.who).new_page()
        page.set_viewport_size({"width": shot.width, "height": shot.height})
        page.goto(self.gateway.office + shot.path.format(invitation=self.people.invitation))
        shot.prepare(page)
        page.screenshot(path=picture_of(shot), type="jpeg", quality=QUALITY, animations="disabled", caret="hide")
        page.close()

    def enter(self, who: str) -> BrowserContext:
        """Return the windows of somebody, who logs in first."""
        if who not in self.contexts:
            self.contexts[who] = context = self.browser.new_context(locale="de-DE", reduced_motion="reduce")
            context.set_default_timeout(120_000)
            if who:
                self._log_in(context, who)
        return self.contexts[who]

    def _log_in(self, context: BrowserContext, who: str) -> None:
        page = context.new_page()
        page.goto(f"{self.gateway.office}/anmelden")
        page.get_by_label("E-Mail-Adresse").fill(f"{who}@example.org")
        page.get_by_label("Passwort").fill(PASSWORD)
        page.get_by_role("button", name="Anmelden").click()
        page.wait_for_url(lambda url: not url.endswith("/anmelden"))
        page.close()


def picture_of(shot: Shot) -> Path:
    """Return the file of a picture."""
    return PICTURES / f"{shot.name}.jpg"


@contextmanager
def open_studio(folder: Path) -> Iterator[Studio]:
    """Fill a database below a folder, serve it and open a browser."""
    executable = find_chromium()
    if executable is None:
        raise SystemExit(MISSING)
    settings = make_settings(folder, TODAY)
    with standing_clock():
        people = make_database(settings, _borrow_classifier(settings.models_dir))
        with run_gateway(settings) as gateway, run_chromium(executable) as browser:
            yield Studio(gateway, people, browser)


def _borrow_classifier(models_dir: Path) -> str:
    """Copy the classifier of this checkout, if it has one, and return its name; without one words alone decide."""
    trained = ROOT / "models" / "classifier"
    if not trained.exists():
        return "zweites"
    shutil.copytree(trained, models_dir / "classifier")
    return ClassifierStore(models_dir).read_version().name


def main(names: Sequence[str]) -> None:
    """Make all pictures, or those that are named."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, open_studio(Path(folder)) as studio:
        for shot in SHOTS:
            if not names or shot.name in names:
                studio.take(shot)
                _tell(picture_of(shot))
        if not names or PICTURE.stem in names:
            take_picture(studio.browser, studio.gateway.url, quality=QUALITY)
            _tell(PICTURE)


def _tell(picture: Path) -> None:
    sys.stdout.write(f"{picture.relative_to(ROOT)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
