"""VTIMEZONE of a zone over some years, exact to the minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_MINUTE = timedelta(minutes=1)


def zone_component(zone: ZoneInfo, start: date, end: date) -> Timezone:
    """The offsets of a zone from ``start`` to ``end``: the one at the start and every change.

    Computed here because RFC 5545 3.6.5 wants each change at the wall-clock time *before* it, where
    the library gives the time after it.
    """
    component = Timezone()
    component.add("tzid", zone.key)
    at = datetime.combine(start, time(), UTC)
    component.add_component(_observance(zone, at, at))
    for before, after in _changes(zone, at, datetime.combine(end, time(), UTC)):
        component.add_component(_observance(zone, before, after))
    return component


def _changes(zone: ZoneInfo, at: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """Last minute before and first minute after each change of the offset."""
    found = []
    while at < end:
        low, high = at, at + timedelta(days=1)
        if _offset(zone, low) != _offset(zone, high):
            while high - low > _MINUTE:
                middle = low + (high - low) // (2 * _MINUTE) * _MINUTE
                low, high = (middle, high) if _offset(zone, middle) == _offset(zone, low) else (low, middle)
            found.append((low, high))
        at += timedelta(days=1)
    return found


def _observance(zone: ZoneInfo, before: datetime, after: datetime) -> TimezoneStandard | TimezoneDaylight:
    local = after.astimezone(zone)
    component = TimezoneDaylight() if local.dst() else TimezoneStandard()
    component.add("dtstart", (after + _offset(zone, before)).replace(tzinfo=None))
    component.add("tzoffsetfrom", _offset(zone, before))
    component.add("tzoffsetto", _offset(zone, after))
    component.add("tzname", local.tzname() or zone.key)
    return component


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None  # an aware moment always has one
    return offset
