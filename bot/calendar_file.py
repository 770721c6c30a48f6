"""Calendar files (RFC 5545, iTIP methods of RFC 5546): an appointment with somebody, an event to be noted.

Times are written in UTC, which every calendar shows in its own time zone and which needs no table of zones. The files
are the same for the same arguments: even the time stamp comes from outside. In a mail, an invitation goes along as
``text/calendar; method=REQUEST``, a cancellation with ``method=CANCEL``: without it, Outlook shows a mere file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from icalendar import Calendar, Event, vCalAddress

PRODUCER = "-//Transformationsnetzwerk Region Kassel//TRegKS-Lotse//DE"

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # but for tab and line feed


@dataclass(frozen=True)
class Participant:
    """Somebody who organises or attends; the name may be empty."""

    email: str
    name: str = ""


def write_invitation(
    uid: str,
    start: datetime,
    *,
    minutes: int,
    summary: str,
    description: str,
    organizer: Participant,
    attendee: Participant,
    sequence: int,
    stamp: datetime,
    cancelled: bool = False,
) -> str:
    """Return an invitation, or its cancellation, as text with CRLF.

    ``uid`` stays the same over all files about one appointment; ``sequence`` rises with each. Moments are aware.
    No answer is asked of the attendee, for nobody would read it.
    """
    event = _make_event(uid, summary, description, stamp)
    event.add("dtstart", start.astimezone(timezone.utc))
    event.add("dtend", start.astimezone(timezone.utc) + timedelta(minutes=minutes))
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event["organizer"] = _make_address(organizer)
    event["attendee"] = _make_address(attendee, role="REQ-PARTICIPANT", partstat="NEEDS-ACTION", rsvp="FALSE")
    return _write_calendar(event, method="CANCEL" if cancelled else "REQUEST")


def write_event(
    uid: str,
    first: date | datetime,
    last: date | datetime,
    *,
    summary: str,
    stamp: datetime,
    description: str = "",
    location: str = "",
    url: str = "",
) -> str:
    """Return an event to be noted as text with CRLF: between two aware moments, or whole days, the last included."""
    event = _make_event(uid, summary, description, stamp)
    if isinstance(first, datetime) and isinstance(last, datetime):
        event.add("dtstart", first.astimezone(timezone.utc))
        event.add("dtend", last.astimezone(timezone.utc))
    else:
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))  # the end of whole days is the day behind them
    if location:
        event.add("location", _clean(location))
    if url:
        event.add("url", _clean_line(url))
    return _write_calendar(event)


def _make_event(uid: str, summary: str, description: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", _clean_line(uid))
    event.add("dtstamp", stamp.astimezone(timezone.utc))
    event.add("summary", _clean_line(summary))
    if description:
        event.add("description", _clean(description))
    return event


def _make_address(participant: Participant, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{''.join(_clean(participant.email).split())}")
    if participant.name:
        address.params["CN"] = _clean_line(participant.name)
    address.params.update({name.upper(): value for name, value in parameters.items()})
    return address


def _write_calendar(event: Event, *, method: str = "") -> str:
    """Return the file; without a method it is no message from an organiser, only a calendar."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _clean(text: str) -> str:
    """Return the text with plain line feeds, which the library escapes, and without characters a file may not have."""
    return _CONTROLS.sub("", "\n".join(text.splitlines()))


def _clean_line(text: str) -> str:
    return " ".join(_clean(text).split())
