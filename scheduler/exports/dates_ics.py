"""Dates and sittings of a center as one iCalendar file: what returns, what is due, which training is when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

from scheduler.domain.center import Center
from scheduler.exports.printable import one_line, printable
from scheduler.exports.zones import zone_component

_NAMESPACE = UUID("2d0f5a8e-84a4-5c1b-a2f5-706169626131")


@dataclass(frozen=True, slots=True)
class Entry:
    """One date (``end`` None: all day) with what is to be done; ``key`` names it from file to file."""

    key: str
    start: date | datetime
    end: datetime | None
    summary: str
    description: str = ""
    location: str = ""


def dates_calendar(center: Center, title: str, entries: Iterable[Entry], stamp: date) -> bytes:
    """An iCalendar file (RFC 5545); the same key gives the same UID, so a later file updates it."""
    zone = ZoneInfo(center.timezone)
    made = datetime.combine(stamp, time(), zone).astimezone(ZoneInfo("UTC"))
    found = sorted(entries, key=lambda e: (e.start.isoformat(), e.key))
    calendar = Calendar()
    calendar.add("prodid", "-//paiban//dates//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(one_line(title)))
    if found:
        calendar.add_component(
            zone_component(zone, min(_day(e.start) for e in found), max(_day(e.start) for e in found))
        )
    for entry in found:
        event = Event()
        event.add("uid", f"{uuid5(_NAMESPACE, center.id + chr(10) + entry.key)}@paiban")
        event.add("dtstamp", made)
        if isinstance(entry.start, datetime):
            event.add("dtstart", entry.start.replace(tzinfo=zone))
            event.add("dtend", (entry.end or entry.start).replace(tzinfo=zone))
        else:
            event.add("dtstart", entry.start)
        event.add("summary", one_line(entry.summary))
        if entry.description:
            event.add("description", printable(entry.description))
        if entry.location:
            event.add("location", one_line(entry.location))
        event.add("transp", "OPAQUE" if entry.end is not None else "TRANSPARENT")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at
