import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from icalendar.cal import Component

from scheduler.domain.roster import Roster
from scheduler.exports.ics import center_calendar, event_uid, merged_duties, person_calendar, person_calendars
from scheduler.exports.zones import zone_component
from scheduler.rules.tiny import hall, roster
from tests.scheduler.exports.samples import hall_week, hotline_week

SHANGHAI = ZoneInfo("Asia/Shanghai")


def events(content: bytes) -> list[Component]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=SHANGHAI)


def test_every_duty_is_an_event_at_its_local_time() -> None:
    found = events(person_calendar(*hall_week(), "a"))
    spans = [(str(e["summary"]), e["dtstart"].dt, e["dtend"].dt) for e in found]
    assert spans == [
        ("一号窗 行政班 (A岗)", at(7, 9), at(7, 12)),
        ("一号窗 行政班 (大厅值班)", at(7, 9), at(7, 17)),
        ("一号窗 行政班 (A岗)", at(7, 14), at(7, 17)),
        ("一号窗 行政班 (A岗)", at(8, 9), at(8, 12)),
        ("二号窗 行政班 (B岗顶岗)", at(8, 9), at(8, 12)),
        ("一号窗 行政班 (A岗)", at(8, 14), at(8, 17)),
        ("一号窗 行政班 (A岗)", at(9, 9), at(9, 10, 30)),
    ]
    assert {e["dtstart"].params["TZID"] for e in found} == {"Asia/Shanghai"}
    assert len({str(e["uid"]) for e in found}) == len(found)
    assert {str(e["location"]) for e in found} == {"小厅"}
    english = events(person_calendar(*hall_week(), "m", "en"))
    assert [str(e["summary"]) for e in english] == ["Own desk office"] * 2


def test_a_night_stands_on_its_true_date() -> None:
    nights = events(person_calendar(*hotline_week(), "x"))
    assert [(e["dtstart"].dt, e["dtend"].dt) for e in nights] == [(at(8, 0), at(8, 8)), (at(9, 0), at(9, 8))]


def test_stretches_that_only_a_cut_had_parted_are_one_event() -> None:
    problem = hall(1)
    given = roster(problem, "a W1 09:00-10:00", "a W1 10:00-11:00", "a W2 11:00-12:00", "a W1 14:00-17:00")
    merged = merged_duties(given.of_person("a"))
    assert [(d.post, d.start.hour, d.end.hour) for d in merged] == [("W1", 9, 11), ("W2", 11, 12), ("W1", 14, 17)]
    # Another shift is another event, even without a gap.
    first, second = given.of_person("a")[:2]
    assert len(merged_duties([first, replace(second, shift="X")])) == 2


def test_the_calendar_names_its_zone_version_and_owner() -> None:
    content = person_calendar(*hall_week(), "a", version=7)
    calendar = Calendar.from_ical(content)
    assert str(calendar["x-wr-calname"]) == "小厅 甲"
    assert [str(z["tzid"]) for z in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert {int(e["sequence"]) for e in events(content)} == {7}
    assert {str(e["status"]) for e in events(content)} == {"CONFIRMED"}
    assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    # RFC 5545 3.1: lines of at most 75 octets, also where a Chinese character would be cut.
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_uids_stay_while_center_person_start_and_post_stay() -> None:
    duty = hall_week()[1].of_person("a")[0]
    uid = event_uid("c", duty)
    assert uid == event_uid("c", replace(duty, end=duty.end + timedelta(hours=1), role="B", shift="X", locked=True))
    earlier = replace(duty, start=duty.start - timedelta(hours=1))
    others = [replace(duty, person="b"), replace(duty, post="W2"), earlier, replace(duty, role="duty")]
    assert len({uid, event_uid("d", duty), *(event_uid("c", other) for other in others)}) == 6


def test_what_is_gone_since_the_last_version_is_cancelled() -> None:
    problem, before = hall_week()
    after = Roster.of(d for d in before.duties if d.day != problem.horizon.start)
    found = events(person_calendar(problem, after, "a", version=2, previous=before))
    assert [str(e["status"]) for e in found] == ["CONFIRMED"] * 4 + ["CANCELLED"] * 3
    assert [e["dtstart"].dt.day for e in found] == [8, 8, 8, 9, 7, 7, 7]
    unchanged = events(person_calendar(problem, before, "a", previous=before))
    assert {str(e["status"]) for e in unchanged} == {"CONFIRMED"}


def test_names_cannot_smuggle_in_events() -> None:
    problem, given = hall_week()
    evil = "甲\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x;,\\"
    people = tuple(replace(p, name_zh=evil) for p in problem.center.people)
    posts = tuple(replace(p, name_zh=evil) for p in problem.center.posts)
    center = replace(problem.center, people=people, posts=posts, name_zh=evil)
    found = events(person_calendar(replace(problem, center=center), given, "a"))
    assert len(found) == len(events(person_calendar(problem, given, "a"))) == 7
    assert str(found[0]["location"]) == "甲 END:VEVENT BEGIN:VEVENT SUMMARY:x;,\\"


def test_the_zip_holds_everybody_and_no_names() -> None:
    problem, given = hall_week()
    single = person_calendars(problem, given)
    assert sorted(single) == ["a", "b", "c", "m"]
    assert single["a"] == person_calendar(problem, given, "a")
    content = center_calendar(problem, given)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["a.ics", "b.ics", "c.ics", "m.ics"]
        assert archive.read("a.ics") == single["a"]
    assert content == center_calendar(problem, given)


def test_file_names_stay_inside_the_zip() -> None:
    problem, given = hall_week()
    ids = {"a": "../../x", "b": "..\\..\\x"}
    people = tuple(replace(p, id=ids.get(p.id, p.id)) for p in problem.center.people)
    renamed = Roster.of(replace(d, person=ids.get(d.person, d.person)) for d in given.duties)
    moved = replace(problem, center=replace(problem.center, people=people), absences=())
    with zipfile.ZipFile(io.BytesIO(center_calendar(moved, renamed))) as archive:
        assert archive.namelist() == ["______x-0.ics", "______x-1.ics", "c.ics", "m.ics"]


def test_somebody_whose_duties_were_all_taken_still_gets_the_cancellations() -> None:
    problem, before = hall_week()
    after = Roster.of(d for d in before.duties if d.person != "m")
    found = person_calendars(problem, after, previous=before)
    assert [str(e["status"]) for e in events(found["m"])] == ["CANCELLED"] * 2
    assert "m" not in person_calendars(problem, after)


def test_the_stamp_is_fixed_unless_given() -> None:
    problem, given = hall_week()
    assert person_calendar(problem, given, "a") == person_calendar(problem, given, "a")
    stamped = events(person_calendar(problem, given, "a", stamp=datetime(2026, 9, 1, 8, tzinfo=UTC)))
    assert {e["dtstamp"].dt for e in stamped} == {datetime(2026, 9, 1, 8, tzinfo=UTC)}


def test_changes_of_the_clock_are_exact() -> None:
    part = zone_component(ZoneInfo("Europe/Berlin"), date(2026, 1, 1), date(2026, 12, 31))
    changes = [(o.name, o["dtstart"].dt, o["tzoffsetfrom"].td, o["tzoffsetto"].td) for o in part.subcomponents]
    one, two = timedelta(hours=1), timedelta(hours=2)
    # EU directive 2000/84: at 01:00 UTC; each is given at the wall-clock time before it.
    assert changes[1:] == [
        ("DAYLIGHT", datetime(2026, 3, 29, 2), one, two),
        ("STANDARD", datetime(2026, 10, 25, 3), two, one),
    ]
    shanghai = zone_component(SHANGHAI, date(2026, 1, 1), date(2026, 12, 31))
    assert [(o["tzoffsetfrom"].td, o["tzoffsetto"].td) for o in shanghai.subcomponents] == [(timedelta(hours=8),) * 2]


def test_a_duty_across_a_change_of_the_clock_keeps_its_wall_clock_times() -> None:
    problem, given = hall_week()
    berlin = replace(problem, center=replace(problem.center, timezone="Europe/Berlin"))
    first = given.of_person("a")[0]
    night = replace(first, day=date(2026, 10, 24), start=datetime(2026, 10, 24, 22), end=datetime(2026, 10, 25, 6))
    (event,) = events(person_calendar(berlin, Roster.of([night]), "a"))
    assert event["dtend"].dt.astimezone(UTC) - event["dtstart"].dt.astimezone(UTC) == timedelta(hours=9)


def test_utc_needs_no_zone_and_unknown_things_are_refused() -> None:
    problem, given = hall_week()
    utc = replace(problem, center=replace(problem.center, timezone="UTC"))
    calendar = Calendar.from_ical(person_calendar(utc, given, "a"))
    assert calendar.walk("VTIMEZONE") == [] and len(calendar.walk("VEVENT")) == 7
    for zone in ("Mars/Olympus", "../etc/passwd"):
        nowhere = replace(problem, center=replace(problem.center, timezone=zone))
        with pytest.raises(ValueError, match="unknown zone"):
            person_calendar(nowhere, given, "a")
    with pytest.raises(ValueError, match="'zz' is not in center tiny-hall"):
        person_calendar(problem, given, "zz")
