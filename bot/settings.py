"""All settings of the assistant: one frozen object, read once from the environment and ``.env``."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from bot.clock import utc_now
from bot.local_time import local_day

ROOT = Path(__file__).resolve().parent.parent


# With less than one of these nobody would ever get through.
AT_LEAST_ONE = ("rate_per_conversation", "rate_per_address", "max_streams")
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")


class InvalidSetting(ValueError):
    """A setting has a value that cannot be used; the message is a German sentence that names it."""


def _setting(default: Any, text: str) -> Any:
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True)
class Settings:
    """Settings of all processes; each field ``name`` is read from ``LOTSE_NAME``."""

    database_url: str = _setting("sqlite:///var/lotse.db", "Datenbank: SQLite-Datei oder postgresql://…")
    tracker_url: str = _setting("", "Gesprächsspeicher von Rasa; leer: eigene SQLite-Datei bzw. dieselbe PostgreSQL")
    var_dir: Path = _setting(Path("var"), "Ordner für Datenbank, Sprachtabellen, Mails ohne SMTP und Protokolle")
    models_dir: Path = _setting(Path("models"), "Ordner für trainierte Modelle")
    vectors: str = _setting("", "Ordner eines spaCy-Modells mit Wortvektoren, die beim Suchen mithelfen; leer: keine")
    host: str = _setting("127.0.0.1", "Adresse, auf der das Gateway lauscht")
    port: int = _setting(8000, "Port des Gateways")
    rasa_port: int = _setting(5005, "Port von Rasa (nur 127.0.0.1)")
    actions_port: int = _setting(5055, "Port des Action-Servers (nur 127.0.0.1)")
    today: date | None = _setting(None, "Festes „heute“ (JJJJ-MM-TT) für Tests und Messungen; leer: das echte Datum")
    # Read by bot.clock, which has to work before any settings are.
    clock: str = _setting("", "Nur für Simulationen, nicht in .env: Datei mit den Sekunden, um die alle Uhren vorgehen")
    show_samples: bool = _setting(True, "Beispielangebote („Beispieldaten“) anzeigen: on oder off")
    reminders: bool = _setting(True, "Einmal in der Woche per Mail an fällige Inhalte erinnern: on oder off")
    refit: bool = _setting(True, "Geänderte Inhalte im Hintergrund neu lernen: on oder off")
    rate_limit: bool = _setting(True, "Begrenzung der Nachrichten: on oder off (nur zum Messen)")
    rate_per_conversation: int = _setting(30, "Höchstzahl Nachrichten je Gespräch und Minute")
    rate_per_address: int = _setting(
        600, "Höchstzahl Nachrichten je Netzadresse und Minute (Büro hinter einer Adresse)"
    )
    max_streams: int = _setting(800, "Höchstzahl Gespräche, die je Gateway-Prozess zugleich auf Neues warten")
    public_url: str = _setting(
        "", "Öffentliche Adresse für Links in Mails, z. B. https://lotse.example; leer: Host und Port"
    )
    trusted_proxies: str = _setting("", "Adressen vorgeschalteter Proxys, deren X-Forwarded-For gilt (mit Komma)")
    allowed_origins: str = _setting(
        "", "Websites, die den Chat einbinden dürfen, z. B. https://wfg-kassel.de (mit Komma)"
    )
    rasa_timeout: float = _setting(8.0, "Sekunden, die das Gateway auf Rasa wartet, bevor es selbst antwortet")
    smtp_url: str = _setting(
        "", "Mailserver, z. B. smtp://name:wort@mail.example:587?starttls=1; leer: Mails als Datei"
    )
    mail_from: str = _setting("lotse@localhost", "Absenderadresse der Mails")
    reply_address: str = _setting(
        "",
        "Postfach für Antworten, z. B. lotse@example.org (auch lotse+x@…); leer: direkt an die anfragende Person",
    )
    imap_url: str = _setting(
        "",
        "Postfach, aus dem Antworten gelesen werden, z. B. imaps://name:wort@mail.example/INBOX; leer: keines",
    )
    imap_mark: str = _setting("", "Ordner, in den erledigte Mails verschoben werden; leer: nur als gelesen markieren")
    handoff_to: str = _setting("", "Empfänger der Übergaben; leer: E-Mail der Projektleitung aus den Kontakten")
    handoff_contact: str = _setting("michael-wieners", "Kontakt (Slug), der bei Störungen und Übergaben genannt wird")
    handoff_remind_days: int = _setting(1, "Arbeitstage, nach denen an ein unbeantwortetes Anliegen erinnert wird")
    handoff_escalate_days: int = _setting(
        2, "Arbeitstage, nach denen ein unbeantwortetes Anliegen an die Vertretung geht"
    )
    handoff_expire_days: int = _setting(30, "Tage, nach denen ein Anliegen ohne Antwort als verfallen gemeldet wird")
    admin_email: str = _setting(
        "", "Adresse, die bei Störungen der Mail alarmiert wird; leer: alle Konten der Verwaltung"
    )
    miss_text_days: int = _setting(180, "Tage, nach denen die Texte unbeantworteter Fragen gelöscht werden")
    privacy_url: str = _setting("", "Adresse der Datenschutzhinweise für das Formular; leer: kein Link")
    log_level: str = _setting("INFO", "Ausführlichkeit der Protokolle: DEBUG, INFO, WARNING oder ERROR")

    @property
    def rasa_url(self) -> str:
        """Base address of the Rasa server."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        """Base address of the action server."""
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def tracker_database_url(self) -> str:
        """Address of Rasa's own store: the setting, else a file beside the database, else the same PostgreSQL."""
        if self.tracker_url or not self.database_url.startswith("sqlite"):
            return self.tracker_url or self.database_url
        return f"sqlite:///{(self.var_dir / 'tracker.db').absolute()}"

    @property
    def german_dir(self) -> Path:
        """Where the compiled language tables lie."""
        return self.var_dir / "german"

    @property
    def vectors_model(self) -> Path | None:
        """Folder of the spaCy model with word vectors, None without one."""
        return Path(self.vectors) if self.vectors else None

    @property
    def origins(self) -> list[str]:
        """Allowed origins as a list."""
        return split_list(self.allowed_origins)

    def current_day(self) -> date:
        """Return ``LOTSE_TODAY`` or the date in Kassel; validity, "im Juni" and reminders all ask here."""
        return self.today or local_day(utc_now())


def split_list(value: str) -> list[str]:
    """Split a comma-separated setting, dropping blanks."""
    return [part.strip() for part in value.split(",") if part.strip()]


def variable_name(name: str) -> str:
    """Return the environment variable of a field."""
    return f"LOTSE_{name.upper()}"


def read_settings(environment: Mapping[str, str] | None = None, env_file: Path | None = ROOT / ".env") -> Settings:
    """Read the settings; the environment beats ``.env`` beats the defaults. Raises InvalidSetting."""
    source = {**_read_env_file(env_file), **(os.environ if environment is None else environment)}
    values: dict[str, Any] = {}
    for entry in fields(Settings):
        raw = source.get(variable_name(entry.name))
        if raw is not None and (raw.strip() or isinstance(entry.default, str)):
            values[entry.name] = _convert(entry.name, entry.default, raw.strip())
    settings = Settings(**values)
    _check_limits(settings)
    _check_origins(settings)
    return settings


def _check_limits(settings: Settings) -> None:
    for name in AT_LEAST_ONE:
        if getattr(settings, name) < 1:
            off = " Ohne Begrenzung: LOTSE_RATE_LIMIT=off." if name.startswith("rate_") else ""
            raise InvalidSetting(f"Die Einstellung {variable_name(name)} muss mindestens 1 sein.{off}")


def _check_origins(settings: Settings) -> None:
    """Refuse what no browser ever names as the origin of a page: it would be allowed in vain."""
    for origin in settings.origins:
        if not _ORIGIN.fullmatch(origin):
            raise InvalidSetting(
                f"Die Einstellung LOTSE_ALLOWED_ORIGINS hat den unbrauchbaren Wert „{origin}“. Gemeint sind Schema und "
                "Name in Kleinbuchstaben, ohne Pfad und ohne Schrägstrich am Ende, zum Beispiel https://wfg-kassel.de."
            )


def _convert(name: str, default: Any, raw: str) -> Any:
    try:
        if isinstance(default, bool):
            return {"on": True, "off": False, "1": True, "0": False, "ja": True, "nein": False}[raw.lower()]
        if name == "today":
            return date.fromisoformat(raw)
        return type(default)(raw)
    except (ValueError, KeyError):
        raise InvalidSetting(f"Die Einstellung {variable_name(name)} hat den unbrauchbaren Wert „{raw}“.") from None


def _read_env_file(path: Path | None) -> dict[str, str]:
    if path is None or not path.is_file():
        return {}
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and not name.startswith("#"):
            found[name.strip()] = value.strip().strip("\"'")
    return found
