"""The settings as the commands need them: the same place, from whatever folder a command is called."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.settings import ROOT, InvalidSetting, Settings, read_settings


def read_configuration() -> Settings:
    """Read the settings with all paths absolute, seen from the project's folder. Raises InvalidSetting."""
    return anchor(read_settings())


def anchor(settings: Settings) -> Settings:
    """Return the settings with absolute paths. Raises InvalidSetting for an unreadable database address."""
    return replace(
        settings,
        database_url=_absolute_url("LOTSE_DATABASE_URL", settings.database_url),
        tracker_url=_absolute_url("LOTSE_TRACKER_URL", settings.tracker_url) if settings.tracker_url else "",
        var_dir=ROOT / settings.var_dir,
        models_dir=ROOT / settings.models_dir,
    )


def _absolute_url(variable: str, text: str) -> str:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise InvalidSetting(f"Die Einstellung {variable} ist keine Datenbankadresse.") from None
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return text
    return url.set(database=str(ROOT / url.database)).render_as_string(hide_password=False)
