"""One calendar for one person: duties as events that phones can subscribe to."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event, Timezone, vText

from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster
from scheduler.domain.routine import Activity
from scheduler.exports.printable import one_line
from scheduler.exports.terms import term
from scheduler.exports.zones import zone_component
from scheduler.words import OFF_LINE, ROLES, pick

_NAMESPACE = UUID("6b1f3c52-2a0e-5d0b-9d6c-70616962616e")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def person_calendar(
    problem: RosterProblem,
    roster: Roster,
    person: str,
    lang: str = "zh",
    version: int = 0,
    previous: Roster | None = None,
    stamp: datetime | None = None,
    activities: Iterable[Activity] = (),
) -> bytes:
    """A person's duties as an iCalendar file (RFC 5545).

    Stretches of one shift on one post that follow each other without a gap are one event. Its UID
    depends only on center, person, start and post, so a later file updates the event.

    Parameters
    ----------
    version
        Number of the published version: the SEQUENCE by which a client knows what is newer.
    previous
        The version published before: its events that are gone are sent as cancelled.
    stamp
        DTSTAMP; the first midnight of the horizon by default, so that equal input is equal bytes.
    activities
        Blocks off the line: events of their own inside the duty, shown as free time so that they do not collide.

    Raises
    ------
    ValueError
        If the person or the center's zone is unknown.
    """
    if person not in problem.center.person:
        raise ValueError(f"person {person!r} is not in center {problem.center.id}")
    return _calendar(problem, roster, person, lang, version, previous, stamp, _zone_part(problem), activities)


def person_calendars(
    problem: RosterProblem,
    roster: Roster,
    lang: str = "zh",
    version: int = 0,
    previous: Roster | None = None,
    stamp: datetime | None = None,
    activities: Sequence[Activity] = (),
) -> dict[str, bytes]:
    """The calendar of everybody on the roster (or the previous one), by id."""
    on_roster = {d.person for d in (*roster.duties, *(previous.duties if previous else ()))}
    zone = _zone_part(problem)
    return {
        p.id: _calendar(problem, roster, p.id, lang, version, previous, stamp, zone, activities)
        for p in problem.center.people
        if p.id in on_roster
    }


def center_calendar(
    problem: RosterProblem,
    roster: Roster,
    lang: str = "zh",
    version: int = 0,
    previous: Roster | None = None,
    stamp: datetime | None = None,
    activities: Sequence[Activity] = (),
) -> bytes:
    """A zip with one calendar a person; files are named by ids, never by names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (person, content) in enumerate(
            person_calendars(problem, roster, lang, version, previous, stamp, activities).items()
        ):
            safe = re.sub(r"[^A-Za-z0-9_-]", "_", person)
            # Two ids may look alike once they are safe; the number keeps them apart.
            info = zipfile.ZipInfo(f"{safe if safe == person else f'{safe}-{number}'}.ics", _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return packed.getvalue()


def event_uid(center: str, duty: Duty) -> str:
    """Stable name of a duty's event. Charges on top of a post (``duty``) have one of their own."""
    extra = "" if duty.role in PRESENT_ROLES else duty.role
    key = "\n".join((center, duty.person, duty.start.isoformat(), duty.post, extra))
    return f"{uuid5(_NAMESPACE, key)}@paiban"


def merged_duties(duties: Iterable[Duty]) -> list[Duty]:
    """Duties with those joined that only a cut of the blocks had parted."""
    merged: list[Duty] = []
    for duty in sorted(duties, key=lambda d: (d.day, d.post, d.role, d.shift, d.start)):
        last = merged[-1] if merged else None
        if last is not None and last.end == duty.start and _line(last) == _line(duty):
            merged[-1] = Duty(
                last.day, last.person, last.start, duty.end, last.post, last.role, last.shift, last.locked
            )
        else:
            merged.append(duty)
    return sorted(merged, key=lambda d: (d.start, d.post, d.role))


def _line(duty: Duty) -> tuple[object, ...]:
    return duty.day, duty.person, duty.post, duty.role, duty.shift


def _calendar(
    problem: RosterProblem,
    roster: Roster,
    person: str,
    lang: str,
    version: int,
    previous: Roster | None,
    stamp: datetime | None,
    zone_part: Timezone | None,
    activities: Iterable[Activity],
) -> bytes:
    center = problem.center
    zone = _zone(problem)
    made = stamp or datetime.combine(problem.horizon.start, time(), zone)
    calendar = Calendar()
    calendar.add("prodid", "-//paiban//roster//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # Properties the library does not know are written unescaped unless they come as text.
    calendar.add("x-wr-calname", vText(one_line(f"{center.name(lang)} {center.person[person].name(lang)}")))
    calendar.add("x-wr-timezone", vText(center.timezone))
    if zone_part is not None:
        calendar.add_component(zone_part)
    duties = merged_duties(roster.of_person(person))
    kept = {event_uid(center.id, d) for d in duties}
    gone = [
        d for d in merged_duties(previous.of_person(person) if previous else ()) if event_uid(center.id, d) not in kept
    ]
    for duty in (*duties, *gone):
        event = _event(problem, duty, lang, zone)
        event.add("sequence", version)
        event.add("dtstamp", made.astimezone(ZoneInfo("UTC")))
        event.add("status", "CANCELLED" if duty in gone else "CONFIRMED")
        calendar.add_component(event)
    for block in sorted(a for a in activities if a.person == person):
        event = _block(problem, block, lang, zone)
        event.add("sequence", version)
        event.add("dtstamp", made.astimezone(ZoneInfo("UTC")))
        event.add("status", "CONFIRMED")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(problem: RosterProblem, duty: Duty, lang: str, zone: ZoneInfo) -> Event:
    center = problem.center
    shift, post = center.shift.get(duty.shift), center.post.get(duty.post)
    where = term("back", lang) if duty.post == BACK_OFFICE else post.name(lang) if post else duty.post
    words = [where, shift.name(lang) if shift else duty.shift]
    if duty.post != BACK_OFFICE or duty.role not in PRESENT_ROLES:
        words.append(f"({pick(ROLES[duty.role], lang)})")
    event = Event()
    event.add("uid", event_uid(center.id, duty))
    event.add("dtstart", duty.start.replace(tzinfo=zone))
    event.add("dtend", duty.end.replace(tzinfo=zone))
    event.add("summary", one_line(" ".join(words)))
    event.add("location", one_line(center.name(lang)))
    event.add("transp", "OPAQUE")
    return event


def _block(problem: RosterProblem, block: Activity, lang: str, zone: ZoneInfo) -> Event:
    """A block off the line, known by person, start, routine and post."""
    center = problem.center
    words = [
        next(
            (item.name(lang) for item in center.off_line if item.id == block.routine), pick(OFF_LINE[block.kind], lang)
        )
    ]
    if block.kind == "relief":
        post = center.post.get(block.post)
        words = [pick(OFF_LINE["relief"], lang), post.name(lang) if post else block.post]
    if block.partner in center.person:
        words.append(f"({center.person[block.partner].name(lang)})")
    event = Event()
    key = "\n".join((center.id, block.person, block.start.isoformat(), block.routine, block.kind, block.post))
    event.add("uid", f"{uuid5(_NAMESPACE, key)}@paiban")
    event.add("dtstart", block.start.replace(tzinfo=zone))
    event.add("dtend", block.end.replace(tzinfo=zone))
    event.add("summary", one_line(" ".join(words)))
    event.add("location", one_line(center.name(lang)))
    event.add("transp", "TRANSPARENT")
    return event


def _zone(problem: RosterProblem) -> ZoneInfo:
    try:
        return ZoneInfo(problem.center.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"center {problem.center.id}: unknown zone {problem.center.timezone!r}") from None


def _zone_part(problem: RosterProblem) -> Timezone | None:
    """VTIMEZONE of the center's zone around the horizon; UTC needs none."""
    zone = _zone(problem)
    if zone.key in ("UTC", "Etc/UTC"):
        return None
    margin = timedelta(days=366)
    return zone_component(zone, problem.horizon.start - margin, problem.horizon.last + margin)
