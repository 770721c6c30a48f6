"""Events of a calendar file (iCalendar, RFC 5545); what repeats is written out for a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # comes without types
from icalendar import Calendar
from icalendar.error import BrokenCalendarProperty

from bot.german.slugs import make_slug
from bot.local_time import local_day
from bot.offers.importers.reading import Reading, ReadOptions, RejectedRecord, SourceRecord, UnreadableSource
from bot.offers.importers.texts import names_online, plain_text, read_place, tidy
from bot.offers.importers.trainings import Training, make_record
from bot.offers.importers.web_addresses import read_url

LARGEST_FILE = 20 * 1024**2  # bytes: a calendar is read as a whole
LONGEST_LINE = 100_000  # bytes: longer ones take the parser seconds each
YEAR = timedelta(days=365)
MOST_DATES = 370  # of one event: a daily one
OLDEST_START = timedelta(days=20 * 366)
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PAST, LATER = "vorbei", "erst in mehr als einem Jahr"

NO_CALENDAR = "Das ist keine lesbare Kalenderdatei (iCalendar)."
LONG_LINE = f"Eine Angabe des Kalenders hat mehr als {LONGEST_LINE:,} Zeichen.".replace(",", ".")
UNREADABLE = "Eine Angabe des Termins ist nicht zu lesen."
NO_PROVIDER = "Der Kalender nennt keinen Anbieter. Bitte geben Sie ihn mit --provider an."


def read_ical(path: Path, options: ReadOptions, reading: Reading) -> Iterator[SourceRecord]:
    """Yield each date of each event within a year. Raises UnreadableSource."""
    calendar = _open(path)
    provider = options.provider or tidy(str(calendar.get("X-WR-CALNAME", "")))
    if not provider:
        raise UnreadableSource(NO_PROVIDER)
    reading.scope = make_slug(provider)
    events = list(calendar.walk("VEVENT"))
    moved = _find_moved(events)
    for number, event in enumerate(events, 1):
        uid, title = tidy(str(event.get("UID", ""))), tidy(str(event.get("SUMMARY", "")))
        key, place = f"{reading.scope}/{uid[:300]}" if uid else "", f"Termin {number} („{title[:60]}“)"
        try:
            if not uid:
                raise RejectedRecord("Ohne UID lässt sich der Termin nicht wiedererkennen.")
            yield from _read_event(event, key, place, provider, options.today, reading, moved.get(uid, set()))
        except RejectedRecord as problem:
            reading.reject(place, str(problem), key=key)
        except (BrokenCalendarProperty, OverflowError):
            reading.reject(place, UNREADABLE, key=key)


def _open(path: Path) -> Any:
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableSource(f"Die Datei ist zu groß. Erlaubt sind {LARGEST_FILE // 1024**2} MB.")
    content = path.read_bytes()
    if _longest_line(content) > LONGEST_LINE:
        raise UnreadableSource(LONG_LINE)
    try:
        return Calendar.from_ical(content.decode("utf-8-sig"))
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError):
        raise UnreadableSource(NO_CALENDAR) from None


def _longest_line(content: bytes) -> int:
    """Return the length of the longest line with those that continue it."""
    longest = length = 0
    for line in content.splitlines():
        length = len(line) + (length if line.startswith((b" ", b"\t")) else 0)
        longest = max(longest, length)
    return longest


def _read_event(
    event: Any, key: str, place: str, provider: str, today: date, reading: Reading, moved: set[date]
) -> Iterator[SourceRecord]:
    start = _moment(event, "DTSTART")
    if start is None:
        raise RejectedRecord("Der Beginn fehlt oder ist nicht zu lesen.")
    first = _day(start)
    length = _last_day(event, first) - first
    is_repeated = "RRULE" in event
    days = _repeat(event, start, today, reading, place) if is_repeated else [first]
    if "RECURRENCE-ID" in event:
        key = f"{key}/{_day(_moment(event, 'RECURRENCE-ID') or start)}"
    for day in days:
        own = f"{key}/{day}" if is_repeated else key
        if is_repeated and day in moved:
            continue
        if day + length < today or day > today + YEAR:
            reading.skip(PAST if day < today else LATER)
            reading.seen.add(own)
        elif str(event.get("STATUS", "")).upper() == "CANCELLED":
            yield SourceRecord(own, place, is_gone=True)
        else:
            yield make_record(_make_training(event, own, place, provider, day, day + length))


def _make_training(event: Any, key: str, place: str, provider: str, first: date, last: date) -> Training:
    location, title = tidy(str(event.get("LOCATION", ""))), tidy(str(event.get("SUMMARY", "")))
    postcode, town = read_place(location)
    is_online = names_online(f"{location} {title}")
    return Training(
        key,
        place,
        title=title,
        provider=provider[:300],
        description=plain_text(str(event.get("DESCRIPTION", ""))),
        url=read_url(str(event.get("URL", ""))),
        format="online" if is_online else "praesenz" if location else "",
        town="" if is_online else town,
        postcode="" if is_online else postcode,
        starts_on=first,
        ends_on=last,
    )


def _repeat(event: Any, start: date | datetime, today: date, reading: Reading, place: str) -> list[date]:
    """Return the days of a repeated event from today on for a year. Raises RejectedRecord."""
    rules = event["RRULE"] if isinstance(event["RRULE"], list) else [event["RRULE"]]
    if not all(_is_usual(rule) for rule in rules):
        raise RejectedRecord("Der Termin wiederholt sich in einem Abstand, der für Veranstaltungen nicht gelesen wird.")
    if _day(start) < today - OLDEST_START:
        raise RejectedRecord("Der Termin wiederholt sich seit mehr als zwanzig Jahren.")
    # Only days count, so time zones are left out: rules with an end in UTC would not fit local starts.
    begin = datetime.combine(_day(start), datetime.min.time())
    found: set[date] = set()
    for rule in rules:
        plain = ";".join(f"{name}={','.join(map(_plain, values))}" for name, values in rule.items())
        try:
            dates = rrulestr(plain, dtstart=begin).xafter(datetime.combine(today, datetime.min.time()), inc=True)
            limit = datetime.combine(today + YEAR, datetime.min.time())
            coming = [one.date() for one in islice(dates, MOST_DATES) if one <= limit]
        except (ValueError, TypeError, OverflowError):
            raise RejectedRecord("Die Regel der Wiederholung ist nicht zu lesen.") from None
        found.update(coming)
    return sorted(found - _excluded(event))


def _is_usual(rule: Any) -> bool:
    """Tell whether a rule is one of events: with one end, and without days that might be searched for ever."""
    frequency = str(next(iter(rule.get("FREQ", [])), ""))
    has_odd_days = frequency in ("DAILY", "WEEKLY") and "BYMONTHDAY" in rule
    return frequency in FREQUENCIES and not has_odd_days and not ("COUNT" in rule and "UNTIL" in rule)


def _plain(value: Any) -> str:
    return f"{value:%Y%m%d}" if isinstance(value, date) else str(value)


def _excluded(event: Any) -> set[date]:
    listed = event.get("EXDATE", [])
    return {_day(one.dt) for each in (listed if isinstance(listed, list) else [listed]) for one in each.dts}


def _find_moved(events: list[Any]) -> dict[str, set[date]]:
    """Return the days of repeated events that an event of its own stands for, by UID."""
    found: dict[str, set[date]] = {}
    for event in events:
        try:
            day = _moment(event, "RECURRENCE-ID")
        except BrokenCalendarProperty:
            continue  # the event itself is rejected for it
        if day is not None:
            found.setdefault(tidy(str(event.get("UID", ""))), set()).add(_day(day))
    return found


def _moment(event: Any, name: str) -> date | datetime | None:
    value = getattr(event.get(name), "dt", None)
    return value if isinstance(value, date) else None


def _day(moment: date | datetime) -> date:
    if isinstance(moment, datetime):
        return local_day(moment) if moment.tzinfo else moment.date()
    return moment


def _last_day(event: Any, first: date) -> date:
    """Return the last day: a DTEND without a time is the day after it."""
    end = _moment(event, "DTEND")
    if end is None:
        length = getattr(event.get("DURATION"), "dt", None)
        end = first + length - timedelta(days=1) if isinstance(length, timedelta) and length.days else first
    elif not isinstance(end, datetime):
        end -= timedelta(days=1)
    return max(first, _day(end))
